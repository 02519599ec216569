"""Connections through a proxy: a tunnel by HTTP CONNECT or SOCKS5."""

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import aiohttp

if TYPE_CHECKING:
    from aiohttp.connector import Connection


class ProxyFailed(aiohttp.ClientConnectionError):
    """The tunnel failed, so nothing was sent. The text has no password."""


def open_connector(proxy: str | None, **options: Any) -> aiohttp.TCPConnector:
    """Return a connector: direct, or through `http://` or `socks5://user:password@host:port`.

    The proxy resolves the host's name. `options` are those of aiohttp's TCPConnector.
    """
    return aiohttp.TCPConnector(**options) if proxy is None else _tunnels(proxy, options)


def _tunnels(proxy: str, options: dict[str, Any]) -> aiohttp.TCPConnector:
    import aiohttp_socks as socks  # noqa: PLC0415 - most need no proxy

    class Tunnels(socks.ProxyConnector):
        async def connect(self, *args: Any, **kwargs: Any) -> "Connection":
            try:
                return await super().connect(*args, **kwargs)
            except (aiohttp.ClientError, TimeoutError):
                raise
            except (socks.ProxyConnectionError, socks.ProxyTimeoutError):
                raise ProxyFailed("the proxy cannot be reached") from None
            except socks.ProxyError as error:
                raise ProxyFailed(f"the proxy refuses: {error}") from None
            except Exception as error:  # noqa: BLE001 - after any error there is no tunnel
                raise ProxyFailed(f"behind the proxy: {type(error).__name__} {error}") from None

    parts = urlsplit(proxy)
    return Tunnels(
        proxy_type={"http": socks.ProxyType.HTTP, "socks5": socks.ProxyType.SOCKS5}[parts.scheme],
        host=parts.hostname or "",
        port=parts.port or 0,
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        rdns=True,
        **options,
    )
