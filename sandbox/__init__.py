"""Stand-ins for the two systems outside: a panel and Telegram. The demo and the tests run on them."""
