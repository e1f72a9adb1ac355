"""A passkey device in a few lines: what a browser sends, right or wrong in one part."""

import hashlib
import json
import os
import struct

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

ORIGIN = "http://testserver"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Authenticator:
    """One passkey; `counter` goes up with each use unless it is None, as with synced keys."""

    def __init__(self, counter=0):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential = os.urandom(32)
        self.counter = counter
        self.handle = b""

    def create(self, options: dict, **wrong) -> str:
        """The answer to navigator.credentials.create()."""
        self.handle = options["user"]["id"]
        cose = dict(ES256.from_cryptography_key(self.key.public_key()))
        credential = wrong.get("credential", self.credential)
        data = bytes(16) + struct.pack(">H", len(credential)) + credential + cbor.encode(cose)
        auth = self._data(options["rp"]["id"], ATTESTED, data, **wrong)
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": auth})
        response = {"clientDataJSON": websafe_encode(_client("webauthn.create", options, **wrong))}
        return self._answer(response | {"attestationObject": websafe_encode(attestation)})

    def get(self, options: dict, **wrong) -> str:
        """The answer to navigator.credentials.get()."""
        client = _client("webauthn.get", options, **wrong)
        auth = self._data(options["rpId"], 0, b"", **wrong)
        signed = auth + hashlib.sha256(client).digest()
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {
                "clientDataJSON": websafe_encode(client),
                "authenticatorData": websafe_encode(auth),
                "signature": websafe_encode(wrong.get("signature", signature)),
                "userHandle": wrong.get("handle", self.handle),
            }
        )

    def _data(self, rp: str, flags: int, rest: bytes, /, **wrong) -> bytes:
        if self.counter is not None:
            self.counter += 1
        flags |= wrong.get("flags", PRESENT | VERIFIED)
        counter = wrong.get("counter", self.counter or 0)
        rp_hash = hashlib.sha256(wrong.get("rp", rp).encode()).digest()
        return rp_hash + struct.pack(">BI", flags, counter) + rest

    def _answer(self, response: dict) -> str:
        name = websafe_encode(self.credential)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def _client(kind: str, options: dict, /, **wrong) -> bytes:
    data = {"type": wrong.get("kind", kind), "origin": wrong.get("origin", ORIGIN)}
    return json.dumps({**data, "challenge": wrong.get("challenge", options["challenge"])}).encode()
