"""Ends a server at Ctrl-C or SIGTERM, cleanly."""

import asyncio
import signal


async def wait_for_signal() -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()
