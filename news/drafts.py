"""A Word file as a draft, or as parts for the form: its pictures go into the library."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from time import monotonic

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from news import workflow
from news.media import uploads
from news.media.models import Image
from news.models import Article, ArticleContent
from news.text import word
from news.text.vietnamese import excerpt

# Seconds for the pictures of one file: the web server stops a request after a minute.
PATIENCE = 35
NAMELESS = "Bài nhập từ Word (chưa có tiêu đề)"

NO_TITLE = "Không nhận ra tiêu đề trong tệp. Hãy nhập tiêu đề cho bài."
LONG_TITLE = "Tiêu đề dài quá {} ký tự nên đã cắt bớt. Nguyên văn trong tệp: “{}”"
LONG_SUMMARY = "Sapo dài quá {} ký tự nên được đưa xuống đầu nội dung. Hãy viết sapo ngắn hơn."
REFUSED = "Đã bỏ ảnh thứ {}: {}"
SLOW = "Đã bỏ {} ảnh vì tệp có quá nhiều ảnh lớn. Hãy thêm các ảnh đó từ thư viện."


@dataclass(frozen=True)
class Parts:
    """What a file gives an article, and what its writer should know."""

    title: str
    summary: str
    body: str
    pictures: int
    notes: list[str]
    set_aside: list[tuple[str, str]]  # what it is, its words
    article: Article | None = None


@dataclass
class _Shelf:
    """The pictures of one file on their way into the library."""

    user: object
    stored: list[Image] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    late: int = 0
    began: float = field(default_factory=monotonic)

    def urls(self, pictures: tuple[word.Picture, ...]) -> list[str]:
        """The library's address of each picture, "" where it was refused."""
        found = [self._url(at, picture) for at, picture in enumerate(pictures, start=1)]
        if self.late:
            self.notes.append(SLOW.format(self.late))
        return found

    def forget(self) -> None:
        """Delete the files whose rows were rolled back; a picture known before keeps its own."""
        for image in self.stored:
            if not Image.objects.filter(file=image.file.name).exists():
                image.file.delete(save=False)

    def _url(self, number: int, picture: word.Picture) -> str:
        if monotonic() - self.began > PATIENCE:
            self.late += 1
            return ""
        try:
            accepted = uploads.accept(ContentFile(picture.data, name=picture.name))
        except ValidationError as error:
            self.notes.append(REFUSED.format(number, error.messages[0]))
            return ""
        return self._store(accepted, picture).file.url

    def _store(self, accepted: uploads.Accepted, picture: word.Picture) -> Image:
        alt = excerpt(picture.alt, _longest("alt", Image))
        image = uploads.store(accepted, self.user, alt=alt, caption=picture.caption)
        self.stored.append(image)
        return image


def make(document: word.Document, user, filing: dict) -> Parts:
    """Take what a Word file holds, who brings it, and `unit_id` and `author_id`; store a draft.

    Raises richtext.TooLarge, workflow.Refused or OSError, and then nothing was stored.
    """
    return _whole_or_nothing(user, lambda shelf: _made(document, user, filing, shelf))


def parts(document: word.Document, user) -> Parts:
    """Take what a Word file holds and who brings it; return it for an article being written.

    Only its pictures are stored; the title is "" when the file has none. Raises as `make`.
    """
    return _whole_or_nothing(user, lambda shelf: _parts(document, shelf))


def _whole_or_nothing(user, work: Callable[[_Shelf], Parts]) -> Parts:
    shelf = _Shelf(user)
    try:
        with transaction.atomic():
            return work(shelf)
    except BaseException:
        shelf.forget()
        raise


def _made(document: word.Document, user, filing: dict, shelf: _Shelf) -> Parts:
    found = _parts(document, shelf)
    if not found.title:
        found = replace(found, title=NAMELESS, notes=[NO_TITLE, *found.notes])
    content = {"title": found.title, "summary": found.summary, "body": found.body, **filing}
    article = workflow.save(Article(created_by=user), content, user, base=0)
    return replace(found, article=article)


def _parts(document: word.Document, shelf: _Shelf) -> Parts:
    document = _with_short_summary(document)
    title, notes = _title(document)
    body = word.place(document.body, shelf.urls(document.pictures))
    return Parts(
        title,
        document.summary,
        body,
        pictures=len({image.pk for image in shelf.stored}),
        notes=[*notes, *document.notes, *shelf.notes],
        set_aside=[(aside.kind, aside.text) for aside in document.set_aside],
    )


def _with_short_summary(document: word.Document) -> word.Document:
    """No word is lost: what is too long for a sapo begins the body."""
    longest = _longest("summary")
    if len(document.summary) <= longest:
        return document
    return replace(
        document,
        raw_summary="",
        raw_body=document.raw_summary + document.raw_body,
        notes=(*document.notes, LONG_SUMMARY.format(longest)),
    )


def _title(document: word.Document) -> tuple[str, list[str]]:
    title, longest = document.title, _longest("title")
    if len(title) > longest:
        return excerpt(title, longest), [LONG_TITLE.format(longest, title)]
    return title, []


def _longest(name: str, model=ArticleContent) -> int:
    return model._meta.get_field(name).max_length
