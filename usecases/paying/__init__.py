"""Wallets and the ledger: the money of orders, payments, and what an operator does by hand."""
