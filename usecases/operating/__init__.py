"""Overviews and decisions for operators, and the watch on the panel."""
