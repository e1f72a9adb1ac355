"""How Word's text looks once all its styles are followed, and what a style is called for.

Every paragraph gets `role`, `align` and `outline` where they hold something, every run `b`, `i`,
`u`, `s`, `va` and `font`; what is hidden goes.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from xml.etree.ElementTree import Element

from .docx_markup import Findings, is_on
from .vietnamese import fold

# Built-in styles bear English names in the file whatever language Word speaks; the Vietnamese
# ones come from templates of offices and from other word processors.
_ROLES = {
    "title": "title|ten bai|tieu de|tieu de bai|tit|tit bai",
    "lead": "subtitle|sapo|lead|tom tat|tieu de phu|chapo|phu de",
    "caption": "caption|chu thich|chu thich anh|chu thich hinh",
    "quote": "quote|intense quote|block text|trich dan|quotations",
    "contents": r"(?:toc|muc luc|contents) ?(?:[1-9]|heading)",
    "h2": "(?:heading|tieu de|de muc|u) ?1|heading",
    "h3": "(?:heading|tieu de|de muc|u) ?2",
    "h4": "(?:heading|tieu de|de muc|u) ?[3-9]",
}
THEME = "theme"  # a font the theme names, never one of an old encoding
MAX_CHAIN = 12
HEADINGS = ("h2", "h3", "h4")
SIDES = {"center": "center", "right": "right", "end": "right"}


@lru_cache(maxsize=1_000)
def role_named(name: str) -> str:
    """Take the name of a style; return the role it stands for, "" for a look only."""
    plain = fold(name)
    return next((role for role, names in _ROLES.items() if re.fullmatch(names, plain)), "")


class Looks:
    """The styles of one document."""

    def __init__(self, root: Element | None):
        """Take the root of styles.xml, None for a document without."""
        styles = [] if root is None else list(root.iter("style"))
        self._styles = {style.get("styleId", ""): style for style in reversed(styles)}
        self._default = next(
            (
                style.get("styleId", "")
                for style in styles
                if style.get("type") == "paragraph" and is_on_value(style.get("default", "0"))
            ),
            "",
        )
        self._base = None if root is None else root.find("docDefaults/rPrDefault/rPr")
        self._known: dict[str, dict[str, str]] = {}

    def apply(self, blocks: list[Element], found: Findings) -> None:
        """Write into plain blocks how each paragraph and run looks; count what is hidden."""
        for block in blocks:
            for table in block.iter("tbl"):
                self._style_table(table)
            for paragraph in block.iter("p"):
                self._paragraph(paragraph, found)

    def numbering(self, paragraph: Element) -> tuple[str, str]:
        """Take a paragraph; return the id of its numbering and its level, "" where unsaid."""
        own = paragraph.find("pPr/numPr")
        styles = [style.find("pPr/numPr") for style in self._chain(_style_of(paragraph))]
        said = [numbers for numbers in (own, *styles) if numbers is not None]
        return tuple(_first(said, name) for name in ("numId", "ilvl"))

    def _paragraph(self, paragraph: Element, found: Findings) -> None:
        style = _style_of(paragraph) or self._default
        role = self._role(paragraph, style)
        sides = [p.find("jc") for p in self._properties(paragraph, style)]
        side = next((jc.get("val", "") for jc in sides if jc is not None), "")
        for name, value in (("role", role), ("align", SIDES.get(side, ""))):
            if value:
                paragraph.set(name, value)
        links = {run for link in paragraph.iter("hyperlink") for run in link.iter("r")}
        for parent in [paragraph, *paragraph.iter("hyperlink")]:
            for run in parent.findall("r"):
                if not self._run(run, style, role in HEADINGS, run in links):
                    parent.remove(run)
                    found.hidden += any((text.text or "").strip() for text in run.iter("t"))

    def _role(self, paragraph: Element, style: str) -> str:
        names = [_value(link, "name") or link.get("styleId", "") for link in self._chain(style)]
        names = names or [_style_of(paragraph)]
        outlines = [p.find("outlineLvl") for p in self._properties(paragraph, style)]
        level = next((lvl.get("val", "") for lvl in outlines if lvl is not None), "")
        outline = HEADINGS[min(int(level), 2)] if level in [*"012345"] else ""
        return next(filter(None, map(role_named, names)), outline)

    def _properties(self, paragraph: Element, style: str) -> Iterator[Element]:
        own = [paragraph, *self._chain(style)]
        return (found for part in own if (found := part.find("pPr")) is not None)

    def _run(self, run: Element, style: str, heading: bool, linked: bool) -> bool:
        """Write the look of a run; return whether it is seen at all."""
        properties = run.find("rPr")
        properties = Element("rPr") if properties is None else properties
        base = _look(self._base) | self._look_of(style)
        look = base | self._look_of(_value(properties, "rStyle")) | _look(properties)
        if heading:
            look["b"] = ""  # a heading is bold by itself
        if linked:
            look["u"] = ""
        if run.find("raised") is not None:
            look["va"] = "superscript"
        for name, value in look.items():
            if value:
                run.set(name, value)
        return not look.get("hidden")

    def _look_of(self, style: str) -> dict[str, str]:
        if style not in self._known:
            chain = [link.find("rPr") for link in self._chain(style)]
            looks = [_look(properties) for properties in reversed(chain)]
            self._known[style] = {name: value for look in looks for name, value in look.items()}
        return self._known[style]

    def _chain(self, style: str) -> list[Element]:
        """Return a style and those it is based on, nearest first, as deep as Word allows it."""
        chain: list[Element] = []
        while style in self._styles and len(chain) < MAX_CHAIN:
            chain.append(self._styles[style])
            style = _value(chain[-1], "basedOn")
        return chain

    def _style_table(self, table: Element) -> None:
        """A table style may make the first row a bold head, which the row itself does not say."""
        rows = table.findall("tr")
        firsts = [
            part.find("rPr/b")
            for link in self._chain(_value(table.find("tblPr"), "tblStyle"))
            for part in link.iter("tblStylePr")
            if part.get("type") == "firstRow"
        ]
        if rows and any(map(is_on, firsts)) and _wants_first_row(table.find("tblPr/tblLook")):
            rows[0].set("header", "1")


def _style_of(paragraph: Element) -> str:
    return _value(paragraph.find("pPr"), "pStyle")


def _value(element: Element | None, name: str) -> str:
    found = None if element is None else element.find(name)
    return "" if found is None else found.get("val", "")


def _first(elements: list[Element], name: str) -> str:
    return next(filter(None, (_value(element, name) for element in elements)), "")


def _look(properties: Element | None) -> dict[str, str]:
    """Take run properties; return what they say of the look, a thing switched off as ""."""
    if properties is None:
        return {}
    look = {}
    for name, tag in (("b", "b"), ("i", "i"), ("s", "strike"), ("hidden", "vanish"), ("u", "u")):
        if (switch := properties.find(tag)) is not None:
            look[name] = "1" if is_on(switch) else ""
    if (raised := properties.find("vertAlign")) is not None:
        look["va"] = raised.get("val", "").replace("baseline", "")
    fonts = properties.find("rFonts")
    if fonts is not None and (font := _font(fonts)):
        look["font"] = font
    return look


def _font(fonts: Element) -> str:
    # Letters above 127, all that matter in an old encoding, are shown in "hAnsi".
    if fonts.get("hAnsiTheme") or fonts.get("asciiTheme"):
        return THEME
    return fonts.get("hAnsi") or fonts.get("ascii") or ""


def is_on_value(value: str) -> bool:
    """Take the value of an XML switch; say whether it is on."""
    return value in ("1", "true", "on")


def _wants_first_row(look: Element | None) -> bool:
    if look is None:
        return True
    bits = look.get("val", "")
    known = re.fullmatch("[0-9A-Fa-f]{4}", bits) and int(bits, 16) & 0x20
    return bool(known) or is_on_value(look.get("firstRow", "0"))
