"""Every command that README and docs/server.md name is tried here, each in its way."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.conftest import ROOT, Process
from tests.databases import run

PAPERS = ("README.md", "docs/server.md")
FENCED = re.compile(r"```sh\n(.*?)```", re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
BOT = "python -m bot"
OF_THE_SYSTEM = {"sudo", "cp", "journalctl", "docker", "git", "pg_dump", "pg_restore"}
"""They change a machine: that they can be parsed and name files that there are is all that is tried."""

OURS = re.compile(r"(?:deploy|docs|requirements)/[\w./-]+|compose\S*\.yaml|\.env\.example")


def commands() -> Iterator[str]:
    """In their order, each once; without comments."""
    found = []
    for paper in PAPERS:
        text = (ROOT / paper).read_text()
        found += [
            line.split("  #")[0].strip() for block in FENCED.findall(text) for line in block.splitlines()
        ]
        bare = FENCED.sub("", text)
        found += [
            one
            for one in INLINE.findall(bare)
            if one.split()[0] in {"make", "python", *OF_THE_SYSTEM} and " " in one
        ]
    yield from dict.fromkeys(line for line in found if line)


COMMANDS = list(commands())
TRIED_ELSEWHERE = {"": "test_process", "run": "test_precedence", "copy-database": "test_copying"}
OF_THE_BOT = [
    one
    for one in COMMANDS
    if one.startswith(BOT) and one.removeprefix(BOT).strip().partition(" ")[0] not in TRIED_ELSEWHERE
]


def test_there_are_commands_and_each_is_of_a_known_kind() -> None:
    assert len(COMMANDS) > 20
    for line in COMMANDS:
        assert line.split()[0] in {"make", "python", *OF_THE_SYSTEM}, line


@pytest.mark.parametrize("line", [one for one in COMMANDS if one.startswith("make ")])
def test_a_target_of_make_is_there(line: str) -> None:
    done = subprocess.run(["bash", "-c", f"make -n {line[5:]}"], cwd=ROOT, capture_output=True, check=False)

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("line", [one for one in COMMANDS if one.split()[0] in OF_THE_SYSTEM])
def test_a_command_of_the_system_can_be_parsed_and_names_files_that_there_are(line: str) -> None:
    done = subprocess.run(["bash", "-n", "-c", line], capture_output=True, check=False)

    assert done.returncode == 0, done.stderr
    for file in OURS.findall(line):
        assert (ROOT / file).exists(), file


@pytest.fixture
async def copied(program: Process, tmp_path: Path) -> None:
    """A database, and the copy that the guide calls FILE."""
    assert (await program.ends("check", ADMIN_IDS=""))[0] == 0
    assert (await program.ends("backup", "FILE"))[0] == 0
    shutil.copy(tmp_path / "FILE", tmp_path / "data" / "before.db")


@pytest.mark.usefixtures("copied")
@pytest.mark.parametrize("line", OF_THE_BOT)
async def test_a_command_of_the_bot_does_what_it_says(program: Process, tmp_path: Path, line: str) -> None:
    arguments = line.removeprefix(BOT).replace("[FILE]", "").split()
    if arguments[:2] == ["operators", "remove"]:
        assert (await program.ends("operators", "add", arguments[2]))[0] == 0
    if arguments[0] == "forget":
        await run(
            f"sqlite:///{tmp_path}/data/panelgram.db",
            f"INSERT INTO users (id, telegram_id, name, created_at) VALUES (2, {arguments[1]}, 'Alice', 0)",
        )
    if arguments[:2] == ["panel", "same-as"]:
        await run(
            f"sqlite:///{tmp_path}/data/panelgram.db",
            f"INSERT INTO panel_keys (url) VALUES ('{arguments[2]}')",
        )

    code, output = await program.ends(*arguments)

    assert code == 0, output


@pytest.mark.parametrize("lock", ["run", "dev", "uv"])
def test_what_setup_installs_is_locked_with_hashes(lock: str) -> None:
    lines = (ROOT / "requirements" / f"{lock}.txt").read_text().splitlines()
    named = [line for line in lines if line and not line.startswith((" ", "#"))]

    assert named
    assert all("==" in line and line.endswith("\\") for line in named)  # the hashes stand below


def test_setup_falls_back_to_pip_and_says_so() -> None:
    script = (ROOT / "setup.sh").read_text()

    assert script.index("if ! with_uv") < script.index("uv does not do here") < script.index("if ! with_pip")
    subprocess.run(["sh", "-n", "setup.sh"], cwd=ROOT, check=True)
