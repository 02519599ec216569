"""How orders and refills move on."""
