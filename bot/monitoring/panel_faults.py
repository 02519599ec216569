"""Explains failed calls to the panel, in the same words for `check` and for the log."""

from urllib.parse import urlsplit

from bot.monitoring import tls
from panel import PanelError, PanelNotUnderstood, PanelRedirected

NO_API = ("HTTP 403", "HTTP 404", "HTTP 405")


def panel_fault(error: PanelError, url: str) -> str:
    """Return what is wrong and which setting to check."""
    said = str(error)
    if found := tls.fault(said):
        return f"PANEL_API_URL: no encrypted connection to the panel: {found}"
    is_page = isinstance(error, PanelNotUnderstood) and error.seen.lstrip().startswith("<")
    if not (is_page or said.startswith(NO_API) or isinstance(error, PanelRedirected)):
        return said
    what = "a redirect" if isinstance(error, PanelRedirected) else "a web page"
    status = f" ({said[:8]})" if said.startswith(NO_API) else ""
    slash = (
        "; try it without the slash at the end" if urlsplit(url).path.strip("/") and url[-1] == "/" else ""
    )
    return (
        f"PANEL_API_URL: {what}{status} is there instead of an API;"
        f" copy the whole endpoint from the panel's API page{slash}"
    )
