"""What operators look at and decide, and what keeps an eye on the panel."""
