"""`make drill`: a backup, everything destroyed, a restore, and whether all is there again.

It works on a server of its own with demo content, in folders of its own; nothing else is touched.
"""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg2

from config.dev import binaries, postgres, visiting
from config.dev.console import Failure, say, seconds_since, step
from config.dev.environment import CHECKOUT, open_var

OWNER = "chu_kho"
PERSON, WORD = "dien-tap", "nông thôn mới"


@dataclass
class Scratch:
    """A portal that may be destroyed: its server, its folders, what was seen of it."""

    server: postgres.Server
    top: Path
    password: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    key: str = field(default_factory=lambda: secrets.token_urlsafe(64))

    @property
    def store(self) -> Path:
        """The folder of backups."""
        return self.top / "kho"

    def environment(self, name: str) -> dict[str, str]:
        """Leads to one of its databases and the folders of that name, and to nothing of ours."""
        socket = quote(str(self.server.place.socket), safe="")
        kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
        return kept | {
            "SECRET_KEY": self.key,
            "DATABASE_URL": f"postgresql://{OWNER}@:{postgres.PORT}/{socket}/{name}",
            "MEDIA_ROOT": str(self.top / name / "media"),
            "ATTACHMENTS_ROOT": str(self.top / name / "attachments"),
            "STATIC_ROOT": str(self.top / "static"),
            "PG_BIN": str(binaries.installed()),
            "ALLOWED_HOSTS": "127.0.0.1",
            "SITE_URL": "http://127.0.0.1",
            "DJANGO_SUPERUSER_PASSWORD": self.password,
            **dict.fromkeys(("HTTPS", "DEBUG", "COLLECTED_STATIC", "PAGE_STORE"), "0"),
            "SERVE_MEDIA": "1",
            "EMAIL_URL": "dummymail://",
        }

    def manage(self, name: str, *words: str) -> str:
        """Run a command of the portal; what it printed. Raises Failure."""
        done = subprocess.run(
            (sys.executable, "manage.py", *words),
            cwd=CHECKOUT,
            env=self.environment(name),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Failure(f"manage.py {' '.join(words)} không chạy được:\n{done.stdout}")
        return done.stdout

    def ask(self, *statements: str) -> None:
        """Tell the server, as whoever may make databases."""
        place = {"host": str(self.server.place.socket), "port": postgres.PORT}
        link = psycopg2.connect(user=postgres.SUPERUSER, dbname="postgres", **place)
        link.autocommit = True
        try:
            with link.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        finally:
            link.close()

    def look(self, name: str) -> visiting.Seen:
        """What people find."""
        with visiting.served(self.environment(name), self.top / "web.log") as address:
            return visiting.look(address, WORD, PERSON, self.password)


def drill() -> None:
    """Everything in its order; fails when one thing is not as it was."""
    started = time.monotonic()
    open_var()
    with _scratch() as scratch:
        before = _fill(scratch)
        printed = _backup(scratch)
        with step("Xoá cơ sở dữ liệu, ảnh và tệp"):
            scratch.ask("DROP DATABASE goc")
            shutil.rmtree(scratch.top / "goc")
        after, compared = _restore(scratch)
    _report(before, after, printed, compared)
    say(f"Diễn tập xong sau {seconds_since(started)}. Dữ liệu tạm đã xoá.")


@contextmanager
def _scratch():
    with tempfile.TemporaryDirectory(prefix="congthongtin-drill-") as top:
        with step("Khởi động PostgreSQL tạm thời"):
            server = postgres.start(CHECKOUT, throwaway=True)
        with server:
            scratch = Scratch(server, Path(top))
            scratch.ask(f"CREATE ROLE {OWNER} LOGIN", f"CREATE DATABASE goc OWNER {OWNER}")
            yield scratch


def _fill(scratch: Scratch) -> tuple[visiting.Seen, str]:
    person = (f"--username={PERSON}", "--full_name=Người Diễn Tập")
    with step("Nạp nội dung mẫu"):
        for words in (
            ("migrate", "--verbosity=0"),
            ("sync_roles",),
            ("seed_demo", "--content-only"),
            ("createsuperuser", "--noinput", *person),
        ):
            scratch.manage("goc", *words)
    with step("Xem trang chủ, tìm kiếm, đăng nhập thử"):
        seen = scratch.look("goc")
    return seen, scratch.manage("goc", "check_record")


def _backup(scratch: Scratch) -> str:
    with step("Sao lưu"):
        printed = scratch.manage("goc", "backup", str(scratch.store))
    with step("Sao lưu lần nữa, chỉ chép phần mới"):
        printed += scratch.manage("goc", "backup", str(scratch.store))
    with step("Kiểm tra mọi bản sao lưu"):
        printed += scratch.manage("goc", "backup", "verify", str(scratch.store), "--all")
    return printed


def _restore(scratch: Scratch) -> tuple[tuple[visiting.Seen, str], str]:
    scratch.ask(f"CREATE DATABASE moi OWNER {OWNER}")
    with step("Phục hồi vào cơ sở dữ liệu mới và thư mục mới, rồi so lại"):
        compared = scratch.manage("moi", "restore", str(scratch.store))
    record = scratch.manage("moi", "check_record")  # before somebody signs in, which it notes
    with step("Xem trang chủ, tìm kiếm, đăng nhập thử"):
        seen = scratch.look("moi")
    return (seen, record), compared


def _report(before, after, printed: str, compared: str) -> None:
    """The table, and a failure that names what differs."""
    (old, old_record), (new, new_record) = before, after
    rows = {
        "bài trên trang chủ": (len(new.stories), _same(old.stories, new.stories)),
        f"kết quả tìm “{WORD}”": (len(new.results), _same(old.results, new.results)),
        "ảnh mở được (mã trả lời)": (new.picture, old.picture == new.picture == 200),
        "đăng nhập được": (1, old.signed_in and new.signed_in),
        "nhật ký có dấu niêm": (len(new_record.splitlines()), _same(old_record, new_record)),
    }
    say(f"\n{printed}\n{compared}")
    for what, (count, same) in rows.items():
        say(f"  {what:<32} {count:>6}   {'giống hệt' if same else 'KHÁC'}")
    wrong = [what for what, (_, same) in rows.items() if not same]
    if wrong:
        raise Failure(f"KHÔNG ĐẠT: {', '.join(wrong)}")


def _same(old: str | list[str], new: str | list[str]) -> bool:
    """Nothing at all would be the same, too, and would prove nothing."""
    return bool(old) and old == new
