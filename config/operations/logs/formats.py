"""How a line of the log looks: for people, or as JSON for programs; neither holds a secret."""

import json
import logging
from collections.abc import Sequence
from datetime import UTC, datetime

from config.operations.logs.current import current
from config.operations.logs.masking import MASK, masked

_SHORTEST = 8


class Line(logging.Formatter):
    """One line of words, with the number of the request at its end."""

    def __init__(self, secrets: Sequence[str] = ()):
        super().__init__("{asctime} {levelname} {name} {message}", style="{")
        # Too short a word would be taken out of every sentence.
        self._secrets = [secret for secret in secrets if len(secret) >= _SHORTEST]

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return self.clean(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Its first part, before a traceback."""
        seen = current.get()
        return super().formatMessage(record) + (f" [{seen.number}]" if seen else "")

    def clean(self, text: str) -> str:
        """The text without a secret of the portal's or of somebody's."""
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        return masked(text)


class Json(Line):
    """One object a line: time, level, logger, message, what else is known, and the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """The object as text; every text in it is cleaned."""
        return json.dumps(self._cleaned(_said(record, self)), ensure_ascii=False)

    def _cleaned(self, said: dict) -> dict:
        return {name: self.clean(v) if isinstance(v, str) else v for name, v in said.items()}


def _said(record: logging.LogRecord, formatter: logging.Formatter) -> dict:
    said = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": record.getMessage(),
        **_of_request(),
        **getattr(record, "facts", {}),
    }
    if record.exc_info:
        said["traceback"] = formatter.formatException(record.exc_info)
    return said


def _of_request() -> dict:
    seen = current.get()
    if seen is None:
        return {}
    found = {"request": seen.number, "view": seen.view, "user": seen.user}
    return {name: value for name, value in found.items() if value not in (None, "")}
