"""gunicorn's own logs, without secrets in addresses, and as JSON where that is asked for."""

import json
import os
from datetime import UTC, datetime
from urllib.parse import quote, unquote

from gunicorn.glogging import Logger

from config.operations.logs.masking import MASK, masked

AS_JSON = os.environ.get("LOG_FORMAT", "line") == "json"
# Names of gunicorn's, and of ours; what has the same name in both is left out.
_FACTS = {"h": "address", "m": "method", "B": "bytes", "a": "agent"}
_FACTS |= {"{x-request-id}o": "request", "{x-page-store}o": "store"}


class Access(Logger):
    """The logger of gunicorn that deploy/gunicorn.conf.py names."""

    def atoms(self, resp, req, environ, request_time):
        """What a line may be made of: of an address only the path, of it no secret."""
        found = super().atoms(resp, req, environ, request_time)
        path = _path(environ)
        address = f"{path}?{MASK}" if environ.get("QUERY_STRING") else path
        found |= {"r": f"{found['m']} {address} {found['H']}", "U": path, "q": ""}
        found["f"] = masked(found["f"])
        return found

    def access(self, resp, req, environ, request_time):
        """Write one line of an answer."""
        if not AS_JSON:
            super().access(resp, req, environ, request_time)
        elif self.access_log_enabled:
            atoms = self.atoms(resp, req, environ, request_time)
            self.access_log.info("%s", json.dumps(_said(atoms), ensure_ascii=False))


def _said(atoms: dict) -> dict:
    said = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "level": "INFO"}
    said |= {"logger": "gunicorn.access", "path": atoms["U"], "referer": atoms["f"]}
    said |= {ours: atoms[theirs] for theirs, ours in _FACTS.items() if theirs in atoms}
    said |= {"status": int(atoms["s"]), "ms": round(atoms["D"] / 1000, 1)}
    return {name: value for name, value in said.items() if value not in (None, "", "-")}


def _path(environ: dict) -> str:
    """The path as Django reads it, whatever of it was written in another way. The short cut of
    the page store tells it as it came."""
    path = unquote(
        environ.get("PATH_INFO", "").encode("latin-1", "replace").decode(errors="replace")
    )
    return quote(masked(path), safe=f"/~:@!$&'()*+,;={MASK}")
