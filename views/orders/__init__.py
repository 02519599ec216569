"""What a person sees of their orders."""
