"""`make run` and `make seed`: the portal with its database and demo content, until Ctrl-C."""

import io
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import django
from django.core.management import call_command
from django.db import OperationalError, connection

from config.dev import binaries, postgres, processes, web
from config.dev.console import Failure, last_lines, say, seconds_since, step
from config.dev.environment import CHECKOUT, RUN_LOCK, VAR, WEB_LOCK, open_var, write
from config.dev.places import private_folder
from config.dev.worker import JOBS, Job, Worker

DEMO_ACCOUNTS = VAR / "demo-accounts.txt"
# Longer than a stopping portal takes, so that "stop and start again" needs no luck.
STOPPING_TAKES = 20.0
LARGEST_LOG = 5_000_000


def serve() -> None:
    """Start everything, say where it is, and keep it up until somebody stops it."""
    if "MAKELEVEL" in os.environ:  # killed with make itself, the portal stops in good order
        processes.follow_parent(signal.SIGTERM)
    started, address = time.monotonic(), web.wanted_address()
    open_var()
    with ExitStack() as running:
        lock = _take_run_lock()
        running.callback(os.close, lock)
        processes.write_lock(lock, f"{os.getpid()} {address.url}")
        try:
            _serve(running, address, started)
        finally:
            # Empty says "stopping": whoever comes now may wait for it to be free.
            processes.write_lock(lock, "")


def _serve(running: ExitStack, address: web.Address, started: float) -> None:
    web_lock = processes.take_over(WEB_LOCK, signal.SIGTERM)
    running.callback(os.close, web_lock)
    workers = [_idle_worker(running, job) for job in JOBS]
    web.require_free(address)
    server = _prepare(running, address)
    gunicorn = _start_web(running, address, web_lock)
    _start_workers(running, workers)
    _announce(address, started)
    _watch(gunicorn, server, workers)


def seed() -> None:
    """Load the demo content, beside the running portal or on a server started for it."""
    open_var()
    with ExitStack() as running:
        lock = processes.take_lock(RUN_LOCK)
        if lock is None:
            _load_application()
            _load_demo()
        else:
            running.callback(os.close, lock)
            _prepare(running, web.wanted_address())
    _show_accounts()


def _take_run_lock() -> int:
    """One portal per checkout; a second one is told where the first is."""
    lock = processes.take_lock(RUN_LOCK)
    if lock is None and not RUN_LOCK.read_text():
        lock = processes.take_lock(RUN_LOCK, STOPPING_TAKES)
    if lock is None:
        raise Failure(_already_running(RUN_LOCK.read_text()))
    return lock


def _already_running(note: str) -> str:
    pid, _, url = note.partition(" ")
    return (
        f"Cổng thông tin của thư mục này đang chạy tại {url} (PID {pid}).\n"
        f"Hãy dùng bản đang chạy, hoặc dừng nó (Ctrl-C ở cửa sổ của nó, hay: kill {pid}) "
        "rồi chạy lại."
    )


@contextmanager
def application() -> Iterator[None]:
    """The settings loaded and the database there, as it is: the running portal's, or started."""
    open_var()
    with ExitStack() as running:
        lock = processes.take_lock(RUN_LOCK)
        if lock is None:
            _load_application()
        else:
            running.callback(os.close, lock)
            _connect(running, web.wanted_address())
        yield


def _connect(running: ExitStack, address: web.Address) -> postgres.Server | None:
    """The database, and the settings that lead to it."""
    _open_log_folder()
    server = _start_database(running)
    url = server.url if server else os.environ["DATABASE_URL"]
    write(url, address, programs=str(binaries.installed()) if server else "")
    _load_application()
    _require_database()
    return server


def _prepare(running: ExitStack, address: web.Address) -> postgres.Server | None:
    """The database with tables, roles and demo content."""
    server = _connect(running, address)
    with step("Cập nhật bảng dữ liệu"):
        call_command("migrate", interactive=False, verbosity=0)
    with step("Đồng bộ vai trò"):
        call_command("sync_roles", stdout=io.StringIO())
    _load_demo()
    return server


def _start_database(running: ExitStack) -> postgres.Server | None:
    if os.environ.get("DATABASE_URL"):
        say("Dùng máy chủ dữ liệu trong DATABASE_URL.")
        return None
    with step("Khởi động PostgreSQL"):
        return running.enter_context(postgres.start(CHECKOUT))


def _load_application() -> None:
    """Once and in this process: each manage.py would pay for the imports again."""
    with step("Nạp ứng dụng"):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        django.setup()


def _require_database() -> None:
    """Its own message, because DATABASE_URL is somebody's typing."""
    try:
        connection.ensure_connection()
    except OperationalError as refused:
        raise Failure(f"Không kết nối được với cơ sở dữ liệu:\n{refused}") from refused


def _load_demo() -> None:
    with step("Nạp nội dung mẫu (chỉ lần đầu mới lâu)"):
        call_command("seed_demo", stdout=io.StringIO())
    connection.close()  # from here on only gunicorn's workers need one


def _open_log_folder() -> None:
    """Keep one older piece of each log: a checkout may run for years."""
    folder = private_folder(VAR / "log")
    for log in folder.glob("*.log"):
        if log.stat().st_size > LARGEST_LOG:
            log.replace(log.with_suffix(".log.1"))


def _start_web(running: ExitStack, address: web.Address, lock: int) -> subprocess.Popen[bytes]:
    with step("Khởi động gunicorn"):
        gunicorn = web.start(CHECKOUT, address, lock)
        running.callback(web.stop, gunicorn)
        web.wait_until_answering(gunicorn, address, web.log_of(CHECKOUT))
    return gunicorn


def _idle_worker(running: ExitStack, job: Job) -> Worker:
    """A worker that has the lock of its job; one that an earlier start left behind is ended."""
    lock = processes.take_over(job.lock, signal.SIGTERM)
    running.callback(os.close, lock)
    return Worker(CHECKOUT, lock, job)


def _start_workers(running: ExitStack, workers: list[Worker]) -> None:
    """After the web server, which people wait for; they begin with what was left unfinished."""
    with step("Khởi động tiến trình nền (thu nhỏ ảnh, gửi thư, việc hẹn giờ)"):
        call_command("make_renditions", queue=True, stdout=io.StringIO())
        connection.close()
        for worker in workers:
            running.callback(worker.stop)
            worker.start()


def _announce(address: web.Address, started: float) -> None:
    say()
    say(f"Cổng thông tin   {address.url}/")
    say(f"Khu vực biên tập {address.url}/quan-tri/")
    say(f"Đăng nhập        {address.url}/dang-nhap/")
    say()
    _show_accounts()
    say(f"Sẵn sàng sau {seconds_since(started)}. Nhấn Ctrl-C để dừng.")


def _show_accounts() -> None:
    """Whoever changed or deleted the file knows the passwords, or sets new ones."""
    if DEMO_ACCOUNTS.exists():
        say(f"Tài khoản dùng thử ({DEMO_ACCOUNTS.relative_to(CHECKOUT)}):")
        say(DEMO_ACCOUNTS.read_text(encoding="utf-8"))
    else:
        say("Đặt lại mật khẩu: .venv/bin/python manage.py changepassword TÊN_ĐĂNG_NHẬP\n")


def _watch(
    gunicorn: subprocess.Popen[bytes], server: postgres.Server | None, workers: list[Worker]
) -> None:
    while True:
        web.require_alive(gunicorn, web.log_of(CHECKOUT))
        if server and not server.running:
            raise Failure(f"PostgreSQL đã dừng ({server.log}):\n{last_lines(server.log)}")
        for worker in workers:
            worker.keep_up()
        time.sleep(0.5)
