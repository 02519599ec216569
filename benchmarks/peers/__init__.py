"""Other bots, bare: two calls a tap, ten fixed buttons. Each is run as a program by itself."""
