"""What a person sees: pure functions that return a Screen; the only folder with human sentences."""
