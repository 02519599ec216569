"""Understands what panels answer."""
