"""What the bot does, without Telegram: one verb a file."""
