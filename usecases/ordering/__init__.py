"""Makes an order out of a service: questions, price, confirmation."""
