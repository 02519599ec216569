"""Screens that only operators see."""
