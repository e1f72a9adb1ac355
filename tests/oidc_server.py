"""A small OpenID Connect provider, run by the tests as a process of its own, that may also lie.

It speaks HTTP on a free port of this machine, writes the port on its first line, and signs real
tokens. POST /control with JSON says what it answers next: "claims" over the honest ones (null takes
one away), "userinfo" (claims told there only), "lie" (how the token is forged), "broken" (which
place fails).
"""

import base64
import hashlib
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "cong-thu", "bi-mat-cua-bai-thu-0123456789abcdef"
KEY, OTHER_KEY = (rsa.generate_private_key(65537, 2048) for _ in range(2))
HONEST = {"sub": "so-1", "email": "lan@example.vn", "email_verified": True, "name": "Phạm Thị Lan"}


class Provider(BaseHTTPRequestHandler):
    """Answers as one; `plan` is what the last order said, `codes` what was given out."""

    plan: dict = {}
    codes: dict = {}

    def do_GET(self):
        """The four places of a provider that are looked at."""
        place = urlsplit(self.path)
        if self.plan.get("broken") == place.path:
            return self._say({}, 500)
        pages = {
            "/.well-known/openid-configuration": self._about,
            "/jwks": self._keys,
            "/userinfo": lambda: {"sub": "so-1", **self.plan.get("userinfo", {})},
        }
        if place.path in pages:
            return self._say(pages[place.path]())
        if place.path == "/logout":
            return self._leave(parse_qs(place.query))
        return self._authorize(parse_qs(place.query))

    def do_POST(self):
        """An order, or a code for a token."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/control":
            Provider.plan = json.loads(body)
            return self._say({})
        if self.plan.get("broken") == "/token":
            return self._say({"error": "server_error"}, 500)
        if self.plan.get("broken") == "words":
            return self._say(["no", "token"])
        return self._token({name: values[0] for name, values in parse_qs(body.decode()).items()})

    def log_message(self, *args):
        """Say nothing."""

    def _authorize(self, asked):
        asked = {name: values[0] for name, values in asked.items()}
        code = base64.urlsafe_b64encode(hashlib.sha256(repr(asked).encode()).digest()).decode()
        self.codes[code] = asked
        answer = {"code": code, "state": asked["state"]}
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(answer)}")
        self.end_headers()

    def _leave(self, asked):
        """Only for a client that is known, back to the one address that it registered, and with a
        token of ours if there is one."""
        asked = {name: values[0] for name, values in asked.items()}
        back = asked.get("post_logout_redirect_uri", "")
        token = asked.get("id_token_hint")
        if token:
            options = {"verify_exp": False}
            jwt.decode(token, KEY.public_key(), ["RS256"], audience=CLIENT, options=options)
        if asked.get("client_id") != CLIENT or not back.endswith("/dang-nhap/lien-thong/da-ra/"):
            return self._say({"error": "invalid_request"}, 400)
        self.send_response(302)
        self.send_header("Location", back)
        self.end_headers()
        return None

    def _token(self, given):
        asked = self.codes.pop(given.get("code"), None)
        if asked is None or not self._proves_itself() or not _fits(asked, given):
            return self._say({"error": "invalid_grant"}, 400)
        return self._say(
            {"access_token": "x", "token_type": "Bearer", "id_token": self._sign(asked)}
        )

    def _proves_itself(self) -> bool:
        expected = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        return self.headers.get("Authorization") == f"Basic {expected}"

    def _sign(self, asked) -> str:
        now = int(time.time())
        claims = {**HONEST, "iss": self._me, "aud": asked["client_id"], "iat": now}
        claims |= {"exp": now + 300, "nonce": asked["nonce"], **self.plan.get("claims", {})}
        claims = {name: value for name, value in claims.items() if value is not None}
        lie, head = self.plan.get("lie"), {"kid": "k1"}
        if lie == "none":
            return jwt.encode(claims, None, algorithm="none", headers=head)
        if lie == "secret":
            return jwt.encode(claims, SECRET, algorithm="HS256", headers=head)
        if lie == "unknown key":
            head = {"kid": "k2"}
        key = OTHER_KEY if lie in ("other key", "unknown key") else KEY
        token = jwt.encode(claims, key, algorithm="RS256", headers=head)
        if lie == "changed":
            first, _, last = token.split(".")
            words = json.dumps({**claims, "email": "ke-gian@example.vn"}).encode()
            return ".".join([first, base64.urlsafe_b64encode(words).decode().rstrip("="), last])
        return "x.y" if lie == "nonsense" else token

    def _about(self) -> dict:
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token"}
        places |= {"jwks_uri": "jwks", "userinfo_endpoint": "userinfo"}
        about = {name: f"{self._me}/{page}" for name, page in places.items()}
        return {"issuer": self.plan.get("issuer", self._me), **about, **self.plan.get("about", {})}

    def _keys(self) -> dict:
        key = json.loads(RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [{**key, "kid": "k1", "use": "sig", "alg": "RS256"}]}

    @property
    def _me(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def _say(self, words, status=200):
        body = json.dumps(words).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _fits(asked, given) -> bool:
    digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    same = given.get("redirect_uri") == asked["redirect_uri"]
    return (
        same
        and asked.get("code_challenge_method") == "S256"
        and (challenge == asked.get("code_challenge"))
    )


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
