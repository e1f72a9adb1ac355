"""Takes the copy: asks for every address once, follows what pages name, and puts it in place."""

import html
import json
import mimetypes
import re
import shutil
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, unquote

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.files.storage import default_storage
from django.utils import timezone

from config.operations.snapshot import addresses
from config.operations.snapshot.asking import PIECE, Answer, Portal
from config.operations.snapshot.rewriting import rewritten
from config.operations.snapshot.warc import Warc
from news.addresses.models import Redirect

MARK = "ban-luu.json"
BESIDE, FORMER = ".dang-chup", ".ban-cu"
# The staff side's files are nobody's business.
STATIC = ("css", "js", "fonts", "img")
NOWHERE = "/khong-co-dia-chi-nay/"
_LOC = re.compile(r"<loc>(.*?)</loc>")
MOVED = """<!DOCTYPE html>
<html lang="vi">
<head><meta charset="utf-8"><title>Trang đã chuyển</title>
<meta http-equiv="refresh" content="0; url={0}"><meta name="robots" content="noindex"></head>
<body><p>Trang này đã chuyển đến <a href="{0}">địa chỉ mới</a>.</p></body>
</html>
"""


class Refused(Exception):
    """Why no copy was made, as a sentence for the technician."""


def take(target: Path, archive: Path | None, replace: bool, tell: Callable[[int], None]) -> int:
    """Make the copy, whole or not at all; how many addresses it holds.

    `archive` is a WARC file to be written as well; `replace` lets an earlier copy go; `tell` hears
    of the progress. Raises Refused and OSError.
    """
    _may_write(target, replace)
    beside = target.with_name(target.name + BESIDE)
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    try:
        count = _archived(beside, archive, tell) if archive else Copy(beside, None, tell).take()
        _mark(beside, count)
        _put_in_place(beside, target)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return count


def _archived(beside: Path, archive: Path, tell: Callable[[int], None]) -> int:
    draft = archive.with_name(archive.name + BESIDE)
    try:
        with draft.open("wb") as file:
            count = Copy(beside, Warc(file, settings.SITE_URL), tell).take()
        draft.replace(archive)
    finally:
        draft.unlink(missing_ok=True)
    return count


def _may_write(target: Path, replace: bool) -> None:
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    if not (target / MARK).is_file():
        raise Refused(f"{target} đã có thứ khác, không phải bản lưu. Hãy chọn thư mục khác.")
    if not replace:
        raise Refused(f"{target} đã có một bản lưu. Thêm --replace để thay nó.")


def _mark(root: Path, count: int) -> None:
    told = {"site": settings.SITE_URL, "taken": timezone.now().isoformat(), "addresses": count}
    (root / MARK).write_text(json.dumps(told, indent=2) + "\n")


def _put_in_place(beside: Path, target: Path) -> None:
    former = target.with_name(target.name + FORMER)
    shutil.rmtree(former, ignore_errors=True)
    if target.exists():
        target.rename(former)
    beside.rename(target)
    shutil.rmtree(former, ignore_errors=True)


class Copy:
    """One copy in the making."""

    def __init__(self, root: Path, warc: Warc | None, tell: Callable[[int], None]):
        self.root, self.warc, self.tell = root, warc, tell
        self.portal, self.waiting, self.known = Portal(), deque(), set()
        self.broken: list[str] = []

    def take(self) -> int:
        """Everything that can be reached, and what lies beside it; how many addresses."""
        self._meet(addresses.SEEDS)
        former = Redirect.objects.values_list("old", flat=True)
        # One that its parameters tell apart can only be answered by a program.
        self._meet(quote(old) for old in former if "?" not in old)
        while self.waiting:
            self._one(self.waiting.popleft())
            self.tell(len(self.known))
        self._not_found()
        for path, file in _static_files():
            self._file(f"{settings.STATIC_URL}{quote(path)}", file.open("rb"))
        if self.broken:
            raise Refused(f"Không chụp được: {', '.join(self.broken[:20])}. Xem nhật ký lỗi.")
        return len(self.known)

    def _meet(self, paths) -> None:
        for path in paths:
            if path not in self.known and addresses.is_kept(path):
                self.known.add(path)
                self.waiting.append(path)

    def _one(self, path: str) -> None:
        if path.startswith(settings.STATIC_URL):
            return
        if path.startswith(settings.MEDIA_URL):
            self._media(path)
            return
        answer = self.portal.ask(path)
        if answer.code in (400, 403) or answer.code >= 500:
            self.broken.append(f"{path} ({answer.status})")
            b"".join(answer.body)
        elif answer.code in (301, 302):
            self._moved(path, answer)
        elif answer.is_html:
            self._page(path, answer)
        else:
            self._other(path, answer)

    def _page(self, path: str, answer: Answer) -> None:
        body = b"".join(answer.body)
        text, found = rewritten(body.decode(), path)
        self._meet(sorted(found))
        addresses.below(self.root, path).write_text(text, encoding="utf-8")
        self._archive(path, answer, body)

    def _moved(self, path: str, answer: Answer) -> None:
        where = addresses.own(answer.header("location"), path) or answer.header("location")
        self._archive(path, answer, b"".join(answer.body))
        if where == f"{path}/" or not addresses.is_kept(where if where[0] == "/" else "/"):
            # A web server leads to its folders by itself.
            return
        self._meet([where.partition("#")[0]] if where[0] == "/" else [])
        place = addresses.below(self.root, path)
        place.write_text(MOVED.format(html.escape(where)), encoding="utf-8")

    def _other(self, path: str, answer: Answer) -> None:
        place = addresses.below(self.root, path)
        with place.open("wb") as file:
            for piece in answer.body:
                file.write(piece)
        if answer.is_sitemap:
            found = _LOC.findall(place.read_text(encoding="utf-8"))
            self._meet(addresses.own(html.unescape(loc), path) or "/" for loc in found)
        self._archive(path, answer, place)

    def _media(self, path: str) -> None:
        name = unquote(path.removeprefix(settings.MEDIA_URL))
        try:
            self._file(path, default_storage.open(name))
        except FileNotFoundError:
            # The page shows a picture that is lost, here as there.
            self.known.discard(path)

    def _file(self, path: str, source) -> None:
        place = addresses.below(self.root, path)
        with source, place.open("wb") as copy:
            shutil.copyfileobj(source, copy, PIECE)
        kind = mimetypes.guess_type(place.name)[0] or "application/octet-stream"
        if self.warc:
            self.warc.add(path, "200 OK", [("Content-Type", kind)], place)

    def _not_found(self) -> None:
        text, _ = rewritten(b"".join(self.portal.ask(NOWHERE).body).decode(), "/404.html")
        (self.root / "404.html").write_text(text, encoding="utf-8")

    def _archive(self, path: str, answer: Answer, body: bytes | Path) -> None:
        if self.warc:
            self.warc.add(path, answer.status, answer.headers, body)


def _static_files() -> Iterator[tuple[str, Path]]:
    if settings.STATIC_ROOT:
        root = Path(settings.STATIC_ROOT)
        found = ((path.relative_to(root).as_posix(), path) for path in sorted(root.rglob("*.*")))
    else:
        listed = (each for finder in get_finders() for each in finder.list([]))
        found = ((path, Path(storage.path(path))) for path, storage in listed)
    for path, file in found:
        if path.startswith(tuple(f"{top}/" for top in STATIC)) and file.suffix not in (
            ".gz",
            ".br",
        ):
            yield path, file
