"""Alerts to the operators."""
