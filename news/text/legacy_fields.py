"""The texts of one article as one document: what a short title is, the text beside it tells."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape, unescape

from . import legacy

_SEAM, _LINE = "<hr>", "<br>"  # no escaped text holds a tag of its own


@dataclass(frozen=True)
class Fields:
    """Plain texts by name, and HTML before any cleaning."""

    plain: dict[str, str] = field(default_factory=dict)
    html: str = ""

    def inspect(self, most: int | None = legacy.PREVIEWED) -> legacy.Report | None:
        """What is TCVN3 or VNI in them, with `most` passages (None: all); None if nothing is."""
        return legacy.inspect_html(self._raw(), most)

    def __len__(self) -> int:
        """How many characters they have together."""
        return sum(map(len, self.plain.values())) + len(self.html)

    def converted(self) -> "Fields":
        """The same texts, what is old in Unicode."""
        return self._changed(legacy.convert_html)

    def held(self) -> "Fields":
        """The same texts, what is old in a form that cleaning leaves convertible."""
        return self._changed(legacy.hold_html)

    def _raw(self) -> str:
        return "".join(_as_html(text) + _SEAM for text in self.plain.values()) + self.html

    def _changed(self, change: Callable[[str], str]) -> "Fields":
        *texts, html = change(self._raw()).split(_SEAM, len(self.plain))
        return Fields(dict(zip(self.plain, map(_as_text, texts), strict=True)), html)


def _as_html(text: str) -> str:
    return _LINE.join(escape(line, quote=False) for line in text.split("\n"))


def _as_text(html: str) -> str:
    return "\n".join(unescape(line) for line in html.split(_LINE))
