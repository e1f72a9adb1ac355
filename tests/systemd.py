"""systemctl for a scratch folder: what release.sh asks of it, done by the unit files it wrote.

It starts what their ExecStart lines say, in their folder, with their environment file, and keeps
the one listening socket, handing it to every service that names it. What only the real systemd can
do (accounts, read-only folders, system calls) it does not.
"""

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

CLIENT = """#!{python}
import socket, sys
with socket.socket(socket.AF_UNIX) as link:
    link.connect({place!r})
    link.sendall("\\0".join(sys.argv[1:]).encode() + b"\\n")
    said = link.makefile().read()
sys.exit(int(said or 1))
"""
# The socket is descriptor 3, which the number of the process vouches for.
HANDED = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ["LISTEN_PID"] = str(os.getpid())
os.execvp(sys.argv[2], sys.argv[2:])
"""


class Systemd:
    """Units of a folder, and the processes that run for them; `log` is what was asked."""

    def __init__(self, units: Path, folder: Path):
        self.units, self.folder, self.log = units, folder, []
        self.processes: dict[str, subprocess.Popen] = {}
        self.enabled: set[str] = set()
        self.door: socket.socket | None = None
        self.client = folder / "systemctl"
        place = str(folder / "systemd.sock")
        self.client.write_text(CLIENT.format(python=sys.executable, place=place))
        self.client.chmod(0o755)
        self._asked = socket.socket(socket.AF_UNIX)
        self._asked.bind(place)
        self._asked.listen()
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """End everything."""
        for name in list(self.processes):
            self.stop(name)
        for left in filter(None, (self.door, self._asked)):
            left.close()

    def _serve(self) -> None:
        while True:
            try:
                link, _ = self._asked.accept()
            except OSError:
                return
            with link:
                words = link.makefile().readline().rstrip("\n").split("\0")
                link.sendall(str(self._do(*words)).encode())

    def _do(self, command: str, *words: str) -> int:
        names = [
            word if word.endswith((".socket", ".service", ".timer")) else f"{word}.service"
            for word in words
            if not word.startswith("-")
        ]
        self.log.append((command, *names))
        if command == "enable" and "--now" in words:
            return max(self._do("enable", *names), self._do("start", *names))
        done = [getattr(self, command.replace("-", "_"))(name) for name in names]
        return 0 if all(done) else 3

    def enable(self, name: str) -> bool:
        self.enabled.add(name)
        return bool(self._text(name))

    def disable(self, name: str) -> bool:
        self.enabled.discard(name)
        return True

    def is_active(self, name: str) -> bool:
        return name in self.processes and self.processes[name].poll() is None

    def start(self, name: str) -> bool:
        """Come back when it says that it is ready, if it is of the kind that does."""
        if self.is_active(name):
            return True
        if name.endswith(".socket"):
            self._open(name)
            return True
        said = self._told(name)
        if not said["Sockets"]:
            # What works in the background takes seconds to start and answers nobody.
            return True
        return self._run(name, said)

    def stop(self, name: str) -> bool:
        process = self.processes.pop(name, None)
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(90)
        return True

    def _open(self, name: str) -> None:
        host, port = re.search(r"^ListenStream=(.+):(\d+)$", self._text(name), re.M).groups()
        if self.door is None:
            self.door = socket.create_server((host, int(port)), backlog=4096)

    def _run(self, name: str, said: dict) -> bool:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ready:
            place = self.folder / f"{name}.notify"
            place.unlink(missing_ok=True)
            ready.bind(str(place))
            ready.settimeout(0.1)
            self.processes[name] = self._spawn(name, said, place)
            return said["Type"] != "notify" or self._heard(ready, self.processes[name])

    @staticmethod
    def _heard(ready: socket.socket, process: subprocess.Popen) -> bool:
        for _ in range(1200):
            try:
                if b"READY=1" in ready.recv(4096):
                    return True
            except TimeoutError:
                if process.poll() is not None:
                    return False
        return False

    def _spawn(self, name: str, said: dict, place: Path) -> subprocess.Popen:
        environment = {
            "PATH": os.defpath,
            "LC_ALL": "C.UTF-8",
            **_settings(said["EnvironmentFile"]),
        }
        command, more = shlex.split(said["ExecStart"]), {}
        if said["Type"] == "notify":
            environment["NOTIFY_SOCKET"] = str(place)
        if said["Sockets"]:
            number = self.door.fileno()
            command = [sys.executable, "-c", HANDED, str(number), *command]
            environment["LISTEN_FDS"] = "1"
            more = {"pass_fds": (number,)}
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=said["WorkingDirectory"],
                env=environment,
                stdout=log,
                stderr=log,
                **more,
            )

    def _told(self, name: str) -> dict:
        text = self._text(name)
        words = ("Type", "EnvironmentFile", "ExecStart", "WorkingDirectory", "Sockets")
        found = {word: re.findall(rf"^{word}=(.*)$", text, re.M) for word in words}
        return {word: lines[-1] if lines else "" for word, lines in found.items()}

    def _text(self, name: str) -> str:
        """The unit's file; of a template, with its instance put in."""
        of_itself, instance = re.fullmatch(r"([^@.]+@?)([^.]*)\..+", name).groups()
        ending = name.rpartition(".")[2]
        return (self.units / f"{of_itself}.{ending}").read_text().replace("%i", instance)

    def daemon_reload(self, name: str) -> bool:
        return True


def _settings(file: str) -> dict[str, str]:
    lines = Path(file).read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if re.match(r"[A-Z]", line))
