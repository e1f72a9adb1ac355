"""A Word file (.docx) as an article: title, sapo, body, pictures, and what was set aside."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape, unescape
from xml.etree.ElementTree import Element

from . import richtext
from .docx_blocks import blocks_html, has_picture, inner_html, said
from .docx_html import PLACE, convert
from .docx_letter import Parts, part
from .docx_looks import THEME, Looks
from .docx_markup import Findings, Markup
from .docx_numbers import Numbers
from .docx_package import BOMB, DAMAGED, EMPTY, Package, Unreadable
from .docx_pictures import Store, arrange, captions, keep_pictures
from .vietnamese import normalise

__all__ = ["Aside", "Document", "Picture", "Unreadable", "place", "read"]

PAGE_HEAD, PAGE_FOOT = "Đầu trang", "Chân trang"
MAX_PAGE_PARTS = 20
_PLACED = re.compile(r'<img src="{}"'.format(re.escape(PLACE).replace(r"\{\}", "([0-9]+)")))
# Between texts that travel together; no text holds a tag of its own.
_SEAM = "<hr>"
_PAGE_NUMBER = re.compile(r"\W*(?:trang|page)?\W*\d*(?:\W*(?:/|of)?\W*\d+)?\W*", re.IGNORECASE)


@dataclass(frozen=True)
class Picture:
    """A picture of the file: its bytes as they are, and what the file says of it."""

    name: str
    data: bytes
    raw_alt: str = ""  # HTML before the gate, as all that is raw here
    raw_caption: str = ""

    @property
    def alt(self) -> str:
        """The description as one line, "" when the file has none."""
        return normalise(unescape(self.raw_alt))

    @property
    def caption(self) -> str:
        """The caption as plain text, "" when there is none."""
        return richtext.to_text(self.raw_caption)


@dataclass(frozen=True)
class Aside:
    """A part of the file that is no part of the article: "Nơi nhận", "Chữ ký" …"""

    kind: str
    raw: str

    @property
    def text(self) -> str:
        """Its words, a line for each paragraph."""
        return richtext.to_text(self.raw)


@dataclass(frozen=True)
class Document:
    """What a Word file holds.

    `raw_…` is HTML before the gate, in which text of an old Vietnamese font is still what was
    typed, in <span style="font-family:.VnTime">; the gate would drop some of its letters. So a
    text that must be converted is converted first (`converted`), and cleaned after.
    """

    raw_title: str
    raw_summary: str
    raw_body: str
    pictures: tuple[Picture, ...] = ()
    set_aside: tuple[Aside, ...] = ()
    notes: tuple[str, ...] = ()  # Vietnamese sentences for the person who imports
    fonts: frozenset[str] = frozenset()  # of all text, as Word names them

    @cached_property
    def title(self) -> str:
        """The title as one line, "" when the file has none that can be told."""
        return normalise(richtext.to_text(self.raw_title).replace("\n", " "))

    @cached_property
    def summary(self) -> str:
        """The sapo as plain text, "" when the file has none that can be told."""
        return richtext.to_text(self.raw_summary)

    @cached_property
    def body(self) -> str:
        """The body in its stored form, pictures at addresses for `place`. Raises TooLarge."""
        return richtext.clean(self.raw_body)

    @property
    def raw(self) -> str:
        """All its texts as one piece of raw HTML: what a short title is, the body tells."""
        texts = [self.raw_title, self.raw_summary, self.raw_body]
        texts += [text for each in self.pictures for text in (each.raw_alt, each.raw_caption)]
        return _SEAM.join([*texts, *(aside.raw for aside in self.set_aside)])

    def converted(self, convert: Callable[[str], str]) -> "Document":
        """Take a function that changes words of raw HTML and no tags, as `legacy.convert_html`.

        Return the document with all its texts changed so.
        """
        title, summary, body, *texts = convert(self.raw).split(_SEAM)
        words, aside = texts[: 2 * len(self.pictures)], texts[2 * len(self.pictures) :]
        pictures = zip(self.pictures, words[::2], words[1::2], strict=True)
        asides = zip(self.set_aside, aside, strict=True)
        return replace(
            self,
            raw_title=title,
            raw_summary=summary,
            raw_body=body,
            pictures=tuple(
                replace(each, raw_alt=alt, raw_caption=caption) for each, alt, caption in pictures
            ),
            set_aside=tuple(replace(each, raw=raw) for each, raw in asides),
        )


def read(data: bytes) -> Document:
    """Take the bytes of a .docx file; return what it holds.

    Raises Unreadable, with a sentence for the person who chose the file.
    """
    try:
        document = _document(Package(data))
        if not (document.body or document.title or document.set_aside):
            raise Unreadable(EMPTY)
        return document
    except RecursionError as error:
        raise Unreadable(BOMB) from error
    except richtext.TooLarge as error:
        raise Unreadable(str(error)) from error


def place(body: str, urls: list[str]) -> str:
    """Take a document's body and the library's address of each picture; return the body with them.

    A picture whose address is "" is left out, its caption stays as text. Raises TooLarge.
    """

    def placed(found: re.Match) -> str:
        at = int(found[1])
        return f'<img src="{escape(urls[at]) if at < len(urls) else ""}"'

    return richtext.clean(_PLACED.sub(placed, body))


def _document(package: Package) -> Document:
    relations = package.relations(package.main)
    looks = Looks(_first_tree(package, "styles"))
    markup = Markup()
    blocks = markup.plain(_body(package))
    notes = _note_blocks(package, markup)
    Numbers(_first_tree(package, "numbering")).apply(blocks, looks)
    looks.apply([*blocks, *notes], markup.found)
    store = Store(package, relations)
    for block in blocks:
        keep_pictures(block, store.keep)
    frames = _frames(package, looks)
    fonts = _fonts([*blocks, *notes, *(block for _, found in frames for block in found)])
    parts = part(arrange(blocks))
    html, shown = convert([*parts.body, *notes], relations)
    aside = [*parts.aside, *frames]
    return Document(
        raw_title=_title(parts),
        raw_summary=blocks_html(parts.lead),
        raw_body=html,
        pictures=_pictures(parts.body, shown, store),
        set_aside=tuple(Aside(kind, blocks_html(found)) for kind, found in aside),
        notes=tuple(_sentences(package, markup.found, store, parts)),
        fonts=fonts,
    )


def _first_tree(package: Package, kind: str) -> Element | None:
    names = package.targets(package.main, kind)
    return package.tree(names[0]) if names else None


def _body(package: Package) -> Element:
    root = package.tree(package.main)
    body = None if root is None else root.find("body")
    if body is None:
        raise Unreadable(DAMAGED)
    return body


def _note_blocks(package: Package, markup: Markup) -> list[Element]:
    """Return the foot- and endnotes referred to, each beginning with its number."""
    roots = {kind: _first_tree(package, f"{kind}s") for kind in ("footnote", "endnote")}
    notes = {
        (kind, note.get("id", "")): note for kind, root in roots.items() for note in _children(root)
    }
    blocks: list[Element] = []
    for key, number in list(markup.found.notes.items()):
        inside = markup.plain(notes.get(key, ()))
        for paragraph in inside[:1]:
            paragraph.set("marker", f"[{number}]")
        blocks += inside
    return blocks


def _frames(package: Package, looks: Looks) -> list[tuple[str, list[Element]]]:
    """Return the heads and feet of the pages, each text once, page numbers left out."""
    frames: list[tuple[str, list[Element]]] = []
    met: set[str] = set()
    for kind, part_kind in ((PAGE_HEAD, "header"), (PAGE_FOOT, "footer")):
        found = []
        for name in package.targets(package.main, part_kind)[:MAX_PAGE_PARTS]:
            blocks = Markup().plain(_children(package.tree(name)))
            looks.apply(blocks, Findings())
            texts = {said(block): block for block in blocks}
            found += [block for text, block in texts.items() if not _is_repeated(text, met)]
            met |= set(texts)
        if found:
            frames.append((kind, found))
    return frames


def _is_repeated(text: str, met: set[str]) -> bool:
    return text in met or (len(text) < 40 and bool(_PAGE_NUMBER.fullmatch(text)))


def _children(root: Element | None) -> list[Element]:
    return [] if root is None else list(root)


def _fonts(blocks: list[Element]) -> frozenset[str]:
    runs = (run for block in blocks for run in block.iter("r") if run.find("t") is not None)
    return frozenset(run.get("font", "") for run in runs) - {"", THEME}


def _title(parts: Parts) -> str:
    if parts.title:
        return " ".join(map(inner_html, parts.title))
    return escape(parts.subject[:1].upper() + parts.subject[1:], quote=False)


def _pictures(body: list[Element], shown: list[Element], store: Store) -> tuple[Picture, ...]:
    under = captions(body)
    return tuple(
        Picture(
            name=f"anh-{number}.{store.extension(picture)}",
            data=store.data(picture),
            raw_alt=escape(picture.get("alt", ""), quote=False),
            raw_caption="<br>".join(map(inner_html, under.get(picture, ()))),
        )
        for number, picture in enumerate(shown, start=1)
    )


def _sentences(package: Package, found: Findings, store: Store, parts: Parts) -> list[str]:
    comments = _first_tree(package, "comments")
    framed = [block for _, blocks in parts.aside for block in blocks if has_picture(block)]
    counted = {
        "Đã chấp nhận {} chỗ sửa (Track Changes) của tệp.": found.changes,
        "Đã bỏ {} bình luận bên lề.": 0 if comments is None else len(comments.findall("comment")),
        "Đã bỏ {} đoạn chữ ẩn.": found.hidden,
        "Đã đưa {} chú thích cuối trang xuống cuối bài.": len(found.notes),
        "Đã đưa chữ trong {} hộp văn bản vào bài. Hãy xem lại vị trí.": found.boxes,
        "Đã chép {} công thức thành chữ thường. Hãy kiểm tra lại.": found.formulas,
        "Đã bỏ {} biểu đồ, sơ đồ. Hãy lưu thành ảnh rồi thêm vào bài.": found.diagrams,
        "Đã bỏ {} ảnh không nằm trong tệp. Hãy thêm ảnh từ thư viện.": found.linked,
        "Đã bỏ {} hình vẽ không đọc được (chỉ nhận ảnh JPG, PNG, WebP dưới 20 MB).": store.unread,
        "Đã bỏ {} ảnh vì tệp có quá nhiều ảnh.": store.surplus,
        "Không đưa vào bài {} khối có ảnh (biểu trưng, con dấu, chữ ký) để riêng.": len(framed),
        "Không đọc được {} phần nhúng từ tệp khác.": found.embedded,
    }
    sentences = [sentence.format(count) for sentence, count in counted.items() if count]
    if package.has_macros:
        sentences.append("Tệp có macro. Macro không được đọc và không được giữ lại.")
    return sentences
