"""Calculates costs, selling rates and prices."""
