"""Article to lexemes: what of an article goes into the table that is searched, and when."""

import itertools
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from news.media.models import Attachment
from news.models import Article, ArticleContent
from news.search import titles
from news.search.models import Document
from news.text.html_words import plain
from news.text.lexemes import Word, date_form, readable, spans, words
from news.text.vietnamese import VIETNAM

# One more whenever the same article would give another row; `manage.py reindex` then makes all
# rows anew beside the traffic.
RULES = 2
# No row of the database holds more of them, and nobody looks for the twenty-thousandth word.
MOST_WORDS = 16_000
MOST_PLACES = 255
# Between two fields, so that no phrase reaches from one into the next.
APART = 8
BATCH = 50
# By no rules at all: a row that says what is not so any more.
STALE = 0
# Seconds until the clock looks again, once nothing was missing.
REST = 600
_rest = {"until": 0.0}


def put(article: Article) -> None:
    """Bring an article's row up to date; the caller holds the article's lock."""
    if not article.is_live:
        Document.objects.filter(pk=article.pk).delete()
        titles.drop(article.pk)
        return
    titles.put([article])
    Document.objects.bulk_create(
        [document(article, files_of([article]))],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["published_at", "title_size", "rules", "vector"],
    )


def document(article: Article, files: dict[int, str]) -> Document:
    """The row of an article; `files` are the titles of attachments by their number."""
    return Document(
        article_id=article.pk,
        published_at=article.published_at,
        title_size=len(words(readable(article.title))),
        rules=RULES,
        vector=vector(article, files, _filters(article)),
    )


def vector(content: ArticleContent, files: dict[int, str], further: Iterable[str] = ()) -> str:
    """What any content is found by, as the text of a tsvector; `further` are lexemes beside it."""
    fields = {
        "A": [content.title],
        "B": [content.subtitle, content.summary, *content.tags],
        "C": [content.byline, *(files.get(pk, "") for pk in content.attachments)],
        "D": [plain(content.body), content.cover_caption, content.source_name],
    }
    title = _title(words(readable(content.title)))
    lone = {*title, *_signature(content.byline), *_numbers(fields), *further}
    return _vector(_places(fields), lone)


def files_of(articles: Iterable[ArticleContent]) -> dict[int, str]:
    """The titles of everything attached to the articles, by number. They stay what they are until
    the end of the transaction, so that whoever renames a file meets the row that is made now."""
    wanted = {pk for article in articles for pk in article.attachments}
    if not wanted:
        return {}
    rows = Attachment.objects.filter(pk__in=wanted).select_for_update(no_key=True).order_by("pk")
    return dict(rows.values_list("pk", "title"))


def retitled(number: int) -> None:
    """What names this attachment says its former title: the rows are to be made anew."""
    rows = Document.objects.filter(article__attachments__contains=[number])
    rows.update(rules=STALE)


def outdated():
    """Live articles whose row is missing or made by other rules, the newest first."""
    current = Document.objects.filter(article=OuterRef("pk"), rules=RULES)
    return Article.objects.live().filter(~Exists(current)).newest_first()


def left_over():
    """Rows of articles that are not before citizens any more."""
    gone = Q(article__published_version=None) | Q(article__withdrawn_at__isnull=False)
    return Document.objects.filter(gone)


@transaction.atomic
def make(numbers: list[int]) -> int:
    """Make the rows of so many articles; return how many. Whoever publishes one of them
    meanwhile waits for this batch, so that the newest text always comes last."""
    rows = Article.objects.live().filter(pk__in=numbers).select_for_update().order_by("pk")
    articles = list(rows)
    files = files_of(articles)
    titles.put(articles)
    Document.objects.bulk_create(
        [document(article, files) for article in articles],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["published_at", "title_size", "rules", "vector"],
    )
    return len(articles)


def freshen(most: int = 10 * BATCH) -> int:
    """Make so many rows anew that say what is not so any more; return how many."""
    rows = Document.objects.filter(rules=STALE).order_by("-published_at", "-pk")
    return _make_all(list(rows.values_list("pk", flat=True)[:most]))


def catch_up(most: int = 10 * BATCH) -> int:
    """Make what is missing, so much at a time; return how many rows changed. Looking for what is
    missing reads every article's number: whoever found nothing rests for a while."""
    if time.monotonic() < _rest["until"]:
        return 0
    done = left_over().delete()[0]
    done += _make_all(list(outdated().values_list("pk", flat=True)[:most]))
    _rest["until"] = 0.0 if done else time.monotonic() + REST
    return done


def month_form(year: int, month: int) -> str:
    """The lexeme of what was published in a month."""
    return f"m:{year:04}-{month:02}"


def year_form(year: int) -> str:
    """The lexeme of what was published in a year."""
    return f"y:{year:04}"


def pair_form(first: str, second: str) -> str:
    """The lexeme of two words that follow each other in a title."""
    return f"t:{first}_{second}"


def neighbours(name: str) -> Iterator[str]:
    """The lexemes of two words of a name with nothing but a space between them; a stroke or a
    comma parts two names."""
    for first, second in itertools.pairwise(words(name)):
        if name[first.end : second.start] == " ":
            yield f"s:{first.folded}_{second.folded}"


def quoted(lexeme: str) -> str:
    """A lexeme as PostgreSQL reads it in a vector or a query."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _make_all(numbers: list[int]) -> int:
    batches = (numbers[first : first + BATCH] for first in range(0, len(numbers), BATCH))
    return sum(map(make, batches))


def _places(fields: dict[str, list[str]]) -> dict[str, list[str]]:
    """Where each form of each word stands, with the weight of its field."""
    found, at = defaultdict(list), 0
    for weight, texts in fields.items():
        for text in texts:
            for word in words(readable(text)):
                at += 1
                if at > MOST_WORDS:
                    return found
                for form in {word.exact, word.folded}:
                    found[form].append(f"{at}{weight}")
            at += APART
    return found


def _title(title: list[Word]) -> Iterator[str]:
    """The words of a title and its pairs, so that finding titles is the index's work alone."""
    for word in title:
        yield from (f"t:{word.exact}", f"t:{word.folded}")
    for first, second in itertools.pairwise(title):
        yield pair_form(first.exact, second.exact)
        yield pair_form(first.folded, second.folded)


def _signature(byline: str) -> Iterator[str]:
    """Who signed, for the filter by a name that was typed."""
    name = readable(byline)
    for word in words(name):
        yield from (f"s:{word.exact}", f"s:{word.folded}")
    yield from neighbours(name)


def _numbers(fields: dict[str, list[str]]) -> Iterator[str]:
    for texts in fields.values():
        for text in texts:
            yield from (span.form for span in spans(readable(text)))


def _filters(article: Article) -> Iterator[str]:
    day = article.published_at.astimezone(VIETNAM).date()
    yield from (date_form(day), year_form(day.year), month_form(day.year, day.month))
    yield from (f"g:{article.genre}", f"k:{article.kind}")
    if article.category_id:
        yield f"c:{article.category_id}"
    if article.unit_id:
        yield f"u:{article.unit_id}"
    if article.attachments:
        yield "h:file"
    if article.audio_id:
        yield "h:sound"
    authors = {article.author_id, *article.co_authors} - {None}
    yield from (f"a:{pk}" for pk in authors)


def _vector(places: dict[str, list[str]], lone: set[str]) -> str:
    placed = (f"{quoted(form)}:{','.join(found[:MOST_PLACES])}" for form, found in places.items())
    return " ".join([*placed, *map(quoted, lone)])
