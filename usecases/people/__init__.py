"""Who may do what, and how that changes."""
