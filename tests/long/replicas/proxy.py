"""nginx with the site that the operating guide shows, on other ports and without TLS."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

SITE = Path(__file__).parents[3] / "deploy" / "nginx-several.conf"
NGINX = shutil.which("nginx")
OWN_FILES = "pid {folder}/nginx.pid; error_log {folder}/nginx.log;"
KINDS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@asynccontextmanager
async def nginx(folder: Path, port: int, replicas: Sequence[int]) -> AsyncIterator[str]:
    """Serves the replicas' ports under the URL that it yields."""
    text = SITE.read_text(encoding="utf-8")
    for number, replica in enumerate(replicas, 1):
        text = _changed(text, f"127.0.0.1:808{number}", f"127.0.0.1:{replica}")
    text = _changed(text, "listen 443 ssl;", f"listen 127.0.0.1:{port};")
    text = "".join(line for line in text.splitlines(keepends=True) if "ssl_certificate" not in line)
    own = "".join(f"{kind}_temp_path {folder}/{kind}; " for kind in KINDS)
    file = folder / "nginx.conf"
    await asyncio.to_thread(file.write_text, f"events {{}}\nhttp {{ {own}\n{text}}}\n")
    assert NGINX is not None
    process = await asyncio.create_subprocess_exec(
        NGINX, "-c", str(file), "-p", str(folder), "-e", str(folder / "nginx.log"),
        "-g", f"daemon off; {OWN_FILES.format(folder=folder)}",
    )  # fmt: skip
    try:
        yield f"http://127.0.0.1:{port}/hook"
    finally:
        process.terminate()
        await process.wait()


def _changed(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)
