"""Closes a connection by a reset."""

import socket
import struct

from aiohttp import web


def reset(request: web.Request) -> None:
    """Close the connection with a RST, without an answer."""
    if request.transport is None:
        return
    raw = request.transport.get_extra_info("socket")
    if raw is not None:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    request.transport.abort()
