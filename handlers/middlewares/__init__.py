"""What runs before each handler."""
