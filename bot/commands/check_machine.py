"""The parts of `check` that concern this machine: its ports and the folder of the backups."""

import errno
import os
import socket
import tempfile
from pathlib import Path


def port_fault(host: str, port: int) -> str | None:
    """Return why no program can listen there: None if one can, "" if the port is in use."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
    except socket.gaierror:
        return "the host is not known"
    except OSError as error:
        return "" if error.errno == errno.EADDRINUSE else os.strerror(error.errno or 0)
    return None


def folder_fault(folder: Path) -> str | None:
    """Return why no file can be written there, or None if one can. Creates the folder if it is missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(b"0")
    except OSError as error:
        return error.strerror or type(error).__name__
    return None
