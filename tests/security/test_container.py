"""The container runs with as little as the program needs."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_the_image_runs_as_somebody_who_owns_nothing_but_the_data() -> None:
    steps = [
        line.split(maxsplit=1)
        for line in (ROOT / "Dockerfile").read_text().splitlines()
        if line[:1].isupper()
    ]

    assert [words for step, words in steps if step == "USER"] == ["10001:10001"]
    assert [step for step, _ in steps].index("USER") > max(
        number for number, (step, _) in enumerate(steps) if step in ("RUN", "COPY")
    )


@pytest.mark.parametrize(
    "line",
    [
        'user: "10001:10001"', "read_only: true", 'security_opt: ["no-new-privileges:true"]', "cap_drop: [ALL]",
        'tmpfs: ["/tmp:size=64m,mode=1777,noexec,nosuid,nodev"]', 'volumes: ["data:/app/data"]',
    ],
)  # fmt: skip
def test_compose_takes_away_what_the_program_does_not_need(line: str) -> None:
    assert f"    {line}\n" in (ROOT / "compose.yaml").read_text()


@pytest.mark.parametrize("name", [".env", ".git", "data"])
def test_secrets_and_data_stay_out_of_the_image(name: str) -> None:
    assert name in (ROOT / ".dockerignore").read_text().splitlines()
