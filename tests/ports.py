"""Ports at which nobody listens."""

import secrets
import socket
from contextlib import suppress


def free_port() -> int:
    (port,) = free_ports(1)
    return port


def free_ports(count: int) -> list[int]:
    """Below those that the system gives to whoever asks for any: one that ends comes back to its own."""
    found: set[int] = set()
    while len(found) < count:
        port = 11_000 + secrets.randbelow(20_000)
        with socket.socket() as one, suppress(OSError):
            one.bind(("127.0.0.1", port))
            found.add(port)
    return list(found)
