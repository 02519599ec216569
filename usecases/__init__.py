"""What the bot does, without Telegram. Each file is one verb."""
