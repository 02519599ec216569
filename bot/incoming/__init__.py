"""Updates, from Telegram to a handler."""
