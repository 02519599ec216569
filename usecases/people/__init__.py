"""Roles of people, and how they change."""
