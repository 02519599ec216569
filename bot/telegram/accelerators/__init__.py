"""Makes aiogram faster; the bot works without it."""
