"""Support: people write to the operators about their orders, and get answers."""
