"""Telegram Stars: invoices, payments and the bot's statement."""
