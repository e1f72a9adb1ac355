"""deploy/Dockerfile and compose.yaml: what they name is there, and nothing runs with more than it
needs. The image itself is built by hand where there is a builder (docs/operations.md)."""

import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
KNOWN = (ROOT / "README.md").read_text()
# Read by the images of PostgreSQL, by Python, by the shell.
OTHERS = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD", "LC_ALL"}
OTHERS |= {"PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}


def left_in() -> set[str]:
    """What .dockerignore lets into the image."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert lines[1] == "*", "everything else is left out"
    return {line[1:] for line in lines if line.startswith("!")}


def test_the_image_gets_everything_that_runs_and_nothing_else():
    assert all((ROOT / name).exists() for name in left_in())
    assert {"accounts", "config", "news", "static", "templates", "manage.py"} < left_in()
    assert not left_in() & {"var", "tests", ".git", "docs", ".venv"}


def test_the_image_runs_as_nobody_in_particular_from_the_lock():
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER 10001:10001$", last, re.M)
    assert "--require-hashes" in DOCKERFILE
    assert re.findall(r"-r (\S+)", DOCKERFILE) == ["requirements/prod.txt"]
    for file in re.findall(r"deploy/[a-z.]+\.(?:py|sh)", DOCKERFILE):
        assert (ROOT / file).is_file(), file


def test_images_are_pinned_to_a_version():
    images = [given["image"] for given in SERVICES.values()]
    pinned = {image for image in images if image != "congthongtin"}
    pinned.add(re.search(r"^ARG BASE=(.+)$", DOCKERFILE, re.M)[1])
    assert {image for image in pinned if not re.fullmatch(r"[a-z]+:\d[\w.-]*", image)} == set()


@pytest.mark.parametrize("name", SERVICES)
def test_no_service_has_more_than_it_needs(name):
    given = SERVICES[name]
    assert given["read_only"] is True
    assert given["cap_drop"] == ["ALL"]
    assert given["security_opt"] == ["no-new-privileges:true"]
    assert not set(given) & {"privileged", "pid", "ipc", "devices", "network_mode", "environment"}
    assert bool(given.get("cap_add")) == (name == "nginx")
    assert bool(given.get("ports")) == (name == "nginx")
    mounted = [str(each) for each in given.get("volumes", ())]
    assert not [each for each in mounted if "docker.sock" in each]


def test_every_file_that_a_service_names_is_there():
    for given in SERVICES.values():
        for each in given.get("volumes", ()):
            place = each.split(":")[0]
            if place.startswith("./") and place != "./tls":
                assert (DEPLOY / place).is_file(), place
            elif not place.startswith("."):
                assert place in COMPOSE["volumes"]
        for word in given.get("command", ()):
            if word.startswith("deploy/") or word == "manage.py":
                assert (ROOT / word).is_file(), word
    build = SERVICES["setup"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).is_file()


def test_addresses_agree():
    proxy = SERVICES["nginx"]["networks"]["inside"]["ipv4_address"]
    portal = SERVICES["app"]["networks"]["inside"]["ipv4_address"]
    assert f"TRUSTED_PROXIES={proxy}\n" in (DEPLOY / "compose-settings.sh").read_text()
    script = (DEPLOY / "compose-nginx.sh").read_text()
    assert f"{portal}:8000" in script
    written = (DEPLOY / "nginx.conf").read_text()
    log = "/var/log/nginx/congthongtin.log"
    for pattern in ("abc.gov.vn", "127.0.0.1:8000", "listen [::]", log):
        assert pattern in written
    assert "root /srv/congthongtin;" in written
    assert "root /srv/congthongtin/current/deploy;" in written


@pytest.fixture
def made(tmp_path):
    """The settings that the script makes, and the script beside them."""
    script = shutil.copy(DEPLOY / "compose-settings.sh", tmp_path)

    def run(*words):
        return subprocess.run(  # noqa: S603 - our own
            ["bash", script, *words],  # noqa: S607
            capture_output=True,
            text=True,
            check=False,
        )

    return tmp_path / "compose.env", run


def test_settings_are_made_once_with_fresh_secrets_for_one_reader(made):
    file, run = made
    assert run("cong.example.vn").returncode == 0
    text = file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    values = dict(line.split("=", 1) for line in text.splitlines())
    assert len(values["SECRET_KEY"]) == 96
    assert values["POSTGRES_PASSWORD"] in values["DATABASE_URL"]
    assert values["SITE_URL"] == "https://cong.example.vn"
    assert run("khac.example.vn").returncode == 0
    assert file.read_text() == text


@pytest.mark.parametrize("host", ["", "a b", "x;y", "https://abc.gov.vn"])
def test_settings_are_not_made_for_no_host(made, host):
    file, run = made
    assert run(host).returncode == 2
    assert not file.exists()


def test_every_setting_is_one_that_the_portal_knows():
    script = (DEPLOY / "compose-settings.sh").read_text()
    names = set(re.findall(r"^([A-Z_]+)=", script.partition("<<TEXT")[2], re.M))
    names |= set(
        re.findall(r"\b([A-Z_]{4,})=", " ".join(re.findall(r"ENV (.+?)\n[A-Z]", DOCKERFILE, re.S)))
    )
    assert {name for name in names - OTHERS if name and f"`{name}`" not in KNOWN} == set()
