"""Middlewares that run before each handler."""
