"""The blocks of a Word file as HTML, through mammoth, which gets a clean file with only them."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from html import escape
from itertools import groupby
from xml.etree.ElementTree import Element

import mammoth

from .docx_blocks import old_font
from .docx_looks import HEADINGS
from .docx_package import Relation, Unreadable

# Mammoth takes a third of a millisecond for each paragraph, run and cell.
MAX_PIECES = 30_000
TOO_LONG = (
    "Tệp quá dài cho một bài viết. Hãy chia thành nhiều tệp, hoặc viết bài ngắn rồi đính kèm tệp."
)
# No picture of the library lies in this folder.
PLACE = "/media/word-import/{}.jpg"

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOCUMENT = (
    f'<w:document xmlns:w="{_W}" xmlns:r="{_R}" xmlns:a="{_A}" xmlns:wp="{_WP}" '
    f'xmlns:pic="{_PIC}"><w:body>{{}}</w:body></w:document>'
)
_MAIN = f'<Relationship Id="r1" Type="{_R}/officeDocument" Target="word/document.xml"/>'
_STYLES = [
    *(f"p.{tag} => {tag}:fresh" for tag in HEADINGS),
    "p.quote => blockquote > p:fresh",
    "p.picture => figure:fresh",
    "p.caption => figure > figcaption:fresh",
    # The gate makes lists of what Word puts on the clipboard for them, their numbers included.
    *(f"p.item{n} => p[style='mso-list:l0 level{n} lfo1']:fresh" for n in range(1, 10)),
    "r.marker => span[style='mso-list:Ignore']",
    "u => u",
]
_LOOKS = (("b", "<w:b/>"), ("i", "<w:i/>"), ("s", "<w:strike/>"), ("u", '<w:u w:val="single"/>'))


class Writer:
    """Writes plain blocks as the Word file that mammoth gets."""

    def __init__(self, relations: Mapping[str, Relation], shift: int):
        """Take what the links refer to, and by how many levels headings rise."""
        self._relations, self._shift = relations, shift
        self.fonts: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.pictures: list[Element] = []
        self._pieces = 0

    def block(self, block: Element) -> str:
        """Return the XML of a paragraph or table."""
        return self._table(block) if block.tag == "tbl" else self._paragraph(block)

    def _paragraph(self, paragraph: Element) -> str:
        self._count()
        style, marker = self._style(paragraph), paragraph.get("marker", "")
        text = f"<w:t>{escape(marker)} </w:t>" if marker else ""
        look = '<w:rPr><w:rStyle w:val="marker"/></w:rPr>' if style.startswith("item") else ""
        inside = self._inside(paragraph)
        properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        return f"<w:p>{properties}<w:r>{look}{text}</w:r>{inside}</w:p>"

    def _style(self, paragraph: Element) -> str:
        role = paragraph.get("role", "")
        if role == "title" or role in HEADINGS:
            at = 0 if role == "title" else HEADINGS.index(role) - self._shift
            return HEADINGS[max(at, 0)]
        if role in ("picture", "caption", "quote"):
            return role
        return f"item{paragraph.get('level')}" if paragraph.get("level") else ""

    def _inside(self, parts: Iterable[Element]) -> str:
        """Return the XML of runs and links, neighbours of one look as one run.

        Word cuts a run at every spelling mistake, and mammoth takes long for each.
        """
        out = []
        for (look, _), group in groupby(parts, key=self._key):
            self._count()
            if look is None:
                out += map(self._inline, group)
            else:
                inside = "".join(self._inline(each) for run in group for each in run)
                joined = inside.replace("</w:t><w:t>", "")
                out.append(f"<w:r><w:rPr>{look}</w:rPr>{joined}</w:r>")
        return "".join(out)

    def _key(self, part: Element) -> tuple[str | None, int]:
        """The look of a run, None for what is no run; the marks of a field stay in their order."""
        alone = part.tag != "r" or part.find("fldChar") is not None
        return self._look(part) if part.tag == "r" else None, id(part) * alone

    def _count(self) -> None:
        self._pieces += 1
        if self._pieces > MAX_PIECES:
            raise Unreadable(TOO_LONG)

    def _inline(self, part: Element) -> str:
        if part.tag == "hyperlink":
            return self._hyperlink(part)
        if part.tag == "picture":
            return self._picture(part)
        if part.tag in ("t", "instrText"):
            return f"<w:{part.tag}>{escape(part.text or '')}</w:{part.tag}>"
        rule = _LEAVES.get(part.tag)
        return rule(part) if rule else ""

    def _look(self, run: Element) -> str:
        look = "".join(xml for name, xml in _LOOKS if run.get(name))
        if font := old_font(run):
            self.fonts.setdefault(font, f"font{len(self.fonts)}")
            look += f'<w:rStyle w:val="{self.fonts[font]}"/>'
        if run.get("va") in ("superscript", "subscript"):
            look += f'<w:vertAlign w:val="{run.get("va")}"/>'
        return look

    def _hyperlink(self, link: Element) -> str:
        inside = self._inside(link)
        relation = self._relations.get(link.get("id", ""))
        href = relation.target if relation and relation.external else link.get("href", "")
        if not href:
            return inside
        name = self.links.setdefault(href, f"link{len(self.links)}")
        return f'<w:hyperlink r:id="{name}">{inside}</w:hyperlink>'

    def _picture(self, picture: Element) -> str:
        self.pictures.append(picture)
        return (
            f'<w:r><w:drawing><wp:inline><wp:docPr descr="{escape(picture.get("alt", ""))}"/>'
            "<a:graphic><a:graphicData><pic:pic><pic:blipFill>"
            f'<a:blip r:embed="picture{len(self.pictures) - 1}"/>'
            "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )

    def _table(self, table: Element) -> str:
        return f"<w:tbl>{''.join(map(self._row, table.findall('tr')))}</w:tbl>"

    def _row(self, row: Element) -> str:
        head = "<w:trPr><w:tblHeader/></w:trPr>" if row.get("header") else ""
        return f"<w:tr>{head}{''.join(map(self._cell, row.findall('tc')))}</w:tr>"

    def _cell(self, cell: Element) -> str:
        self._count()
        span = f'<w:gridSpan w:val="{cell.get("span", "1")}"/>'
        merge = f'<w:vMerge w:val="{cell.get("merge")}"/>' if cell.get("merge") else ""
        return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{''.join(map(self.block, cell))}</w:tc>"


def _symbol(element: Element) -> str:
    font, code = escape(element.get("font", "")), element.get("char", "")
    return f'<w:sym w:font="{font}" w:char="{code}"/>'


def _field_mark(element: Element) -> str:
    return f'<w:fldChar w:fldCharType="{escape(element.get("fldCharType", ""))}"/>'


_LEAVES = {
    "tab": lambda _: "<w:tab/>",
    "br": lambda part: "<w:br/>" if part.get("type", "textWrapping") == "textWrapping" else "",
    "sym": _symbol,
    "fldChar": _field_mark,
}


def convert(blocks: list[Element], relations: Mapping[str, Relation]) -> tuple[str, list[Element]]:
    """Take arranged blocks and what their links refer to; return raw HTML and its pictures.

    The picture at index n of the list has the address `PLACE.format(n)`.
    """
    writer = Writer(relations, _shift(blocks))
    body = "".join(map(writer.block, blocks))
    result = mammoth.convert_to_html(
        _package(body, writer),
        style_map="\n".join([*_STYLES, *_font_styles(writer.fonts)]),
        include_default_style_map=False,
        include_embedded_style_map=False,
        convert_image=mammoth.images.img_element(_address),
    )
    return _with_scopes(result.value), writer.pictures


def _shift(blocks: list[Element]) -> int:
    """Return how far headings rise so that the highest is h2: the title is none of them."""
    levels = [HEADINGS.index(p.get("role")) for p in blocks if p.get("role") in HEADINGS]
    return min(levels, default=0)


def _font_styles(fonts: dict[str, str]) -> list[str]:
    return [f"r.{style} => span[style='font-family:{font}']" for font, style in fonts.items()]


def _address(image) -> dict[str, str]:
    with image.open() as number:
        return {"src": PLACE.format(int(number.read()))}


def _with_scopes(html: str) -> str:
    # Only mammoth writes "<": what the text holds is escaped.
    html = html.replace("<th colspan", '<th scope="colgroup" colspan')
    html = html.replace("<th rowspan", '<th scope="col" rowspan')
    return html.replace("<th>", '<th scope="col">')


def _package(body: str, writer: Writer) -> io.BytesIO:
    count = len(writer.pictures)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        add = archive.writestr
        add("_rels/.rels", _relationships([_MAIN]))
        add("word/document.xml", _DOCUMENT.format(body))
        add("word/_rels/document.xml.rels", _relationships(_targets(writer.links, count)))
        for at in range(count):
            # The bytes stay with us: mammoth only says which picture stands where.
            add(f"word/media/{at}.png", str(at))
    file.seek(0)
    return file


def _targets(links: dict[str, str], pictures: int) -> list[str]:
    outside = [
        f'<Relationship Id="{name}" Type="{_R}/hyperlink" Target="{escape(href)}" '
        'TargetMode="External"/>'
        for href, name in links.items()
    ]
    inside = [
        f'<Relationship Id="picture{at}" Type="{_R}/image" Target="media/{at}.png"/>'
        for at in range(pictures)
    ]
    return outside + inside


def _relationships(entries: list[str]) -> str:
    return f'<Relationships xmlns="{_RELATIONS}">{"".join(entries)}</Relationships>'
