"""deploy/nginx.conf as a real nginx understands it, before gunicorn with the page store."""

import http.client
import os
import shutil
import socket
import ssl
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from news.media.serving import HARMLESS
from tests.integration.test_pagestore_quick import Server
from tests.pagestore import free_port, wait

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
pytestmark = pytest.mark.skipif(NGINX is None, reason="there is no nginx on this machine")
NAME = "testserver"
WHOLE = """
{user} daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;
events {{}}
http {{
    types {{ text/html html; text/css css; image/png png; }}
    access_log off; {places}
    include {folder}/site.conf;
}}
"""


def certificate(folder) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    made = made.public_key(key.public_key()).serial_number(1)
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    pem, plain = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "fullchain.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(pem))
    key_bytes = key.private_bytes(pem, plain, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key_bytes)


class Nginx:
    """The configuration as it is committed, with the ports and folders of a test."""

    def __init__(self, folder, portal: int):
        self.folder, self.plain, self.secure = folder, free_port(), free_port()
        certificate(folder)
        for name, text in {"static/css/base.0123456789ab.css": "a{}", "media/a.png": "x"}.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        (folder / "static/plain.css").write_text("b{}")
        (folder / "site.conf").write_text(self._site(portal))
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        places = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
        # The folders of tests belong to whoever runs them.
        user = "" if os.geteuid() else "user root;"
        whole = WHOLE.format(folder=folder, places=places, user=user)
        (folder / "nginx.conf").write_text(whole)
        command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")]
        self.process = subprocess.Popen(command)  # noqa: S603 - our own
        wait(self._answers, 20)

    def _site(self, portal: int) -> str:
        text = (settings.BASE_DIR / "deploy" / "nginx.conf").read_text()
        ours = {"abc.gov.vn": NAME, "127.0.0.1:8000": f"127.0.0.1:{portal}"}
        ours |= {"/etc/ssl/congthongtin": str(self.folder)}
        ours |= {"/var/log/nginx/congthongtin.log": f"{self.folder}/site.log"}
        ours |= {"/srv/congthongtin/current": str(settings.BASE_DIR)}
        ours |= {"/srv/congthongtin": str(self.folder)}
        ours |= {"listen 80": f"listen 127.0.0.1:{self.plain}"}
        ours |= {"listen 443": f"listen 127.0.0.1:{self.secure}"}
        ours |= {"    listen [::]": "    # listen [::]"}
        for written, used in ours.items():
            assert written in text, written
            text = text.replace(written, used)
        return text

    def _answers(self) -> bool:
        assert self.process.poll() is None, (self.folder / "error.log").read_text()
        with socket.socket() as knock:
            return knock.connect_ex(("127.0.0.1", self.secure)) == 0

    def get(self, path: str, host=NAME, method="GET", **headers):
        """The status, headers and body of an answer over TLS."""
        context = ssl.create_default_context(cafile=self.folder / "fullchain.pem")
        context.check_hostname = False
        there = http.client.HTTPSConnection("127.0.0.1", self.secure, timeout=20, context=context)
        there.request(method, path, headers={"Host": host, **headers})
        answer = there.getresponse()
        body = answer.read()
        there.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    found = Server(tmp_path_factory.mktemp("portal"))
    yield found
    found.process.terminate()
    found.process.wait(20)


@pytest.fixture(scope="module")
def nginx(tmp_path_factory, portal):
    folder = tmp_path_factory.mktemp("nginx")
    found = Nginx(folder, portal.port)
    yield found
    found.process.terminate()
    found.process.wait(20)


def test_pages_come_from_the_store(nginx):
    states = [nginx.get("/")[1]["x-page-store"] for _ in range(3)]
    assert states[-1] == "hit"
    status, headers, body = nginx.get("/", **{"Accept-Encoding": "gzip"})
    assert (status, headers["content-encoding"]) == (200, "gzip")
    assert len(body) == int(headers["content-length"])
    assert "nginx/" not in headers["server"]


def test_who_has_the_page_is_told_so(nginx):
    tag = nginx.get("/")[1]["etag"]
    assert nginx.get("/", **{"If-None-Match": tag})[0] == 304


def test_hashed_files_are_kept_for_ever_and_others_for_a_minute(nginx):
    status, headers, body = nginx.get("/static/css/base.0123456789ab.css")
    assert (status, body) == (200, b"a{}")
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert nginx.get("/static/plain.css")[1]["cache-control"] == "public, max-age=60"
    status, headers, _ = nginx.get("/static/css/none.0123456789ab.css")
    assert (status, headers.get("cache-control")) == (404, None)


def test_pictures_never_run_as_a_page(nginx):
    status, headers, _ = nginx.get("/media/a.png")
    assert status == 200
    assert headers["content-security-policy"] == HARMLESS["Content-Security-Policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/media/", "/static/", "/media/../site.conf", "/media/%2e%2e/key.pem"]
)
def test_no_folder_and_nothing_beside_it_is_shown(nginx, path):
    assert nginx.get(path)[0] in (400, 403, 404)


def test_private_files_are_for_the_portal_to_point_at(nginx):
    assert nginx.get("/tep-rieng/a.pdf")[0] == 404


def test_nothing_is_written_into_folders(nginx):
    assert nginx.get("/media/a.png", method="PUT")[0] == 403
    assert nginx.get("/static/plain.css", method="DELETE")[0] == 403


def test_another_name_is_told_nothing(nginx):
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        nginx.get("/", host="evil.example")


def test_who_comes_unsafely_is_led_to_safety(nginx):
    there = http.client.HTTPConnection("127.0.0.1", nginx.plain, timeout=20)
    there.request("GET", "/tin-tuc/?a=b", headers={"Host": NAME})
    answer = there.getresponse()
    assert answer.status == 301
    assert answer.getheader("Location") == f"https://{NAME}/tin-tuc/?a=b"
    there.close()


def test_what_is_too_large_is_refused(nginx):
    answer = nginx.get("/", method="POST", **{"Content-Length": str(26 * 2**20)})
    assert answer[0] == 413


def test_while_the_portal_does_not_run_readers_are_told_so(tmp_path):
    alone = Nginx(tmp_path, free_port())
    try:
        status, headers, body = alone.get("/")
    finally:
        alone.process.terminate()
        alone.process.wait(20)
    assert status == 502
    assert headers["retry-after"] == "60"
    assert "Xin quay lại sau ít phút" in body.decode()


def test_the_log_holds_no_secret_of_an_address(nginx):
    secret, words = "ma-bi-mat-cua-lien-ket", "tu-nguoi-dan-tim"
    for path in (f"/xem-duyet/{secret}/", f"/xem%2Dduyet/{secret}/", f"//xem-duyet/{secret}/"):
        nginx.get(path)
    for path in (f"/quen-mat-khau/MQ/{secret}/", f"/tim-kiem/?q={words}"):
        nginx.get(path, Referer=f"https://{NAME}/xem-duyet/{secret}/")
    log = nginx.folder / "site.log"
    wait(lambda: "/tim-kiem/" in log.read_text())
    text = log.read_text()
    assert '"GET /xem-duyet/..." 404' in text
    assert [told for told in (secret, words) if told in text] == []
