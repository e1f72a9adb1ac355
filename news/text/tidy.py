"""The tidy pass of the HTML gate: parsed tags become plain blocks, figures and real lists."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import NamedTuple

from .document import (
    BREAK,
    FIGURE_SIDE,
    TEXT_SIDE,
    Block,
    Link,
    Run,
    found,
    image_source,
    lines,
    link_target,
    number,
    scope,
    video_address,
)
from .shapes import FINISH, figure, word_lists
from .vietnamese import normalise

MAX_DEPTH = 40  # lists in cells in tables …: deeper containers are unwrapped, their text kept

MARKS = {tag: tag for tag in ("strong", "em", "u", "s", "sub", "sup")}
MARKS |= {"b": "strong", "i": "em", "strike": "s", "del": "s"}
INLINE = {*MARKS, "span", "a"}
HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
# What each part of a list, table or figure must stand in; elsewhere it counts as a plain box.
PARENTS = {"li": ("ul", "ol"), "figcaption": ("figure",), "tr": ("thead", "tbody", "tfoot")}
PARENTS |= dict.fromkeys(("caption", "thead", "tbody", "tfoot"), ("table",))
PARENTS |= dict.fromkeys(("td", "th"), ("tr",))
CONTAINERS = {"ul", "ol", "blockquote", "figure", "table", *PARENTS}
NUMBERS = {"ol": ("start",), "td": ("colspan", "rowspan"), "th": ("colspan", "rowspan")}

# ";" or the start before it: Word's own mso-bidi-font-weight says nothing about the letters.
_BOLD = re.compile(r"(?:^|;)\s*font-weight\s*:\s*(?:bold|[6-9]00)")
_NOT_BOLD = re.compile(r"(?:^|;)\s*font-weight\s*:\s*(?:normal|[1-5]00)")
_ITALIC = re.compile(r"(?:^|;)\s*font-style\s*:\s*italic")
_WORD_LEVEL = re.compile(r"mso-list\s*:\s*\S+\s+level([1-9])")
_WORD_MARKER = re.compile(r"mso-list\s*:\s*ignore")
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|mso-hide\s*:\s*all)")


class State(NamedTuple):
    """What the open elements say about the text that comes next."""

    kind: str = "p"
    text_align: str = ""
    align: str = ""
    marks: frozenset[str] = frozenset()
    link: Link | None = None
    level: int = 0
    pre: bool = False
    marker: bool = False
    mute: bool = False


class Builder(HTMLParser):
    """Builds the tree from nh3's output; it need not be safe, for nh3 reads the result again."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.inside = [Block("body")]
        self.saved: list[tuple[State, int]] = []
        self.state = State()
        self.runs: list[Run] = []
        self.marker = ""

    def handle_data(self, data):
        if self.state.mute:
            return
        if self.state.marker:
            self.marker += data
            return
        pieces = data.split("\n") if self.state.pre else [data.replace("\n", " ")]
        for at, piece in enumerate(pieces):
            self.runs += [self._run(BREAK)] * bool(at) + [self._run(piece)]

    def handle_starttag(self, tag, attrs):
        values = {name: value or "" for name, value in attrs}
        if self.state.mute and tag in ("br", "hr", "img"):
            return
        if tag == "br":
            self.runs.append(self._run(BREAK))
        elif tag == "hr":
            self._append(Block("hr"))
        elif tag == "img":
            self._picture(values)
        else:
            self._open(tag, values)

    def handle_endtag(self, tag):
        if tag not in INLINE:
            self.flush()
        state, depth = self.saved.pop()  # nh3 closes whatever it opens, in order
        self._leave(depth)
        self.state = state

    def finish(self) -> list[Block]:
        """Return the finished top-level blocks."""
        self.close()
        self.flush()
        return word_lists(self.inside[0].children)

    def flush(self) -> None:
        """Turn the text since the last block into paragraphs or headings of the open box."""
        runs, self.runs = self.runs, []
        state, marker, self.marker = self.state, self.marker, ""
        for line in lines(runs, split=state.kind == "p" and not state.level) if runs else ():
            attrs = {"class": state.text_align} if state.text_align else {}
            block = Block(state.kind, attrs, line, level=state.level, marker=normalise(marker))
            self.inside[-1].children.append(block)

    def _run(self, text: str) -> Run:
        return Run(text, self.state.marks, self.state.link)

    def _append(self, block: Block) -> None:
        self.flush()
        self.inside[-1].children.append(block)

    def _leave(self, depth: int) -> None:
        while len(self.inside) > depth:
            block = self.inside.pop()
            self.inside[-1].children += FINISH[block.tag](block)

    def _open(self, tag: str, values: dict[str, str]) -> None:
        if tag not in INLINE:
            self.flush()
        self.saved.append((self.state, len(self.inside)))
        if tag in INLINE:
            self._open_inline(tag, values)
        elif tag == "iframe":
            self._video(values)
        else:
            self._open_block(tag, values)

    def _open_inline(self, tag: str, values: dict[str, str]) -> None:
        state, style = self.state, values.get("style", "").lower()
        marks = state.marks | _marks(tag, style)
        href = link_target(values.get("href", "")) if tag == "a" else ""
        if href and not state.link:
            state = state._replace(link=Link(href, normalise(values.get("title", ""))))
        # Only a list item hides Word's marker; the number of a heading is part of its text.
        marker = state.marker or bool(state.level and _WORD_MARKER.search(style))
        mute = state.mute or bool(_HIDDEN.search(style))
        self.state = state._replace(marks=marks, marker=marker, mute=mute)

    def _open_block(self, tag: str, values: dict[str, str]) -> None:
        parents = PARENTS.get(tag)
        fits = parents is None or self.inside[-1].tag in parents
        if tag in CONTAINERS and fits and self._depth(tag) <= MAX_DEPTH:
            self._open_container(tag, values)
        else:
            self._open_box(tag, values)

    def _open_box(self, tag: str, values: dict[str, str]) -> None:
        state, names = self.state, values.get("class", "")
        kind = state.kind if state.kind != "p" else HEADINGS.get(tag, "p")
        style = values.get("style", "").lower()
        # Nine levels of Word's make eighteen of ours: far below there is no room for them.
        shallow = tag == kind == "p" and len(self.inside) < MAX_DEPTH // 4
        level = _WORD_LEVEL.search(style) if shallow else None
        self.state = state._replace(
            kind=kind,
            text_align=found(TEXT_SIDE, names) or state.text_align,
            align=found(FIGURE_SIDE, names) or state.align,
            level=int(level[1]) if level else 0,
            pre=state.pre or tag == "pre",
            mute=state.mute or bool(_HIDDEN.search(style)),
        )

    def _open_container(self, tag: str, values: dict[str, str]) -> None:
        self.inside.append(Block(tag, _container_attrs(tag, values)))
        align = found(FIGURE_SIDE, values.get("class", "")) or self.state.align
        self.state = State(marks=self.state.marks, link=self.state.link, align=align)

    def _depth(self, tag: str) -> int:
        """Depth a container would get, with the <li> that `FINISH` puts between list and list."""
        path = [*(block.tag for block in self.inside), tag]
        bare = sum(a in ("ul", "ol") and b != "li" for a, b in pairwise(path))
        return len(path) - 1 + bare

    def _picture(self, values: dict[str, str]) -> None:
        src = image_source(values.get("src", ""))
        if not src:
            return
        attrs = {"src": src, "alt": normalise(values.get("alt", ""))}
        for name in ("width", "height"):
            if size := number(values.get(name, "")):
                attrs[name] = size
        align = found(FIGURE_SIDE, values.get("class", "")) or self.state.align
        self._append(figure("image", Block("img", attrs, link=self.state.link), align))

    def _video(self, values: dict[str, str]) -> None:
        if href := video_address(values.get("src", "")):
            title = normalise(values.get("title", "")) or href
            self._append(figure("video", Block("video", {"href": href, "label": title})))


def _container_attrs(tag: str, values: dict[str, str]) -> dict[str, str]:
    names = values.get("class", "")
    attrs = {"class": found(TEXT_SIDE, names)} if tag in ("td", "th") else {}
    for name in NUMBERS.get(tag, ()):
        attrs[name] = number(values.get(name, ""))
    if tag == "th":
        attrs["scope"] = scope(values.get("scope", ""))
    if tag == "figure":
        attrs["class"] = names  # the figure's rule reads it once the figure is whole
    return {name: value for name, value in attrs.items() if value}


def _marks(tag: str, style: str) -> set[str]:
    marks = {MARKS[tag]} if tag in MARKS else set()
    if _BOLD.search(style):
        marks.add("strong")
    if _ITALIC.search(style):
        marks.add("em")
    # Google Docs wraps everything it copies in <b style="font-weight:normal">.
    return marks - {"strong"} if _NOT_BOLD.search(style) else marks


def tree(html: str) -> list[Block]:
    """Take well-formed HTML from nh3; return its tidy blocks."""
    builder = Builder()
    builder.feed(html)
    return builder.finish()
