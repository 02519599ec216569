"""Screens about a person's own orders."""
