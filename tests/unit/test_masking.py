"""What of an address or an error never reaches a log."""

import json
import logging

import pytest

from config.operations.logs.building import FORMS, logging_of
from config.operations.logs.formats import Json, Line
from config.operations.logs.masking import masked

SHOWN = {
    "Not Found: /xem-duyet/AbC_1-2/": "Not Found: /xem-duyet/…/",
    "/xem-duyet/AbC/quyet-dinh/": "/xem-duyet/…/quyet-dinh/",
    "/XEM-DUYET/AbC/tep/3/": "/XEM-DUYET/…/tep/3/",
    "http://a.vn/quen-mat-khau/MQ/c1-2/": "http://a.vn/quen-mat-khau/…/",
    "/quen-mat-khau/da-gui/": "/quen-mat-khau/da-gui/",
    '"GET /tim-kiem/?q=b%E1%BB%87nh HTTP/1.1" 200': '"GET /tim-kiem/?… HTTP/1.1" 200',
    "GET /?a=1&b=2": "GET /?…",
    "Có chắc không? Hãy xem lại.": "Có chắc không? Hãy xem lại.",
    "x\nDETAIL:  Key (email)=(a@b.vn) already exists.\ny": "x\nDETAIL: …\ny",
    "bad\nLINE 1: SELECT 'abc'\n          ^": "bad\nLINE 1: …\n          ^",
    "Authorization: Bearer abcdef123456": "Authorization: Bearer …",
}


@pytest.mark.parametrize("text", SHOWN)
def test_secrets_are_taken_out_and_all_else_stays(text):
    assert masked(text) == SHOWN[text]


def record(message="x", *args, error=None, **extra) -> logging.LogRecord:
    caught = (type(error), error, None) if error else None
    found = logging.LogRecord("news", logging.ERROR, "f.py", 1, message, args, caught)
    found.__dict__.update(extra)
    return found


@pytest.mark.parametrize("form", [Line, Json])
def test_the_portals_own_secrets_stand_in_no_line(form):
    text = form(["mat-khau-that", "ngan"]).format(
        record("at %s", "db:mat-khau-that@x", error=ValueError("mat-khau-that, ngan"))
    )
    assert "mat-khau-that" not in text
    assert "ngan" in text


def test_a_line_of_json_is_one_line_whatever_is_in_it():
    found = record('a "b"\nc\u2028d %s', "\x00ế", error=ValueError("x\ny"), facts={"ms": 3})
    text = Json().format(found)
    assert len(text.split("\n")) == 1
    said = json.loads(text)
    assert (said["message"], said["level"], said["ms"]) == ('a "b"\nc\u2028d \x00ế', "ERROR", 3)
    assert "ValueError: x\ny" in said["traceback"]


def test_a_form_that_there_is_none_of():
    assert set(FORMS) == {"line", "json"}
    with pytest.raises(KeyError):
        logging_of("xml", "INFO", [])
