"""Refreshes, shows and searches the catalogue."""
