"""What colleagues say to each other about an article: notes, answers, what is done and what not.

Whoever may open an article reads and writes its notes; nothing of them leaves the staff side.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from news import notices
from news.models import Article, ArticleContent, Note
from news.rights import viewers
from news.text.richtext import pieces, to_text
from news.text.vietnamese import normalise, normalise_block

LONGEST = 4000
LONGEST_PASSAGE = 400
EMPTY = "Hãy viết ghi chú rồi gửi."
TOO_LONG = f"Ghi chú dài quá {LONGEST} ký tự. Hãy viết ngắn lại."
TOO_LATE = "Chỉ người viết sửa được ghi chú, trong vòng 10 phút. Hãy viết thêm một câu trả lời."
ANSWER_OF_ANSWER = "Hãy trả lời vào ghi chú đầu tiên."


class Unfit(Exception):
    """A note that is not written; its text is the sentence to show."""


@dataclass
class Thread:
    """A note with its answers; `place` is the number of the paragraph its passage stands in now,
    0 for the head of the article, None when the passage is gone."""

    note: Note
    place: int | None = 0
    answers: list[Note] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return self.note.resolved_at is None


def threads(article: Article, content: ArticleContent | None = None) -> list[Thread]:
    """Every note on the article, those not done first, each with its answers; passages are
    looked for in `content` (the article itself by default)."""
    rows = Note.objects.filter(article=article.pk)
    rows = list(rows.select_related("author", "resolved_by", "reopened_by"))
    blocks = _blocks(content or article) if any(note.passage for note in rows) else []
    found = {note.pk: Thread(note, place(note, blocks)) for note in rows if not note.parent_id}
    for note in rows:
        if note.parent_id:
            found[note.parent_id].answers.append(note)
    return sorted(found.values(), key=lambda thread: not thread.open)


def place(note: Note, blocks: list[str]) -> int | None:
    """Where the passage stands among the blocks: the nearest to where it stood, None if gone."""
    if not note.passage:
        return 0
    meant, before = normalise(note.passage), note.block or 0
    found = [number for number, block in enumerate(blocks) if meant in block]
    return min(found, key=lambda number: abs(number - before), default=None)


def colleagues(article: Article, user) -> dict[str, User]:
    """Those whom a note of this person may name, who are those who may open the article, by
    what is to be typed after “@”: the name, and the user name where two have the same."""
    people = list(viewers(article).exclude(pk=user.pk).order_by("sort_key"))
    names = Counter(str(person) for person in people)
    return {str(p) if names[str(p)] == 1 else f"{p} ({p.username})": p for p in people}


def named(text: str, people: dict[str, User]) -> list[User]:
    """Whom a text names; of two names that begin alike, the longer is meant."""
    found = []
    for name in sorted(people, key=len, reverse=True):
        if f"@{name}" in text:
            found.append(people[name])
            text = text.replace(f"@{name}", " ")
    return found


@transaction.atomic
def write(article: Article, user, text: str, parent=None, passage="", block=None) -> Note:
    """Write a note on the article, on a `passage` of it (`block` is where it stood) or in answer
    to `parent`, and tell those it names. Raises Unfit, and then nothing was written."""
    text = _fit(text)
    if parent and parent.parent_id:
        raise Unfit(ANSWER_OF_ANSWER)
    note = Note(article=article, version=article.latest_version, author=user, text=text)
    note.parent = parent
    if parent is None:
        note.passage, note.block = _passage(article, passage, block)
    note.save()
    note.mentioned.set(named(text, colleagues(article, user)))
    notices.of_note(note)
    return note


def correct(note: Note, user, text: str) -> None:
    """Change a note's words shortly after it was written. Raises Unfit."""
    if not note.corrects(user):
        raise Unfit(TOO_LATE)
    Note.objects.filter(pk=note.pk).update(text=_fit(text), corrected_at=timezone.now())


def resolve(note: Note, user) -> None:
    """Say that what a note asks for is done; the first to say so is named."""
    rows = Note.objects.filter(pk=note.pk, parent=None, resolved_at=None)
    rows.update(resolved_by=user, resolved_at=timezone.now())


def reopen(note: Note, user) -> None:
    """Say that it is not done after all."""
    rows = Note.objects.filter(pk=note.pk, resolved_at__isnull=False)
    now = timezone.now()
    rows.update(resolved_by=None, resolved_at=None, reopened_by=user, reopened_at=now)


def _fit(text: str) -> str:
    text = normalise_block(text)
    if not text:
        raise Unfit(EMPTY)
    if len(text) > LONGEST:
        raise Unfit(TOO_LONG)
    return text


def _passage(article: Article, passage: str, block: int | None) -> tuple[str, int | None]:
    """The passage as it stands in one paragraph, and which one that is if it is in the text."""
    passage = normalise(passage.strip().partition("\n")[0])[:LONGEST_PASSAGE]
    if not passage:
        return "", None
    return passage, place(Note(passage=passage, block=block), _blocks(article))


def _blocks(content: ArticleContent) -> list[str]:
    """The article as lines to look in: its head, then every paragraph of the text."""
    head = " ".join((content.title, content.subtitle, content.summary.replace("\n", " ")))
    return [normalise(head), *(normalise(to_text(piece)) for piece in pieces(content.body))]
