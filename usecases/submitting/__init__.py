"""Calls to the panel that must not be repeated, and their outcomes."""
