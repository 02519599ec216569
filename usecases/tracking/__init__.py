"""Follows orders and refills after they were placed."""
