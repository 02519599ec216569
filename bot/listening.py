"""Opens ports, and says in one line where that cannot be done."""

import os

from aiohttp import web


class PortUnusable(Exception):
    """Another program listens there, or the address is none of this machine's."""

    def __init__(self, setting: str, host: str, port: int, error: OSError) -> None:
        reason = os.strerror(error.errno) if error.errno else "the host is not known"
        super().__init__(f"{setting}: cannot listen at {host}:{port}: {reason}")


async def listen(runner: web.AppRunner, host: str, port: int, setting: str) -> int:
    """Listen; returns the port, which the system chooses where 0 is given. Raises PortUnusable."""
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        raise PortUnusable(setting, host, port, error) from None
    return int(runner.addresses[-1][1])
