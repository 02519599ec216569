"""Parses the answers of panels."""
