"""Harnesses that run long: kills, replicas, planted bugs."""
