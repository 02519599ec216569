"""The files of deploy/ are taken by the tools that read them, and speak of what the program has."""

import asyncio
import re
import shutil
import sys
from pathlib import Path

import pytest

from bot.monitoring.metrics import Metrics

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
SITES = sorted(DEPLOY.glob("nginx-*.conf"))
OTHERS_FIGURES = {"node_filesystem_avail_bytes", "node_filesystem_size_bytes"}


async def is_taken(*command: str) -> None:
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()


def needs(tool: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(tool) is None, reason=f"{tool} is not installed")


@needs("systemd-analyze")
async def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / "panelgram.service"
    text = (DEPLOY / "panelgram.service").read_text().replace("User=panelgram", "User=root")
    unit.write_text(text.replace("/opt/panelgram/.venv/bin/python", sys.executable))
    await is_taken("systemd-analyze", "verify", str(unit))


@needs("nginx")
@needs("openssl")
@pytest.mark.parametrize("site", SITES, ids=lambda site: site.stem)
async def test_nginx_takes_the_sites(site: Path, tmp_path: Path) -> None:
    key, certificate = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    await is_taken(
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=bot.example",
        "-keyout", str(key), "-out", str(certificate),
    )  # fmt: skip
    whole = around(site, tmp_path)
    await is_taken("nginx", "-t", "-q", "-c", str(whole), "-e", str(tmp_path / "log"))


def around(site: Path, folder: Path) -> Path:
    """A whole configuration with the site in it, whose certificate and processes are here."""
    text = re.sub(r"/etc/letsencrypt/live/bot\.example", str(folder), site.read_text())
    text = re.sub(r"bot([123]):8080", r"127.0.0.1:808\1", text)  # names of containers
    whole = folder / "nginx.conf"
    whole.write_text(f"pid {folder}/pid;\nevents {{}}\nhttp {{\n{text}\n}}\n")
    return whole


def test_the_site_of_compose_differs_from_that_of_a_machine_in_names_and_tls_only() -> None:
    several = (DEPLOY / "nginx-several.conf").read_text().splitlines()
    compose = (DEPLOY / "nginx-compose.conf").read_text().splitlines()
    assert (
        several[several.index("    location = /hook {") :]
        == compose[compose.index("    location = /hook {") :]
    )


@needs("promtool")
async def test_prometheus_takes_the_alert_rules() -> None:
    await is_taken("promtool", "check", "rules", str(DEPLOY / "alerts.yaml"))


def test_the_alert_rules_ask_for_figures_that_there_are() -> None:
    metrics = Metrics()
    metrics.put_conditions(())
    counted = {"panelgram_updates_total", "panelgram_loop_lag_seconds_bucket"}  # shown once counted
    exposed = set(re.findall(r"^([a-z_0-9]+)", metrics.text().decode(), re.MULTILINE)) | counted
    expressions = re.findall(r"expr: (.*)", (DEPLOY / "alerts.yaml").read_text())
    assert len(expressions) > 10
    for expression in expressions:
        assert set(re.findall(r"\b(?:panelgram|node)_[a-z_0-9]+", expression)) <= exposed | OTHERS_FIGURES


def test_each_alert_rule_says_what_to_do() -> None:
    rules = (DEPLOY / "alerts.yaml").read_text().split("- alert: ")[1:]
    assert all("summary: " in rule and "action: " in rule for rule in rules)


@needs("hadolint")
async def test_the_dockerfile_is_taken_by_its_linter() -> None:
    await is_taken("hadolint", str(ROOT / "Dockerfile"))


@pytest.mark.parametrize("name", ["compose.yaml", "compose.replicas.yaml"])
def test_compose_files_mount_only_files_that_there_are(name: str) -> None:
    text = (ROOT / name).read_text()
    assert all((ROOT / mounted).is_file() for mounted in re.findall(r'"\./([^:"]+):', text))
    assert "max-size" in text
