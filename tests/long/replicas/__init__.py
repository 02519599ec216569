"""Three processes on one PostgreSQL behind nginx, killed and restarted while people order."""
