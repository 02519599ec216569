"""From a service to a confirmed order."""
