"""How gunicorn serves the portal: production values, each from the environment where it varies."""

import os
from pathlib import Path

# Behind nginx on the same machine; a Unix socket (BIND=unix:/run/.../web.sock) is as good.
bind = os.environ.get("BIND", "127.0.0.1:8000")

# Rendering is Python's work, so processes follow the cores. Threads keep a worker answering
# while one of its requests waits for the database or for a slow upload; each holds a database
# connection, so workers x threads must stay well below PostgreSQL's max_connections (100 by
# default): hence the cap, which a technician with a larger database server may lift.
workers = int(os.environ.get("WEB_CONCURRENCY", min(os.cpu_count() or 1, 8)))
# Pages that are kept leave before anything is parsed; PAGE_STORE_QUICK=0 goes gunicorn's own way.
quick = os.environ.get("PAGE_STORE_QUICK", "1") not in ("", "0", "false", "no")
worker_class = "news.pagestore.worker.QuickWorker" if quick else "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))

# Import once and fork: a broken release fails at start instead of in each worker, and the
# workers share the memory of the code.
preload_app = True

# A worker is replaced after this many requests, which bounds whatever a library leaks. The
# jitter keeps the workers from leaving all at once.
max_requests = int(os.environ.get("WEB_MAX_REQUESTS", "10000"))
max_requests_jitter = max_requests // 10

# A stuck worker is killed after the timeout. A deploy waits for pages in progress, but less
# long than systemd waits for us (90 seconds).
timeout = int(os.environ.get("WEB_TIMEOUT", "60"))
graceful_timeout = int(os.environ.get("WEB_GRACEFUL_TIMEOUT", "30"))

# Longer than nginx keeps idle connections to us (60 seconds by default): the side that opens
# them should be the one to close them, otherwise a request may meet a closing connection.
keepalive = int(os.environ.get("WEB_KEEPALIVE", "75"))

# Nobody's X-Forwarded-* headers are believed unless the technician names the proxy; gunicorn's
# own default trusts every program on this machine. (A peer on a Unix socket is always believed:
# only nginx may be allowed to open that socket.)
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "")

# Workers prove that they live by touching a file; on a slow disk that touch can block and get a
# healthy worker killed, so the file belongs in memory where the system offers it.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108

# gunicorn's remote control would put a socket into the home folder; we steer it by signals.
control_socket_disable = True

# "-" is the standard output, which systemd keeps in the journal.
# An empty value writes none: nginx before us keeps its own.
accesslog = os.environ.get("ACCESS_LOG", "-") or None
errorlog = "-"
# Addresses are written without the secrets that some of them hold; LOG_FORMAT=json for programs.
logger_class = "config.operations.logs.access.Access"
loglevel = os.environ.get("WEB_LOG_LEVEL", "info")
