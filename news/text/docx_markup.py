"""Word's markup made plain: changes accepted, wrappers opened, text boxes and pictures in line.

What remains of a body are paragraphs ("p") of runs ("r") and links, tables of rows and cells, and
a "picture" with its relation and alt. Wrappers nobody thought of are opened, so that no word is
lost because its markup is new.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from xml.etree.ElementTree import Element

from .docx_blocks import old_font

CHANGES = {"ins", "del", "moveFrom"}
PROPERTIES = {"pPr", "rPr", "trPr", "tcPr", "tblPr"}
TEXT = {"t", "tab", "br", "fldChar", "instrText"}
GONE = {
    *("del", "moveFrom", "delText", "delInstrText", "sectPr", "tblGrid", "sdtPr", "sdtEndPr"),
    *("smartTagPr", "customXmlPr", "commentReference", "annotationRef", "footnoteRef"),
    *("endnoteRef", "separator", "continuationSeparator", "pgNum", "rt", "tblPrEx", "ffData"),
}
# Drawings in which Office keeps words that no text of the document repeats.
DIAGRAMS = {"c-chart", "dgm-relIds", "x-chart"}
_MACHINE_ALT = re.compile(
    r"description automatically generated|ai-generated content|tạo tự động|^(?:picture|hình ảnh|"
    r"image|ảnh|graphic)\s*\d*$|\.(?:jpe?g|png|gif|bmp|webp)$",
    re.IGNORECASE,
)


@dataclass
class Findings:
    """What was met on the way and the writer should hear of."""

    changes: int = 0
    formulas: int = 0
    boxes: int = 0
    diagrams: int = 0
    linked: int = 0
    hidden: int = 0
    embedded: int = 0
    notes: dict[tuple[str, str], int] = field(default_factory=dict)  # (kind, id): number


class Markup:
    """Makes containers plain and remembers in `found` what it met."""

    def __init__(self):
        self.found = Findings()
        self._carried: list[Element] = []  # of a paragraph whose end was deleted
        self._boxes: list[list[Element]] = [[]]

    def plain(self, container: Iterable[Element]) -> list[Element]:
        """Take the children of a body, cell, note or text box; return plain blocks."""
        outer, self._carried = self._carried, []
        blocks: list[Element] = []
        for is_block, group in groupby(self._children(container), key=_is_block):
            parts = list(group)
            # Runs outside any paragraph are words all the same.
            blocks += parts if is_block else [_element("p", filter(_is_inline, parts))]
        if self._carried:
            blocks.append(_element("p", self._carried))
        self._carried = outer
        return blocks

    def _children(self, element: Iterable[Element]) -> list[Element]:
        out: list[Element] = []
        before = False
        for child in element:
            change = child.tag in CHANGES
            # A word taken out and another put in its place are one change.
            self.found.changes += change and not before
            before = change
            out += self._plain(child)
        return out

    def _plain(self, element: Element) -> list[Element]:
        if element.tag in TEXT or element.tag in PROPERTIES:
            return [element]
        if element.tag in GONE or element.tag.endswith("Change"):
            return []
        handler = _HANDLERS.get(element.tag, Markup._children)
        return handler(self, element)

    def _paragraph(self, element: Element) -> list[Element]:
        self._boxes.append([])
        inside = self._children(element)
        properties = [child for child in inside if child.tag == "pPr"][:1]
        self._carried += [child for child in inside if child.tag != "pPr"]
        boxes = self._boxes.pop()
        mark = element.find("pPr/rPr")
        if mark is not None and (mark.find("del") is not None or mark.find("moveFrom") is not None):
            return boxes
        inside, self._carried = self._carried, []
        return [_element("p", [*properties, *inside]), *boxes]

    def _run(self, element: Element) -> list[Element]:
        inside = self._children(element)
        # A paragraph in a run is no Word document; its words shall not be lost.
        return [_element("r", inside)] if inside else []

    def _hyperlink(self, element: Element) -> list[Element]:
        inside = self._children(element)
        return [_element("hyperlink", inside, id=element.get("r-id", ""))] if inside else []

    def _table(self, element: Element) -> list[Element]:
        rows = [child for child in self._children(element) if child.tag in ("tr", "tblPr")]
        return [_element("tbl", rows)] if any(row.tag == "tr" for row in rows) else []

    def _row(self, element: Element) -> list[Element]:
        properties = element.find("trPr")
        properties = Element("trPr") if properties is None else properties
        if properties.find("del") is not None:
            self.found.changes += 1
            return []
        self.found.changes += properties.find("ins") is not None
        cells = [child for child in self._children(element) if child.tag == "tc"]
        before, after = (_skipped(properties.find(name)) for name in ("gridBefore", "gridAfter"))
        header = "1" if is_on(properties.find("tblHeader")) else ""
        return [_element("tr", [*before, *cells, *after], header=header)]

    def _cell(self, element: Element) -> list[Element]:
        properties = element.find("tcPr")
        properties = Element("tcPr") if properties is None else properties
        merge = properties.find("vMerge")
        joins = merge is not None and merge.get("val", "continue") == "continue"
        start = merge is not None and not joins
        span = str(_span(properties.find("gridSpan")))
        merged = "continue" if joins else "restart" if start else ""
        return [_element("tc", self.plain(element), span=span, merge=merged)]

    def _sdt(self, element: Element) -> list[Element]:
        content = element.find("sdtContent")
        return [] if content is None else self._children(content)

    def _simple_field(self, element: Element) -> list[Element]:
        address = re.match(r'\s*HYPERLINK\s+"([^"]+)"', element.get("instr", ""))
        inside = self._children(element)
        return [_element("hyperlink", inside, href=address[1])] if address else inside

    def _break(self, _element: Element) -> list[Element]:
        return [Element("br")]

    def _tab(self, _element: Element) -> list[Element]:
        return [Element("tab")]

    def _hyphen(self, _element: Element) -> list[Element]:
        # Word's own U+2011 would keep "25-NQ/TW" from being found.
        return [_text("-")]

    def _soft_hyphen(self, _element: Element) -> list[Element]:
        # In an old TCVN3 text this is a letter; elsewhere the gate drops it.
        return [_text("\u00ad")]

    def _symbol(self, element: Element) -> list[Element]:
        code = element.get("char", "").upper()
        if not re.fullmatch("[0-9A-F]{4}", code):
            return []
        if old_font(element):  # a letter, written as a sign of its font
            return [_text(chr(int(code, 16) & 0xFF))]
        return [_element("sym", [], font=element.get("font", ""), char=code)]

    def _formula(self, element: Element) -> list[Element]:
        self.found.formulas += 1
        return [_element("r", [_text("".join(t.text or "" for t in element.iter("m-t")))])]

    def _note(self, element: Element) -> list[Element]:
        key = (element.tag.removesuffix("Reference"), element.get("id", ""))
        number = self.found.notes.setdefault(key, len(self.found.notes) + 1)
        return [Element("raised"), _text(f"[{number}]")]

    def _drawing(self, element: Element) -> list[Element]:
        described = next(element.iter("wp-docPr"), None)
        return self._drawn(element, _alt(described))

    def _drawn(self, element: Element, alt: str) -> list[Element]:
        """Return the pictures in a drawing, however deep; put its text boxes aside for later."""
        if element.tag == "txbxContent":
            return self._box(element)
        if element.tag == "mc-AlternateContent":
            return [picture for part in _choice(element) for picture in self._drawn(part, alt)]
        if element.tag in ("a-blip", "v-imagedata"):
            return self._picture(element, alt)
        self.found.diagrams += element.tag in DIAGRAMS
        alt = _alt(element.find("pic-nvPicPr/pic-cNvPr")) or element.get("alt", "") or alt
        return [picture for part in element for picture in self._drawn(part, alt)]

    def _picture(self, element: Element, alt: str) -> list[Element]:
        relation = element.get("r-embed") or element.get("r-id") or ""
        self.found.linked += not relation and bool(element.get("r-link"))
        good = "" if _MACHINE_ALT.search(alt.strip()) else alt
        return [_element("picture", [], rel=relation, alt=good)] if relation else []

    def _box(self, element: Element) -> list[Element]:
        blocks = self.plain(element)
        if any((text.text or "").strip() for block in blocks for text in block.iter("t")):
            self.found.boxes += 1
        self._boxes[-1] += blocks
        return []

    def _embedded(self, _element: Element) -> list[Element]:
        self.found.embedded += 1
        return []

    def _alternatives(self, element: Element) -> list[Element]:
        return self._children(_choice(element))


def _element(tag: str, children: Iterable[Element], **attributes: str) -> Element:
    new = Element(tag, {name: value for name, value in attributes.items() if value})
    new.extend(children)
    return new


def _is_block(element: Element) -> bool:
    return element.tag in ("p", "tbl")


def _is_inline(element: Element) -> bool:
    return element.tag in ("r", "hyperlink", "picture")


def _text(words: str) -> Element:
    new = Element("t")
    new.text = words
    return new


def is_on(element: Element | None) -> bool:
    """Take a switch such as <w:b/>; say whether it is there and not off."""
    return element is not None and element.get("val", "1") not in ("0", "false", "off", "none")


def _span(element: Element | None) -> int:
    value = "" if element is None else element.get("val", "")
    return min(max(int(value), 1), 100) if re.fullmatch("[0-9]{1,4}", value) else 1


def _skipped(element: Element | None) -> list[Element]:
    """Return an empty cell for the columns that a row begins or ends short of."""
    return [] if element is None else [_element("tc", [], span=str(_span(element)))]


def _alt(element: Element | None) -> str:
    return "" if element is None else element.get("descr", "").strip() or element.get("title", "")


def _choice(element: Element) -> Iterable[Element]:
    """Return the newer form of a drawing when it holds what we can read, else the older one."""
    options = [element.find("mc-Choice"), element.find("mc-Fallback")]
    present = [option for option in options if option is not None]
    for option in present:
        tags = {part.tag for part in option.iter()}
        if tags & {"txbxContent", "a-blip", "t", *DIAGRAMS}:
            return option
    return present[-1] if present else []


_HANDLERS = {
    "p": Markup._paragraph,
    "r": Markup._run,
    "hyperlink": Markup._hyperlink,
    "tbl": Markup._table,
    "tr": Markup._row,
    "tc": Markup._cell,
    "sdt": Markup._sdt,
    "fldSimple": Markup._simple_field,
    "sym": Markup._symbol,
    "cr": Markup._break,
    "altChunk": Markup._embedded,
    "subDoc": Markup._embedded,
    "ptab": Markup._tab,
    "noBreakHyphen": Markup._hyphen,
    "softHyphen": Markup._soft_hyphen,
    "m-oMath": Markup._formula,
    "footnoteReference": Markup._note,
    "endnoteReference": Markup._note,
    "drawing": Markup._drawing,
    "pict": Markup._drawing,
    "object": Markup._drawing,
    "mc-AlternateContent": Markup._alternatives,
}
