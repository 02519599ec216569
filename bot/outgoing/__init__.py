"""Messages, from the outbox to Telegram."""
