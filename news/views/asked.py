"""What a reader asked the search for, as the address says it."""

from datetime import UTC, datetime, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from news.chrome import Chrome
from news.models import Article
from news.search import recommending
from news.search.given import ready_for
from news.search.meant import Meaning, meant
from news.search.query import Narrowing
from news.text.lexemes import readable, words
from news.text.question import Question, ask
from news.text.vietnamese import VIETNAM
from news.views import choosing
from news.views.choosing import KINDS, Chosen

# Periods a reader may choose, in days, and so many years.
PERIODS = {"7": "7 ngày qua", "30": "30 ngày qua", "365": "12 tháng qua"}
YEARS = 10
LONGEST_NAME = 60
# The parameters that narrow a search, and how the page calls them.
FILTERS = {"muc": "Chuyên mục", "don-vi": "Đơn vị", "tac-gia": "Tác giả", "loai": "Loại"}
FILTERS["luc"] = "Thời gian đăng"
# All that the page knows.
NAMES = (*FILTERS, "q", "sap", "dung", "trang", "tu", "sau", "gan")
_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)


class Asked:
    """What a reader asked for, as the address says it; whatever makes no sense is left out."""

    def __init__(self, given, portal: Chrome):
        self.given, self.portal = given, portal
        number = choosing.number_of(given.get("tac-gia", "").strip())
        # Whether the reader wants the words as they were typed, whatever they look like.
        self.exact = given.get("dung") == "1"
        text = given.get("q", "")
        self.meaning: Meaning | None = None if self.exact else meant(ask(text))
        texts = [text, self.meaning.text] if self.meaning else [text]
        self.ready = ready = ready_for(texts, number)
        self.units, self.author = ready.units, ready.author
        self.typed: Question = ask(text, ready.same)
        self.by_date = given.get("sap") == "ngay"
        self.section = portal.by_slug(given.get("muc", ""))
        self.unit = next((u for u in self.units if u.code.lower() == given.get("don-vi")), None)
        self.kind = given.get("loai") if given.get("loai") in KINDS else ""
        self.signed = "" if number is not None else _name(given.get("tac-gia", ""))

    @cached_property
    def question(self) -> Question:
        """What is looked for: the words as typed, or as they must have been meant."""
        sure = self.meaning and self.meaning.sure
        return ask(self.meaning.text, self.ready.same) if sure else self.typed

    @property
    def proposed(self) -> str:
        """The address of a search for what may have been meant; "" if that is done already."""
        doubtful = self.meaning and not self.meaning.sure
        return self.address(q=self.meaning.text) if doubtful else ""

    @cached_property
    def period(self) -> str:
        """A key of PERIODS or a year; "" for any time."""
        wanted = self.given.get("luc", "")
        return wanted if wanted in PERIODS or wanted in self.years else ""

    @property
    def years(self) -> list[str]:
        """The years that may be chosen, the newest first."""
        now = timezone.localtime().year
        return [str(year) for year in range(now, now - YEARS, -1)]

    @cached_property
    def narrowing(self) -> Narrowing:
        """The filters, as the search takes them."""
        sections = [self.section, *self.portal.under(self.section)] if self.section else []
        since, before = self._span()
        return Narrowing(
            categories=tuple(section.pk for section in sections),
            unit=self.unit and self.unit.pk,
            author=self.author and self.author.pk,
            signed=self.signed,
            kind=self.kind,
            since=since,
            before=before,
        )

    @cached_property
    def chosen(self) -> list[Chosen]:
        """The filters that are set, each with the address without it."""
        names = self._names()
        return [
            Chosen(label, names[key], self.address(**{key: ""}))
            for key, label in FILTERS.items()
            if names[key]
        ]

    @cached_property
    def unknown(self) -> list[str]:
        """The filters of the address that name nothing that there is."""
        names = self._names()
        given = (key for key in FILTERS if self.given.get(key, "").strip() and not names[key])
        return [FILTERS[key].lower() for key in given]

    @cached_property
    def page(self) -> int:
        """Which page of the best results."""
        number = self.given.get("trang", "1")
        known = number.isascii() and number.isdigit() and len(number) < 4
        return max(1, int(number)) if known else 1

    @cached_property
    def until(self) -> datetime:
        """The second at which the reader began, so that later pages follow the first."""
        return _moment(self.given.get("tu")) or timezone.now()

    @cached_property
    def after(self) -> tuple[datetime, int] | None:
        """The last article of the page before, where results stand by date."""
        at, _, pk = self.given.get("sau", "").partition("-")
        moment = _moment(at)
        known = moment and pk.isascii() and pk.isdigit() and len(pk) < 19
        return (moment, int(pk)) if known else None

    @property
    def begins(self) -> bool:
        """Whether it is the first page."""
        return self.page == 1 and self.after is None

    @cached_property
    def recommended(self) -> list[int]:
        """What editors recommend for these words, to whoever does not narrow the search."""
        if self.chosen or self.question.quoted:
            return []
        return recommending.chosen(self.question, self.ready.recommended)

    @property
    def loosely(self) -> bool:
        """Whether pages by date go on leaving diacritics out of account."""
        return self.given.get("gan") == "1"

    def address(self, **more) -> str:
        """The address of the same search from its first page on, with other parameters beside."""
        same = {
            "q": self.typed.text,
            "muc": self.section.slug if self.section else "",
            "don-vi": self.unit.code.lower() if self.unit else "",
            "tac-gia": str(self.author.pk) if self.author else self.signed,
            "loai": self.kind,
            "luc": self.period,
            "sap": "ngay" if self.by_date else "",
            "dung": "1" if self.exact else "",
            **more,
        }
        kept = {name: value for name, value in same.items() if value}
        return f"{reverse('search')}?{urlencode(kept)}"

    @property
    def unnarrowed(self) -> str:
        """The address without filters."""
        return self.address(**dict.fromkeys(FILTERS, ""))

    @property
    def as_typed(self) -> str:
        """The address of a search for the words exactly as they were typed."""
        return self.address(dung="1")

    @property
    def unquoted(self) -> str:
        """The address without quotes, so that the words may stand apart."""
        return self.address(q=" ".join(word.text for word in self.question.words))

    def _names(self) -> dict[str, str]:
        """What is chosen of each filter, as the page names it; "" for nothing."""
        year = f"Năm {self.period}" if self.period else ""
        return {
            "muc": self.section.name if self.section else "",
            "don-vi": self.unit.name if self.unit else "",
            "tac-gia": choosing.signature(self.author) if self.author else self.signed,
            "loai": KINDS.get(self.kind, ""),
            "luc": PERIODS.get(self.period, year),
        }

    def _span(self) -> tuple[datetime | None, datetime | None]:
        if self.period in PERIODS:
            return self.until - timedelta(days=int(self.period)), None
        if not self.period:
            return None, None
        first = datetime(int(self.period), 1, 1, tzinfo=VIETNAM)
        return first, first.replace(year=first.year + 1)


def mark_of(article: Article) -> str:
    """How an address names the last article of a page by date."""
    return f"{in_address(article.published_at)}-{article.pk}"


def in_address(moment: datetime) -> int:
    """A moment as addresses have it, in microseconds."""
    return (moment - _BEGIN) // timedelta(microseconds=1)


def _moment(text: str | None) -> datetime | None:
    """A moment of an address; None for anything else."""
    if not (text and text.isascii() and text.isdigit() and len(text) < 17):
        return None
    return _BEGIN + timedelta(microseconds=int(text))


def _name(typed: str) -> str:
    """A name that was typed, readable and not too long; "" without a word."""
    name = readable(typed[: 2 * LONGEST_NAME])[:LONGEST_NAME].strip()
    return name if words(name) else ""
