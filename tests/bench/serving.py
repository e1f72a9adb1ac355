"""Servers of the same pages side by side: how many requests each answers and how soon, and what a
page costs it. wrk on one processor, the servers on the other."""

import gzip
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from django.conf import settings

from tests import beside
from tests.pagestore import free_port, wait

WRK, TASKSET = shutil.which("wrk"), shutil.which("taskset")
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
SECONDS, ROUNDS, CONNECTIONS = 3, 3, 32
# Of the machine's processors: the servers', and that of whoever asks.
SERVERS, ASKER = "0", "1"
# Asks for the addresses of a file one after the other, beginning somewhere else in each connection.
SCRIPT = """
local paths, at = {{}}, math.random(1000)
for line in io.lines("{file}") do paths[#paths + 1] = line end
request = function()
    at = at % #paths + 1
    return wrk.format("GET", paths[at], {{["Accept-Encoding"] = "gzip", Host = "localhost"}})
end
"""
STATIC = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1; {user}
events {{ worker_connections 512; }}
http {{
    access_log off; default_type text/html; keepalive_requests 1000000; open_file_cache max=5000;
    client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
    uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
    server {{ listen 127.0.0.1:{port}; root {folder}/pages; gzip_static always;
        rewrite ^(.*)/$ $1/index.html break; }}
}}
"""


class Load(NamedTuple):
    """Answers a second, and milliseconds until half of them, and 99 of 100, were there."""

    rate: float
    usual: float
    late: float


@dataclass
class Server:
    """A process on the servers' processor."""

    name: str
    command: list[str]
    port: int
    environment: dict = field(default_factory=dict)
    loads: dict[str, list[Load]] = field(default_factory=dict)

    def __enter__(self):
        self.process = subprocess.Popen(  # noqa: S603 - our own
            [TASKSET, "-c", SERVERS, *self.command],
            cwd=settings.BASE_DIR,
            env={**os.environ, **self.environment},
        )
        wait(self._answers, 90)
        return self

    def __exit__(self, *error):
        self.process.terminate()
        self.process.wait(60)

    def _answers(self) -> bool:
        with socket.socket() as knock:
            return knock.connect_ex(("127.0.0.1", self.port)) == 0

    def fetch(self, path: str) -> tuple[bytes, dict]:
        """The body of a page as it is sent, and its headers."""
        asks = {"Accept-Encoding": "gzip", "Host": "localhost"}
        address = f"http://127.0.0.1:{self.port}{path}"
        with urlopen(Request(address, headers=asks)) as answer:
            return answer.read(), {k.lower(): v for k, v in answer.headers.items()}

    def fetch_plain(self, path: str) -> bytes:
        """The body of a page as a reader sees it; b"" for a page that is not there yet."""
        try:
            return gzip.decompress(self.fetch(path)[0])
        except HTTPError:
            return b""

    def load(self, kind: str, script: Path, connections: int = CONNECTIONS) -> None:
        """Ask for so many seconds, and keep how many answers a second there were."""
        command = [TASKSET, "-c", ASKER, WRK, "-t1", f"-c{connections}", f"-d{SECONDS}s"]
        command += ["--latency", "-s", str(script), f"http://127.0.0.1:{self.port}"]
        said = subprocess.run(  # noqa: S603 - our own
            command, capture_output=True, text=True, check=True
        ).stdout
        assert "Non-2xx" not in said, (self.name, kind, said)
        rate = float(re.search(r"Requests/sec:\s*([\d.]+)", said)[1])
        load = Load(rate, _milliseconds(said, "50%"), _milliseconds(said, "99%"))
        self.loads.setdefault(kind, []).append(load)

    def middle(self, kind: str) -> Load:
        """The middle of all rounds, each figure by itself."""
        return Load(*map(statistics.median, zip(*self.loads[kind], strict=True)))

    def rate(self, kind: str) -> float:
        """Answers a second in the middle of all rounds."""
        return self.middle(kind).rate

    def cost(self, path: str) -> float:
        """Milliseconds of processor time for one page."""
        before = self._spent()
        self.fetch(path)
        return (self._spent() - before) / 1e6

    def memory(self) -> float:
        """Megabytes that the process and its children hold, what they share counted once."""
        rows = (Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in self._family())
        return sum(int(re.search(r"Pss:\s*(\d+)", row)[1]) for row in rows) / 1024

    def _spent(self) -> int:
        """Nanoseconds of the processor until now, of every thread."""
        threads = (Path(f"/proc/{pid}/task").iterdir() for pid in self._family())
        return sum(int((one / "schedstat").read_text().split()[0]) for of in threads for one in of)

    def _family(self) -> list[int]:
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        return [pid, *map(int, children.split())]


def _milliseconds(said: str, share: str) -> float:
    """What wrk says of a share of the answers: "99%    1.32ms"."""
    number, unit = re.search(rf"{share}\s+([\d.]+)(us|ms|s)", said).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def portal(name: str, folder: Path, **more) -> Server:
    """gunicorn with one worker on the test's database."""
    port = free_port()
    given = {"BIND": f"127.0.0.1:{port}", "WEB_CONCURRENCY": "1", "ACCESS_LOG": ""}
    # The portal's own settings; those of the tests stand in our environment.
    given |= {"DJANGO_SETTINGS_MODULE": "config.settings", "PAGE_STORE": "1"}
    given |= {"ALLOWED_HOSTS": "localhost", "HTTPS": "0", "COLLECTED_STATIC": "0"}
    given |= {"PAGE_STORE_DIR": str(folder / name), "SITE_URL": "http://localhost"}
    given["DATABASE_URL"] = beside.database_url()
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py"]
    return Server(name, [*command, "config.wsgi:application"], port, {**given, **more})


def files(folder: Path, pages: dict[str, bytes]) -> Server:
    """nginx with the same compressed bytes as static files."""
    for address, body in pages.items():
        path = address.partition("?")[0]
        name = f"{path.strip('/')}/index.html" if path.endswith("/") else path.strip("/")
        file = folder / "pages" / f"{name}.gz"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
    port, user = free_port(), "" if os.geteuid() else "user root;"
    (folder / "static.conf").write_text(STATIC.format(folder=folder, port=port, user=user))
    return Server("nginx", [NGINX, "-p", str(folder), "-c", str(folder / "static.conf")], port)


def script(folder: Path, kind: str, paths: list[str]) -> Path:
    """What wrk asks for."""
    listed, made = folder / f"{kind}.txt", folder / f"{kind}.lua"
    listed.write_text("\n".join(paths) + "\n")
    made.write_text(SCRIPT.format(file=listed))
    return made
