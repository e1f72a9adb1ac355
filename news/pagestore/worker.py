"""A gunicorn worker with threads that hands kept pages out before anything of a request is parsed.

The loop that watches all connections looks at what has come without taking it. If it is a plain
request for a page in memory, the answer leaves at once; otherwise gunicorn finds the connection as
if nobody had looked. Searches leave one thread to whoever reads. Written for and tested with
gunicorn 27 (requirements); PAGE_STORE_QUICK=0 uses gunicorn's own worker in its place.
"""

import selectors
import socket
import time
from datetime import timedelta
from functools import partial
from types import SimpleNamespace

from gunicorn.workers import gthread

from news.pagestore.handing import STATE
from news.pagestore.lane import Lane
from news.pagestore.quick import LONGEST, Quick
from news.pagestore.wsgi import PageStore

# A reader who takes nothing for so long is let go.
_STALLED = 30.0
# How a search begins (config/urls.py): what costs most of all that readers may ask for.
_SEARCHES = (b"GET /tim-kiem/?", b"HEAD /tim-kiem/?")


class QuickWorker(gthread.ThreadWorker):
    """gunicorn's worker with threads, and a short cut."""

    quick: Quick | None = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._searches = Lane(max(1, self.cfg.threads - 1))

    def load_wsgi(self):
        """Load the application; without a page store everything goes the usual way."""
        super().load_wsgi()
        plain = not self.cfg.is_ssl and self.cfg.proxy_protocol in (False, "off")
        if plain and isinstance(self.wsgi, PageStore) and self.cfg.keepalive:
            self.quick = Quick(self.wsgi)

    def set_accept_enabled(self, enabled):
        """A worker that stops listens no more: otherwise whoever comes while it finishes a page
        would wait for nothing, where nginx could have told them at once."""
        super().set_accept_enabled(enabled)
        if not self.alive:
            for listener in self.sockets:
                listener.close()

    def accept(self, listener):
        """Take a connection and wait until something comes, without a thread for it."""
        if self.quick is None:
            return super().accept(listener)
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return None
        self.nr_conns += 1
        conn = gthread.TConn(self.cfg, client, address, listener.getsockname())
        self._wait(conn, self.pending_conns, self.on_pending_socket_readable)
        return None

    def on_client_socket_readable(self, conn, client):
        """A connection that has been used before."""
        if not self._answered(conn, self.keepalived_conns):
            super().on_client_socket_readable(conn, client)

    def on_pending_socket_readable(self, conn, client):
        """A connection that nobody has read from yet."""
        if not self._answered(conn, self.pending_conns):
            super().on_pending_socket_readable(conn, client)

    def enqueue_req(self, conn):
        """Give a request to a thread; a search waits in line while others search, holding none."""
        begin = partial(super().enqueue_req, conn)
        conn.searches = self.quick is not None and _peeked(conn.sock).startswith(_SEARCHES)
        if conn.searches:
            self._searches.enter(begin)
        else:
            begin()

    def finish_request(self, conn, fs):
        """A thread is done with a request."""
        if conn.searches:
            conn.searches = False
            self._searches.leave()
        super().finish_request(conn, fs)

    def murder_keepalived(self, force=False):
        """Close connections that have not been used; those that were begin to wait anew."""
        if not force:
            self._spare(self.keepalived_conns)
        super().murder_keepalived(force)

    def murder_pending(self):
        """The same for those that have only been used by the short cut."""
        self._spare(self.pending_conns)
        super().murder_pending()

    def _cap_keepalive(self, deadline):
        """A worker that stops waits for those as well that nobody has read from."""
        super()._cap_keepalive(deadline)
        for conn in self.pending_conns:
            conn.timeout = min(conn.timeout, deadline)

    def _answered(self, conn, among) -> bool:
        """Whether what has come could be answered at once."""
        if self.quick is None or not self.alive:
            return False
        try:
            data = conn.sock.recv(LONGEST, socket.MSG_PEEK)
            answer = self.quick.answer(data) if data else None
            if answer is None:
                return False
            conn.sock.recv(len(data))
            sent = _sent_at_once(conn.sock, answer)
        except OSError:
            # gunicorn meets the same and knows what to do.
            return False
        # Not counted among the requests after which a worker is replaced: that bounds what Django's
        # libraries leak, and these have not come near them.
        conn.used_at = time.monotonic()
        if self.log.access_log_enabled:
            self._log(conn, data, answer)
        if sent < sum(map(len, answer)):
            self._send_rest(conn, among, b"".join(answer)[sent:])
        return True

    def _log(self, conn, data: bytes, answer: tuple[bytes, bytes]) -> None:
        """The line that gunicorn writes of any answer."""
        lines = data.decode("ascii").split("\r\n")[:-2]
        method, target, protocol = lines[0].split(" ")
        given = [(name.upper(), value.strip()) for name, _, value in map(_parted, lines[1:])]
        path, _, query = target.partition("?")
        environ = {f"HTTP_{name.replace('-', '_')}": value for name, value in given}
        environ |= {"REQUEST_METHOD": method, "RAW_URI": target, "SERVER_PROTOCOL": protocol}
        environ |= {"PATH_INFO": path, "QUERY_STRING": query, "REMOTE_ADDR": _address(conn.client)}
        head, body = answer
        status = head[9 : head.index(b"\r\n")].decode("ascii")
        response = SimpleNamespace(status=status, headers=[(STATE, "hit")], sent=len(body))
        self.log.access(response, SimpleNamespace(headers=given), environ, timedelta())

    def _send_rest(self, conn, among, rest: bytes) -> None:
        """A slow reader takes the rest from a thread."""
        self.poller.unregister(conn.sock)
        among.remove(conn)
        job = self.tpool.submit(_send, conn.sock, rest)
        job.add_done_callback(lambda done: self.method_queue.defer(self._sent, conn, among, done))

    def _sent(self, conn, among, done) -> None:
        if done.cancelled() or done.exception() or not self.alive:
            self.nr_conns -= 1
            conn.close()
            return
        back = self.on_client_socket_readable
        if among is self.pending_conns:
            back = self.on_pending_socket_readable
        self._wait(conn, among, back)

    def _wait(self, conn, among, then) -> None:
        conn.sock.setblocking(False)
        conn.set_timeout()
        among.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(then, conn))

    def _spare(self, among) -> None:
        """The first of the list stand there longest; whoever was used since goes to its end."""
        now = time.monotonic()
        while self.alive and among and among[0].timeout <= now:
            used = getattr(among[0], "used_at", 0.0)
            if used + self.cfg.keepalive <= now:
                return
            conn = among.popleft()
            conn.timeout = used + self.cfg.keepalive
            among.append(conn)


def _sent_at_once(sock, answer: tuple[bytes, bytes]) -> int:
    try:
        return sock.sendmsg(answer)
    except BlockingIOError:
        return 0


def _peeked(sock) -> bytes:
    """The first bytes of what has come, without taking them; b"" if nothing has."""
    try:
        return sock.recv(max(map(len, _SEARCHES)), socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except OSError:
        return b""


def _parted(line: str) -> tuple[str, str, str]:
    return line.partition(":")


def _address(client) -> str:
    """As gunicorn names it: a Unix socket's peer has no address."""
    return client[0] if isinstance(client, tuple) else str(client or "")


def _send(sock, rest: bytes) -> None:
    sock.settimeout(_STALLED)
    sock.sendall(rest)
