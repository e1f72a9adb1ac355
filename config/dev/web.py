"""The web server of `make run`: gunicorn with the production configuration, on HOST and PORT."""

import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.dev import processes
from config.dev.console import Failure, last_lines

CONFIGURATION = "deploy/gunicorn.conf.py"
APPLICATION = "config.wsgi:application"
ANSWERS_WITHIN = 60.0
# Somebody may be reading a page; longer than this Ctrl-C must not take.
PATIENCE = 3.0
WILDCARDS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - where to knock, not to bind


@dataclass(frozen=True)
class Address:
    """Where the portal listens."""

    host: str
    port: int

    @property
    def quoted_host(self) -> str:
        """The host as it stands in an address: IPv6 needs its brackets."""
        return f"[{self.host}]" if ":" in self.host else self.host

    @property
    def bind(self) -> str:
        """What gunicorn listens on."""
        return f"{self.quoted_host}:{self.port}"

    @property
    def reachable(self) -> "Address":
        """An address a browser on this machine can open, also when all interfaces are bound."""
        return Address(WILDCARDS.get(self.host, self.host), self.port)

    @property
    def url(self) -> str:
        """The site's address for this machine's browser."""
        return f"http://{self.reachable.bind}"


def wanted_address(environment: Mapping[str, str] = os.environ) -> Address:
    """HOST and PORT of the environment, by default this machine only."""
    host = environment.get("HOST", "127.0.0.1").strip("[]")
    port = environment.get("PORT", "8000")
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise Failure(f"PORT={port} không phải số cổng (1 đến 65535). Ví dụ: make run PORT=8080")
    return Address(host, int(port))


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def require_free(address: Address) -> None:
    """Say before anything slow that the address cannot be had, and why."""
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except socket.gaierror as unknown:
        raise Failure(f"HOST={address.host} không phải tên hay địa chỉ của máy này.") from unknown
    family, kind, protocol, _, target = found[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(target)
        except OSError as refused:
            raise Failure(_why_not(address, refused)) from refused


def _why_not(address: Address, refused: OSError) -> str:
    other = f"Hãy chọn cổng khác, ví dụ: make run PORT={8080 if address.port != 8080 else 8081}"
    if refused.errno == errno.EADDRINUSE:
        return f"Cổng {address.port} đang được một chương trình khác dùng. {other}"
    if refused.errno == errno.EACCES:
        return f"Không có quyền mở cổng {address.port}. {other}"
    return f"Không mở được {address.bind}: {refused.strerror}. Hãy xem lại HOST và PORT."


def start(checkout: Path, address: Address, lock: int) -> subprocess.Popen[bytes]:
    """Start gunicorn as in production, with its logs in var/log/."""
    command = (sys.executable, "-m", "gunicorn", "-c", CONFIGURATION, APPLICATION)
    environment = {
        "WEB_CONCURRENCY": "2",
        **os.environ,
        "BIND": address.bind,
        "ACCESS_LOG": str(checkout / "var" / "log" / "access.log"),
    }
    wanted = processes.Launch(command, checkout, environment, signal.SIGTERM)
    return processes.spawn(wanted, lock, log_of(checkout))


def log_of(checkout: Path) -> Path:
    """Where gunicorn and the portal write what went wrong."""
    return checkout / "var" / "log" / "web.log"


def stop(web: subprocess.Popen[bytes]) -> None:
    """Let the pages being served finish, within reason."""
    processes.end(web, signal.SIGTERM, PATIENCE)


def wait_until_answering(web: subprocess.Popen[bytes], address: Address, log: Path) -> None:
    """Come back when the start page can be read, or fail with what the log says."""
    deadline = time.monotonic() + ANSWERS_WITHIN
    status = None
    while status is None and web.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
        status = _status(address.reachable)
    if status is None:
        raise Failure(f"gunicorn không khởi động được ({log}):\n{last_lines(log)}")
    if status >= http.client.INTERNAL_SERVER_ERROR:
        raise Failure(f"Trang chủ báo lỗi {status} ({log}):\n{last_lines(log)}")


def _status(address: Address) -> int | None:
    connection = http.client.HTTPConnection(address.host, address.port, timeout=ANSWERS_WITHIN)
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{address.port}"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None  # not listening yet, or gone in the middle of its answer
    finally:
        connection.close()


def require_alive(web: subprocess.Popen[bytes], log: Path) -> None:
    """Fail with the end of the log when gunicorn is gone."""
    if web.poll() is not None:
        raise Failure(
            f"gunicorn đã dừng (mã {web.returncode}). Những dòng cuối của {log}:\n{last_lines(log)}"
        )
