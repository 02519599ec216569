"""Broadcasts, through the whole program."""
