"""Kills the program again and again while people order, and compares what the panel, the bot and the chats say."""
