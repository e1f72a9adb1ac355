"""Small .docx files for the tests, made as Word makes them: a zip of XML parts."""

import io
import zipfile
from collections.abc import Iterable
from html import escape

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
    }.items()
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
# One pixel; what a picture shows is no concern of these tests.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c636000000200010005fe02fea7"
)
STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="u1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="u2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="u3"><w:name w:val="heading 3"/></w:style>
<w:style w:type="paragraph" w:styleId="TieuDe1"><w:name w:val="Tiêu đề 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Muc"><w:name w:val="Mục của cơ quan"/>
  <w:basedOn w:val="u2"/></w:style>
<w:style w:type="paragraph" w:styleId="Cap"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="Sapo"><w:name w:val="Sapo"/></w:style>
<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="Dam"><w:name w:val="Đậm giữa"/>
  <w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Toc1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="character" w:styleId="Manh"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="table" w:styleId="Bang"><w:name w:val="Bảng đầu đậm"/>
  <w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>
"""


def run(text: str, *looks: str, font: str = "") -> str:
    """A run of text; looks as "b", "i", "vanish"; "\\t" and "\\n" as Word writes them."""
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>' if font else ""
    properties = fonts + "".join(f"<w:{look}/>" for look in looks)
    text = escape(text, quote=False)
    text = text.replace("\t", "</w:t><w:tab/><w:t>").replace("\n", "</w:t><w:br/><w:t>")
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(
    *parts: str, style: str = "", align: str = "", number: str = "", level: int = 0, mark: str = ""
) -> str:
    """A paragraph of runs and other XML; plain words become a run."""
    inside = "".join(part if part.startswith("<") else run(part) for part in parts)
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    properties += f'<w:jc w:val="{align}"/>' if align else ""
    properties += f"<w:rPr>{mark}</w:rPr>" if mark else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def cell(*blocks: str, span: int = 1, merge: str = "") -> str:
    """A cell of blocks; plain words become a paragraph; merge is "restart" or "continue"."""
    inside = "".join(b if b.startswith(("<w:p>", "<w:tbl>")) else p(b) for b in blocks)
    joined = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{joined}</w:tcPr>{inside or p()}</w:tc>'


def row(*cells: str, properties: str = "") -> str:
    """A row of cells; plain words become a cell."""
    inside = "".join(part if part.startswith("<w:tc>") else cell(part) for part in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def table(*rows: str, style: str = "", look: str = "") -> str:
    """A table of rows."""
    named = f'<w:tblStyle w:val="{style}"/>' if style else ""
    return f"<w:tbl><w:tblPr>{named}{look}</w:tblPr><w:tblGrid/>{''.join(rows)}</w:tbl>"


def picture(relation: str = "anh1", alt: str = "", kind: str = "inline") -> str:
    """A run with a picture in line or floating ("anchor")."""
    return (
        f'<w:r><w:drawing><wp:{kind}><wp:docPr id="1" name="Picture 1" descr="{escape(alt)}"/>'
        f"<a:graphic><a:graphicData>{blip(relation)}</a:graphicData></a:graphic></wp:{kind}>"
        "</w:drawing></w:r>"
    )


def blip(relation: str) -> str:
    """What a drawing holds of one picture."""
    return (
        '<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="a.png"/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{relation}"/></pic:blipFill></pic:pic>'
    )


def text_box(*blocks: str) -> str:
    """A run with a text box, in the new and the old form that Word writes side by side."""
    content = f"<w:txbxContent>{''.join(blocks)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>'
        "<a:graphic><a:graphicData><wps:wsp><wps:txbx>"
        f"{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def link(text: str, relation: str) -> str:
    """A link to what the relation names."""
    return f'<w:hyperlink r:id="{relation}">{run(text, "u")}</w:hyperlink>'


def lists(*levels: tuple[str, str]) -> str:
    """numbering.xml with list 1: its levels as (format, text), each from 1; list 2 restarts it."""
    inside = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="7">{inside}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )


def part(tag: str, inside: str) -> str:
    """A whole XML part of the file."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{tag} {NAMESPACES}>{inside}</w:{tag}>'


def docx(
    *blocks: str,
    styles: str = STYLES,
    numbering: str = "",
    media: dict[str, bytes] | None = None,
    links: dict[str, str] | None = None,
    parts: dict[str, str] | None = None,
    extra: dict[str, bytes | str] | None = None,
) -> bytes:
    """A file of blocks. `media` are pictures by relation, `links` addresses by relation, `parts`
    the insides of other parts by kind ("footnotes", "header"), `extra` files by their whole name.
    """
    inside = {"styles": styles, "numbering": numbering, **(parts or {})}
    media = {"anh1": PNG} if media is None else media
    relations = [
        *((kind, kind, f"{kind}.xml", "") for kind, xml in inside.items() if xml),
        *((key, "image", f"media/{key}.png", "") for key in media),
        *((key, "hyperlink", to, ' TargetMode="External"') for key, to in (links or {}).items()),
    ]
    files: dict[str, bytes | str] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _relations([("r1", "officeDocument", "word/document.xml", "")]),
        "word/document.xml": part("document", f"<w:body>{''.join(blocks)}<w:sectPr/></w:body>"),
        "word/_rels/document.xml.rels": _relations(relations),
        **{f"word/{kind}.xml": part(_root(kind), xml) for kind, xml in inside.items() if xml},
        **{f"word/media/{key}.png": data for key, data in media.items()},
        **(extra or {}),
    }
    return zipped(files)


def zipped(files: dict[str, bytes | str]) -> bytes:
    """A zip of files by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def _root(kind: str) -> str:
    return {"header": "hdr", "footer": "ftr"}.get(kind, kind)


def _relations(entries: Iterable[tuple[str, str, str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{escape(to)}"{mode}/>'
        for key, kind, to, mode in entries
    )
    return f'<Relationships xmlns="{RELATIONSHIPS}">{inside}</Relationships>'
