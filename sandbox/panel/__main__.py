"""`python -m sandbox.panel`: the panel alone."""

import argparse
import asyncio
import contextlib

from sandbox.panel.options import add_dialect
from sandbox.panel.server import PanelServer
from sandbox.signals import wait_for_signal


async def serve(arguments: argparse.Namespace) -> None:
    server = PanelServer(
        services=arguments.services, speed=arguments.speed, seed=arguments.seed, dialect=arguments.dialect
    )
    await server.start(arguments.port, arguments.host)
    print(f"page {server.url}\nAPI  {server.api_url} (keys: demo-key, poor-key)", flush=True)  # noqa: T201
    try:
        await wait_for_signal()
    finally:
        await server.stop()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m sandbox.panel", description=__doc__)
    parser.add_argument("--port", type=int, default=8101)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--services", type=int, default=0, help="fill the catalogue up to so many")
    parser.add_argument("--speed", type=float, default=1.0, help="how fast its clock runs")
    parser.add_argument("--seed", type=int, default=1)
    add_dialect(parser)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
