"""A web server of another house, with every answer that a link may meet; and certificates."""

import datetime
import ssl
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NAME = "trang-khac.vn"


class _Elsewhere(BaseHTTPRequestHandler):
    """/404 answers 404, /to/… leads there; other words are below."""

    protocol_version = "HTTP/1.1"

    def do_HEAD(self):
        self._answer()

    def do_GET(self):
        self._answer()

    def _answer(self):
        word, _, rest = self.path.lstrip("/").partition("/")
        self.server.asked.append((self.command, self.path, dict(self.headers)))
        found = getattr(self, f"_{word.replace('-', '_')}", None)
        if found:
            found(unquote(rest))
        else:
            self._send(int(word) if word.isdigit() else 200)

    def _send(self, status, **headers):
        self.send_response(status)
        for name, value in {"Content-Length": "0", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def _to(self, rest):
        self._send(302, Location=rest)

    def _round(self, rest):
        self._send(301, Location=self.path)

    def _get_only(self, rest):
        self._send(405 if self.command == "HEAD" else 200)

    def _busy(self, rest):
        self._send(429, Retry_After=rest or "3600")

    def _resting(self, rest):
        self._send(503, Retry_After=rest or "3600")

    def _slow(self, rest):
        time.sleep(1)
        self._send(200)

    def _drip(self, rest):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(40):
            self.wfile.write(b"X-%d: a\r\n" % number)
            time.sleep(0.1)

    def _babble(self, rest):
        self.wfile.write(b"\x00\xff nothing of HTTP\r\n\r\n")

    def _flood(self, rest):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000)

    def _endless(self, rest):
        self.send_response(200)
        self.end_headers()
        for _ in range(2000):
            self.wfile.write(b"a" * 65536)

    def log_message(self, *args):
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, context=None):
        super().__init__(("127.0.0.1", 0), _Elsewhere)
        self.asked = []
        if context:
            self.socket = context.wrap_socket(self.socket, server_side=True)

    def handle_error(self, request, client_address):
        """Whoever asked hung up, as it may."""

    def url(self, path, scheme="http", host=NAME):
        return f"{scheme}://{host}:{self.server_port}/{path}"


@contextmanager
def running(context=None):
    """The server, on a port of its own."""
    server = _Server(context)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class Issuer:
    """Issues certificates as an authority does."""

    def __init__(self, folder: Path):
        self.folder, self.key = folder, ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._made("Nơi cấp", "Nơi cấp", self.key, self.key, issuer=True)
        self.file = folder / "ca.pem"
        self.file.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))

    def server(self, name=NAME, days=30, alone=False) -> ssl.SSLContext:
        """What a server of that name shows, good for so many days; `alone`: signed by itself."""
        key = ec.generate_private_key(ec.SECP256R1())
        signs, by = (key, name) if alone else (self.key, "Nơi cấp")
        certificate = self._made(name, by, key, signs, days=days)
        file = self.folder / f"{name}-{days}-{alone}.pem"
        plain = serialization.NoEncryption()
        form = serialization.PrivateFormat.PKCS8
        pem = serialization.Encoding.PEM
        file.write_bytes(key.private_bytes(pem, form, plain) + certificate.public_bytes(pem))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def trusting(self) -> ssl.SSLContext:
        """What a browser has that knows this authority."""
        return ssl.create_default_context(cafile=self.file)

    def _made(self, name, by, key, signs, days=30, issuer=False):
        now = datetime.datetime.now(datetime.UTC)
        end = now + datetime.timedelta(days=days)
        built = x509.CertificateBuilder().subject_name(_named(name)).issuer_name(_named(by))
        built = built.public_key(key.public_key()).serial_number(x509.random_serial_number())
        built = built.not_valid_before(min(now, end) - datetime.timedelta(days=9))
        built = built.not_valid_after(end)
        basic = x509.BasicConstraints(ca=issuer, path_length=None)
        built = built.add_extension(basic, critical=True)
        names = x509.SubjectAlternativeName([x509.DNSName(NAME if issuer else name)])
        return built.add_extension(names, critical=False).sign(signs, hashes.SHA256())


def _named(words):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])
