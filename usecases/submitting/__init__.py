"""Calls to the panel that must not be made twice, and what became of them."""
