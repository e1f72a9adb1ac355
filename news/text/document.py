"""What the HTML gate thinks in: blocks, runs of text, and which addresses they may hold."""

import re
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from .vietnamese import normalise_inline

MEDIA_URL = "/media/"
BREAK = "\n"  # a run with this text is a <br>: normalised text never holds a line feed

FIGURE_SIDE = re.compile(r"(?:^|\s)(align-(?:left|center|right))(?:\s|$)")
TEXT_SIDE = re.compile(r"(?:^|\s)(ta-(?:left|center|right|justify))(?:\s|$)")
_HREF = re.compile(r"(?:https?://[^/\\]|mailto:|tel:|/(?![/\\]))[^\\]*")
_IMAGE = re.compile(
    r"(?:(?!\.)(?:[\w.+()~-]|%(?!00|2e|2f|5c)[0-9a-f]{2})+/)*"
    r"(?!\.)(?:[\w.+()~-]|%(?!00|2e|2f|5c)[0-9a-f]{2})+\.(?:jpe?g|png|webp|avif|gif)",
    re.IGNORECASE,
)
_YOUTUBE = re.compile(
    r"(?:https?:)?//(?:(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:embed/|shorts/|live/"
    r"|watch\?(?:[^#]*&)?v=)|youtu\.be/)([\w-]{11})(?:[?&#/].*)?",
    re.ASCII,
)
_VIMEO = re.compile(
    r"(?:https?:)?//(?:www\.|player\.)?vimeo\.com/(?:video/)?([0-9]{1,12})(?:[?#/].*)?", re.ASCII
)


class Link(NamedTuple):
    """Where a piece of text leads."""

    href: str
    title: str = ""


class Run(NamedTuple):
    """A piece of text of one look; the text BREAK is a line break."""

    text: str
    marks: frozenset[str] = frozenset()
    link: Link | None = None


@dataclass
class Block:
    """A paragraph, heading, list, table, figure …, with its text or its inner blocks."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    children: list["Block"] = field(default_factory=list)
    link: Link | None = None
    level: int = 0  # depth of a Word list item not yet put into its list
    marker: str = ""

    def walk(self):
        """Yield this block and all inside it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


# Values


def found(pattern: re.Pattern, names: str) -> str:
    """Take a pattern and a class attribute; return the class it names, "" if none."""
    match = pattern.search(names)
    return match[1] if match else ""


def link_target(value: str) -> str:
    """Take an href; return it in stored form, or "" when it may not be stored."""
    href = re.sub(r"[\t\r\n]", "", value.strip())
    scheme, colon, rest = href.partition(":")
    if colon and scheme.isalpha():
        href = scheme.lower() + colon + rest
    href = re.sub(r"[ \"<>`^{|}]", lambda found: f"%{ord(found.group()):02X}", href)
    good = len(href) <= 2000 and href.isprintable() and _HREF.fullmatch(href)
    return href if good else ""


def image_source(value: str) -> str:
    """Take an img src; return it when it names a picture of our own library, else ""."""
    name = value.removeprefix(MEDIA_URL)
    good = name != value and ".." not in name and _IMAGE.fullmatch(name)
    return value if good else ""


def number(value: str) -> str:
    """Take an attribute's number; return it when it has one to four ASCII digits, else ""."""
    return value if re.fullmatch("[1-9][0-9]{0,3}", value) else ""


def scope(value: str) -> str:
    """Take the scope of a table header; return it when HTML knows it, else ""."""
    return value if value in ("col", "row", "colgroup", "rowgroup") else ""


def video_address(url: str) -> str:
    """Take any address of a YouTube or Vimeo video; return the one we store, "" for others."""
    if found := _YOUTUBE.fullmatch(url.strip()):
        return f"https://www.youtube.com/watch?v={found[1]}"
    if found := _VIMEO.fullmatch(url.strip()):
        return f"https://vimeo.com/{found[1]}"
    return ""


# Runs


def _normal(run: Run) -> Run:
    return run if run.text == BREAK else run._replace(text=normalise_inline(run.text))


def _merge(runs: list[Run]) -> list[Run]:
    """Join neighbours of one look, whose letters and marks may then join too; drop the empty."""
    groups: list[list[Run]] = []
    for run in runs:
        alike = groups and groups[-1][0][1:] == run[1:]
        if alike and BREAK not in (run.text, groups[-1][0].text):
            groups[-1].append(run)
        elif run.text:
            groups.append([run])
    return [group[0] if len(group) == 1 else _joined(group) for group in groups]


def _joined(group: list[Run]) -> Run:
    return _normal(group[0]._replace(text="".join(run.text for run in group)))


def _squeeze(runs: list[Run]) -> list[Run]:
    """Drop spaces at the ends of lines and doubled ones, breaks at the ends and beyond two."""
    out: list[Run] = []
    for run in runs:
        if run.text == BREAK:
            _drop_last_space(out)
            if out and [r.text for r in out[-2:]] != [BREAK, BREAK]:
                out.append(run)
            continue
        spaced = not out or out[-1].text == BREAK or out[-1].text.endswith(" ")
        text = run.text.lstrip(" ") if spaced else run.text
        if text:
            out.append(run._replace(text=text))
    _drop_last_space(out)
    while out and out[-1].text == BREAK:
        out.pop()
    return out


def _drop_last_space(out: list[Run]) -> None:
    if out and out[-1].text != BREAK:
        last = out.pop()
        if text := last.text.rstrip(" "):
            out.append(last._replace(text=text))


def _quiet(runs: list[Run]) -> list[Run]:
    """Give spaces and breaks only the look that the words around share: a bold space is noise."""
    runs = [part for run in runs for part in _parted(run)]
    before = list(accumulate(runs, _last_words))
    after = list(accumulate(reversed(runs), _last_words))[::-1]
    out = list(runs)
    for at, (left, run, right) in enumerate(zip(before, runs, after, strict=True)):
        if not run.text.strip():
            link = left.link if left.link == right.link else None
            out[at] = Run(run.text, left.marks & right.marks, link)
    return out


def _parted(run: Run) -> list[Run]:
    """Return a run with the spaces at its ends as runs of their own."""
    words = run.text.strip(" ")
    if run.text == BREAK or words in ("", run.text):
        return [run]
    return [run._replace(text=text) for text in run.text.partition(words) if text]


def _last_words(words: Run, run: Run) -> Run:
    return run if run.text.strip() else words


def settle(runs: list[Run]) -> list[Run]:
    """Take raw runs; return them in the one form that stays as it is when settled again."""
    runs = [_normal(run) for run in runs]
    while (better := _quiet(_squeeze(_merge(runs)))) != runs:
        runs = better
    return runs


def lines(runs: list[Run], split: bool) -> list[list[Run]]:
    """Take raw runs; return the paragraphs in them, parted at doubled breaks if `split`."""
    out: list[list[Run]] = [[]]
    for run in settle(runs):
        doubled = run.text == BREAK and out[-1] and out[-1][-1].text == BREAK
        if not doubled:
            out[-1].append(run)
        elif split:
            out[-1].pop()
            out.append([])
    return [line for line in out if line]


def flatten(blocks: list[Block]) -> list[Run]:
    """Take blocks; return all their text as one line, former blocks parted by a break."""
    runs: list[Run] = []
    for block in blocks:
        for part in block.walk():
            runs += [Run(BREAK), *part.runs]
    return next(iter(lines(runs, split=False)), [])
