"""`python -m sandbox.telegram`: the Bot API server and its chat page alone."""

import argparse
import asyncio

from sandbox.signals import wait_for_signal
from sandbox.telegram.server import TOKEN, TelegramServer


async def serve(arguments: argparse.Namespace) -> None:
    server = TelegramServer(token=arguments.token, panel_url=arguments.panel_url)
    await server.start(arguments.port, arguments.host)
    print(f"page    {server.url}\nBot API {server.url}/bot<token>/<method>", flush=True)  # noqa: T201
    try:
        await wait_for_signal()
    finally:
        await server.stop()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m sandbox.telegram", description=__doc__)
    parser.add_argument("--port", type=int, default=8102)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--panel-url", help="a page to show beside the chat")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
