"""What leaves this machine with a report of a failure."""

import json

import pytest

from config.operations.logs.formats import Line
from config.operations.logs.scrubbing import scrubbed

SECRETS = ["mat-khau-csdl", "lan@abc.vn", "phien-bi-mat", "tu-nguoi-dan-tim", "matoken123"]
REPORT = {
    "message": "connection mat-khau-csdl failed",
    "transaction": "review",
    "user": {"id": 3, "email": "lan@abc.vn", "ip_address": "10.0.0.1"},
    "request": {
        "url": "https://abc.vn/xem-duyet/matoken123/?q=tu-nguoi-dan-tim",
        "query_string": "q=tu-nguoi-dan-tim",
        "headers": {"Cookie": "phien=phien-bi-mat", "Referer": "/xem-duyet/matoken123/"},
        "cookies": {"phien": "phien-bi-mat"},
        "data": {"password": "mat-khau-csdl"},
        "method": "GET",
    },
    "exception": {
        "values": [
            {
                "type": "IntegrityError",
                "value": "duplicate key\nDETAIL:  Key (email)=(lan@abc.vn) already exists.",
                "stacktrace": {"frames": [{"lineno": 7, "vars": {"token": "matoken123"}}]},
            }
        ]
    },
    "extra": {"sys.argv": ["mat-khau-csdl"]},
}


def test_no_person_and_nothing_typed_leaves():
    found = scrubbed(REPORT, Line(["mat-khau-csdl"]).clean)
    text = json.dumps(found, ensure_ascii=False)
    assert [secret for secret in SECRETS if secret in text] == []
    assert found["request"] == {"url": "https://abc.vn/xem-duyet/…/?…", "method": "GET"}
    assert found["exception"]["values"][0]["stacktrace"]["frames"] == [{"lineno": 7}]


def test_the_library_sends_what_was_scrubbed():
    sdk = pytest.importorskip("sentry_sdk", reason="the extra is not installed")
    sentry = pytest.importorskip("config.sentry")
    sent = []

    class Kept(sdk.Transport):
        def capture_envelope(self, envelope):
            sent.append(envelope)

    sentry.begin("http://key@127.0.0.1:9/1", ["mat-khau-csdl"], transport=Kept)
    try:
        sdk.set_user({"email": "lan@abc.vn"})
        sdk.capture_exception(ValueError("mat-khau-csdl /xem-duyet/matoken123/"))
        sdk.flush()
    finally:
        sdk.init()
    text = str([item.payload.json for envelope in sent for item in envelope.items])
    assert "ValueError" in text
    assert [secret for secret in SECRETS if secret in text] == []
