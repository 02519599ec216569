"""Installs the peers where git does not look: those of PyPI in an environment of their own, grammY by npm."""

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
REQUIREMENTS = HERE / "requirements.txt"
ENVIRONMENT = HERE.parents[1] / ".venv" / "peers"
GRAMMY = HERE / "grammy"


def python() -> str:
    """The interpreter that finds the peers of PyPI."""
    program, done = ENVIRONMENT / "bin" / "python", ENVIRONMENT / REQUIREMENTS.name
    wanted = REQUIREMENTS.read_text(encoding="utf-8")
    if not done.exists() or done.read_text(encoding="utf-8") != wanted:
        _run(sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT))
        _run(str(program), "-m", "pip", "install", "-q", "--no-deps", "-r", str(REQUIREMENTS))
        shutil.copy(REQUIREMENTS, done)
    return str(program)


def grammy() -> str:
    """The program, beside which its packages are."""
    lock, done = GRAMMY / "package-lock.json", GRAMMY / "node_modules" / ".package-lock.json"
    if not done.exists() or done.stat().st_mtime < lock.stat().st_mtime:
        _run("npm", "ci", "--no-audit", "--no-fund", "--prefix", str(GRAMMY))
    return str(GRAMMY / "bare.mjs")


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=sys.stderr)
