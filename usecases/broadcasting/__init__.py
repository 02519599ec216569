"""Messages of the operators to many people."""
