"""The health of the program: probes, metrics and checks of the database."""
