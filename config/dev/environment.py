"""The settings that `make run` leaves in var/dev.env, and the folder var/ itself."""

import os
import secrets
import socket
from pathlib import Path

from config.dev.console import Failure
from config.dev.places import private_folder
from config.dev.web import Address

CHECKOUT = Path(__file__).resolve().parents[2]
VAR = CHECKOUT / "var"
ENVIRONMENT_FILE = VAR / "dev.env"
# Held by the one `make run` of this checkout, and by its web server.
RUN_LOCK = VAR / "run.lock"
WEB_LOCK = VAR / "web.lock"
EVERY_INTERFACE = ("0.0.0.0", "::")  # noqa: S104 - compared with, not bound to
LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")


def open_var(var: Path = VAR) -> Path:
    """The folder of everything generated; nobody but its owner looks into it."""
    owner = var.stat().st_uid if var.exists() else os.geteuid()
    if owner != os.geteuid():
        raise Failure(
            f"Thư mục {var} thuộc người dùng khác (có lẽ do một lần chạy bằng sudo). "
            f"Hãy trả lại quyền: sudo chown -R {os.geteuid()} '{var}'"
        )
    return private_folder(var)


def write(
    database_url: str, address: Address, path: Path = ENVIRONMENT_FILE, programs: str = ""
) -> None:
    """Rewrite the file; only the secret key outlives a start, so that sessions do too.

    `programs` is the folder of the server's own pg_dump, where the server is ours.
    """
    values = {
        "SECRET_KEY": kept_secret_key(path),
        "DATABASE_URL": database_url,
        "PG_BIN": programs,
        "DEBUG": "0",
        "HTTPS": "0",
        "SERVE_MEDIA": "1",
        "COLLECTED_STATIC": "0",
        "SITE_URL": address.url,
        "ALLOWED_HOSTS": ",".join(allowed_hosts(address)),
        "MEDIA_ROOT": str(path.parent / "media"),
        # Mail is written into the log of the worker, not sent.
        "EMAIL_URL": "consolemail://",
        # Who tries the portal asks no strangers at night.
        "LINK_CHECKS": "0",
    }
    _replace(path, "".join(f"{name}={value}\n" for name, value in values.items()))


def kept_secret_key(path: Path) -> str:
    """The key of the last start, or a new one."""
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        name, _, value = line.partition("=")
        if name == "SECRET_KEY" and value:
            return value
    return secrets.token_urlsafe(64)


def allowed_hosts(address: Address) -> list[str]:
    """The names this machine may be called by; on every interface its own name and address too."""
    names = [*LOCAL_NAMES]
    if address.host in EVERY_INTERFACE:
        names += [socket.gethostname().lower(), _address_in_the_network()]
    else:
        names.append(address.quoted_host)
    return list(dict.fromkeys(names))


def _address_in_the_network() -> str:
    """Connecting a datagram socket sends nothing: it only asks the system for its route."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"  # no network, hence no other address to be called by
        return probe.getsockname()[0]


def _replace(path: Path, text: str) -> None:
    """Private from its first byte, and never half-written for a manage.py that reads it now."""
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)
