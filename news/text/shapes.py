"""The shapes inside the HTML gate: figures, tables, cells, quotes and Word's lists put right."""

import re

from .document import FIGURE_SIDE, Block, Run, flatten, found, settle, video_address
from .vietnamese import normalise

CELLS = ("li", "td", "th")
PARTS = ("thead", "tbody", "tfoot")
# Bullets of Wingdings, which Word writes as the letters that stand in their place.
_BULLETS = set("ovqwnluØüàèðñþ")


def figure(kind: str, medium: Block, align: str = "") -> Block:
    """Return the figure of one picture or video."""
    return Block("figure", {"class": f"{kind} {align}".strip()}, children=[medium])


def _cell(block: Block) -> list[Block]:
    block.children = word_lists(block.children)
    texts = [child for child in block.children if child.tag == "p"]
    if len(texts) == 1 and block.children[0] is texts[0]:
        align = texts[0].attrs.get("class")
        if not align or (block.tag != "li" and block.attrs.setdefault("class", align) == align):
            block.runs = block.children.pop(0).runs
    empty = block.tag == "li" and not block.runs and not block.children
    return [] if empty else [block]


def _list(block: Block) -> list[Block]:
    items: list[Block] = []
    for child in block.children:
        if child.tag == "li":
            items.append(child)
        elif child.tag in ("ul", "ol") and items:
            items[-1].children.append(child)
        else:
            items += _cell(Block("li", children=[child]))
    block.children = items
    return [block] if items else []


def _quote(block: Block) -> list[Block]:
    block.children = word_lists(block.children)
    return [block] if block.children else []


def _caption(block: Block) -> list[Block]:
    """Return the caption with all its text in one line, and the pictures that stood in it."""
    block.runs = flatten(block.children)
    figures = [part for part in block.walk() if part.tag == "figure"]
    for child in figures:
        child.children = child.children[:1]  # its caption is in the line already
    block.children = []
    return [*figures, block] if block.runs else figures


def _table(block: Block) -> list[Block]:
    captions = [child for child in block.children if child.tag == "caption"]
    parts = {tag: [c for c in block.children if c.tag == tag] for tag in PARTS}
    strays = [child for child in block.children if child.tag not in ("caption", *PARTS)]
    if captions:
        captions[0].runs = flatten(captions)
    block.children = captions[:1] + [child for tag in PARTS for child in parts[tag]]
    if any(parts.values()):
        return [*strays, block]
    return [*strays, *(Block("p", runs=caption.runs) for caption in captions[:1])]


def _rows(block: Block) -> list[Block]:
    strays = [child for child in block.children if child.tag not in ("tr", "td", "th")]
    block.children = [child for child in block.children if child.tag in ("tr", "td", "th")]
    return strays + ([block] if block.children else [])


def _figure(block: Block) -> list[Block]:
    captions = [child for child in block.children if child.tag == "figcaption"]
    others = [child for child in block.children if child.tag != "figcaption"]
    if "video" in block.attrs.get("class", "").split():
        others = [_linked_video(child) for child in others]
    figures = [child for child in others if child.tag == "figure"]
    for child in figures:
        _align(child, found(FIGURE_SIDE, block.attrs.get("class", "")))
    if not figures or not captions:
        return others + [Block("p", runs=child.runs) for child in captions]
    last = figures[-1].children
    last[1:] = [Block("figcaption", runs=flatten([*last[1:], *captions]))]
    return others


def _align(block: Block, side: str) -> None:
    if side and not FIGURE_SIDE.search(block.attrs["class"]):
        block.attrs["class"] += f" {side}"


def _linked_video(block: Block) -> Block:
    """Return the video a paragraph consists of, or the paragraph as it is."""
    links = {run.link for run in block.runs}
    link = links.pop() if len(links) == 1 else None
    href = video_address(link.href) if link and block.tag == "p" else ""
    if not href:
        return block
    label = normalise("".join(run.text for run in block.runs))
    return figure("video", Block("video", {"href": href, "label": label}))


def word_lists(blocks: list[Block]) -> list[Block]:
    """Take blocks; return them with runs of Word's list paragraphs made into lists."""
    out: list[Block] = []
    open_lists: list[tuple[int, Block]] = []
    for block in blocks:
        kind, start = _numbering(block)
        if not kind:
            open_lists.clear()
            out.append(_with_marker(block))
            continue
        while open_lists and not _continues(open_lists[-1], block.level, kind, start):
            open_lists.pop()
        if not open_lists or open_lists[-1][0] < block.level:
            new = Block(kind, {"start": str(start)} if start > 1 else {})
            (open_lists[-1][1].children[-1].children if open_lists else out).append(new)
            open_lists.append((block.level, new))
        open_lists[-1][1].children.append(Block("li", runs=block.runs))
    return out


def _continues(opened: tuple[int, Block], level: int, kind: str, start: int) -> bool:
    depth, block = opened
    expected = int(block.attrs.get("start", 1)) + len(block.children)
    return depth < level or (depth == level and block.tag == kind and start in (0, expected))


def _numbering(block: Block) -> tuple[str, int]:
    """Return "ul" or "ol" and the first number; "" for other paragraphs and other numbering."""
    if not block.level or not block.marker:
        return "", 0
    if found := re.fullmatch(r"([1-9][0-9]{0,3})[.)]?", block.marker):
        return "ol", int(found[1])
    bullet = block.marker in _BULLETS or not re.search(r"\w", block.marker)
    return ("ul", 0) if bullet else ("", 0)


def _with_marker(block: Block) -> Block:
    # "a)", "Điều 1." and "1.1" are words of the document that no HTML list would print the same.
    if block.marker:
        block.runs = settle([Run(f"{block.marker} "), *block.runs])
    block.level, block.marker = 0, ""
    return block


# What takes the place of a container when it ends, by its tag.
FINISH = {"ul": _list, "ol": _list, "blockquote": _quote, "table": _table, "figure": _figure}
FINISH |= dict.fromkeys(CELLS, _cell)
FINISH |= dict.fromkeys(("caption", "figcaption"), _caption)
FINISH |= dict.fromkeys(("thead", "tbody", "tfoot", "tr"), _rows)
