"""A Bot API server as strict as Telegram's, and a page on which people chat with the bot."""
