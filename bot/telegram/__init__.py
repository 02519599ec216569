"""How calls reach Telegram: the connection, its rate limits, and what its answers mean."""
