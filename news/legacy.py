"""Old letters (TCVN3, VNI) in a posted article: found before any field cleans what was sent.

TCVN3 writes ư as a soft hyphen, which every cleaning drops. What is to stay as it is gets that
letter in a lasting form first, so that it may still be converted later: decision 0012.
"""

from collections.abc import Mapping
from dataclasses import replace

from django import forms
from django.core.exceptions import ValidationError

from news.models import ArticleContent
from news.text.legacy import PREVIEWED, Report
from news.text.legacy_fields import Fields
from news.text.vietnamese import normalise

NAME = "_legacy"
CONVERT, KEEP = "chuyen", "giu"
PLAIN = ("title", "subtitle", "summary", "cover_alt", "cover_caption", "source_name", "tags")
TEXTS = (*PLAIN, "body")
# Far above any article; reading more would take longer than a person waits.
LONGEST = 300_000
ASK = "Bài có chữ kiểu cũ. Hãy so hai cột bên dưới, rồi chọn chuyển sang Unicode hay giữ nguyên."
NOTE = "Đã chuyển {} đoạn chữ {} sang Unicode."


class Posted:
    """What a posted form holds of old letters, and what its sender decided about them."""

    def __init__(self, data: Mapping, stored: ArticleContent | None):
        """Take the form's data as it was sent, and the newest version of the article."""
        sent = Fields({name: data[name] for name in PLAIN if name in data}, data.get("body", ""))
        found = _report(sent)
        self.report = found and _shown(found)
        self.converts = found is not None and data.get(NAME) == CONVERT
        self.held = self.data = data
        self.asks = False
        if found:
            held = sent.held()
            self.held = _with(data, held)
            self.data = _with(data, sent.converted()) if self.converts else self.held
            self.asks = data.get(NAME) not in (CONVERT, KEEP) and _is_news(held, stored)

    @property
    def note(self) -> str:
        """What the version says of its making, "" when nothing was converted."""
        return noted(self.report) if self.converts else ""

    def original(self, fields: Mapping[str, forms.Field]) -> dict | None:
        """The texts as they were sent, cleaned by their fields; None when one does not fit."""
        try:
            return {n: fields[n].clean(self.held[n]) for n in TEXTS if n in self.held}
        except ValidationError:
            return None


def noted(report: Report) -> str:
    """A conversion in one sentence."""
    return NOTE.format(len(report.blocks), report.encoding.label)


def stored(content: ArticleContent) -> Report | None:
    """What is TCVN3 or VNI in stored content, None if nothing is."""
    report = _report(_stored(content))
    return report and _shown(report)


def _report(fields: Fields) -> Report | None:
    return fields.inspect(most=None) if len(fields) <= LONGEST else None


def _shown(report: Report) -> Report:
    return replace(report, passages=report.passages[:PREVIEWED])


def _stored(content: ArticleContent) -> Fields:
    texts = {name: getattr(content, name) for name in PLAIN}
    return Fields({**texts, "tags": ", ".join(content.tags)}, content.body)


def _with(data: Mapping, fields: Fields) -> Mapping:
    """The data with these texts in it; what was not sent stays missing."""
    changed = data.copy()
    for name, text in {**fields.plain, "body": fields.html}.items():
        if name in data:
            changed[name] = text
    return changed


def _is_news(sent: Fields, stored: ArticleContent | None) -> bool:
    """Whether there are old letters which the article did not have when it was last saved.

    What stands in a stored version was decided once; nobody is asked about it at every save.
    """
    before = _report(_stored(stored)) if stored else None
    return not _passages(_report(sent)) <= _passages(before)


def _passages(report: Report | None) -> set[str]:
    return {normalise(passage.before) for passage in report.passages} if report else set()
