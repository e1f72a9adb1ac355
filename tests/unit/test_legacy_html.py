"""Documents in TCVN3 and VNI: whole blocks are converted, and every other byte stays."""

import time
import unicodedata
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news.text.legacy import Encoding, convert_html, inspect_html
from news.text.legacy_html import text_blocks
from tests.legacy import FOREIGN, VIETNAMESE, as_tcvn3, as_vni

TCVN3, VNI = Encoding.TCVN3, Encoding.VNI
WRITE = {TCVN3: as_tcvn3, VNI: as_vni}
# Without a toned capital, so that TCVN3 brings them back as they were.
OLD = [line for line in VIETNAMESE if line[0].isascii() and "Uỷ" not in line]
NEW = "<p>Cà phê là gì? Có bé bò, có cá.</p>\n<p class='x'>Đoàn kết &amp; tiến bộ&nbsp;</p>"


def document(encoding: Encoding, *extra: str) -> str:
    body = "".join(f"<p>{escape(WRITE[encoding](line))}</p>\n" for line in OLD[:3])
    return body + "".join(extra)


@pytest.mark.parametrize("encoding", Encoding)
def test_one_old_paragraph_among_new_ones(encoding):
    html = f"{NEW}<p>{WRITE[encoding](OLD[4])}</p>{NEW}"
    report = inspect_html(html)
    assert (report.encoding, report.blocks, report.total) == (encoding, (2,), 5)
    assert [(p.block, p.before, p.after) for p in report.passages] == [
        (2, WRITE[encoding](OLD[4]), OLD[4])
    ]
    assert convert_html(html) == f"{NEW}<p>{OLD[4]}</p>{NEW}"


def test_both_encodings_in_one_document():
    html = document(TCVN3) + document(VNI, f"<p>{as_vni(OLD[3])}</p>")
    assert inspect_html(html).encoding is VNI
    assert {passage.encoding for passage in inspect_html(html).passages} == {TCVN3, VNI}
    assert inspect_html(convert_html(html)) is None


@pytest.mark.parametrize("encoding", Encoding)
def test_a_short_block_is_helped_by_its_neighbours_of_the_same_encoding(encoding):
    short = f"<h2>{WRITE[encoding]('Hà Nội')}</h2>"
    assert inspect_html(short) is None
    assert "<h2>Hà Nội</h2>" in convert_html(document(encoding, short))
    assert "<h2>Hà Nội</h2>" in convert_html(short + document(encoding))
    assert "<h2>Hà Nội</h2>" in convert_html(document(encoding, short, document(encoding)))
    assert short in convert_html(document(encoding, short, NEW))
    assert short in convert_html(NEW + short)


@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize(
    "cell",
    ["Cà phê", "có bé", "Malmö", "São Paulo", "Müller", "5 µm", "© 2024", "£5", "Hà Nội", "Ha Noi"],
)
def test_what_is_good_as_it_stands_stays_even_among_old_blocks(encoding, cell):
    html = document(encoding, f"<p>{cell}</p>", document(encoding))
    assert f"<p>{cell}</p>" in convert_html(html)


@pytest.mark.parametrize("encoding", Encoding)
def test_the_cells_of_a_table_prove_themselves_together(encoding):
    names = ["Nguyễn Văn Tâm", "Trần Thị Nguyệt", "Lạng Sơn", "Hoà Bình"]
    html = "<table>" + "".join(f"<td>{WRITE[encoding](name)}</td>" for name in names) + "</table>"
    assert convert_html(html) == "<table>" + "".join(f"<td>{n}</td>" for n in names) + "</table>"
    assert inspect_html("<p>Thaï</p><p>Taï</p><p>Où</p><p>Loë</p>") is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"<p>{as_tcvn3(OLD[1]).encode('ascii', 'xmlcharrefreplace').decode()}</p>", OLD[1]),
        ("<p>&yacute;: nh&copy;n d&copy;n ®&Otilde;n n&shy;&iacute;c</p>", "ý: nhân dân đến nước"),
        ("<p><b>Nh©</b>n <i class='a>b'>d©n</i> ®Õn n­íc</p>", "<b>Nhâ</b>n <i class='a>b'>dân"),
        ("<p>Nha<b>ân daân ñe</b>án nöôùc</p>", "Nhâ<b>n dân đế</b>n nước"),
        ("<p>Nha<span>ân</span> d<o:p>aân</o:p> ñeán", "Nhâ<span>n</span> d<o:p>ân</o:p> đến"),
        ("<p>· Nh©n d©n ®Õn n­íc ta, © 2024", "· Nhân dân đến nước ta, © 2024"),
        ("<p>\uf0b7 Nh©n d©n ®Õn n­íc ta", "\uf0b7 Nhân dân đến nước ta"),
        (
            "<p><span style='font-family:Wingdings;mso-list:Ignore'>Ø</span> Nh©n d©n ®Õn n­íc",
            "Ignore'>Ø</span> Nhân dân đến nước",
        ),
        ("<p>nh©n d©n &lt;®Õn&gt; n­íc &amp; d©n", "nhân dân &lt;đến&gt; nước &amp; dân"),
        ("nh©n d©n ®Õn n­íc<br>Cà phê sữa", "nhân dân đến nước<br>Cà phê sữa"),
        ("<p>nh©n d©n ®Õn n­íc<!-- ®Õn --><script>®Õn</script>", "nước<!-- ®Õn --><script>®Õn<"),
        (
            "<p title=\"nh©n d©n ®Õn n­íc\"><img alt='®Õn \"x·\"' src='®Õn.jpg'>nh©n d©n ®Õn n­íc",
            "<p title=\"nhân dân đến nước\"><img alt='đến &quot;xã&quot;' src='®Õn.jpg'>nhân",
        ),
        ("<p>nh©n d©n ®Õn n­íc <a href='/?q=x·' title=x·>x·</a>", "<a href='/?q=x·' title=xã>xã"),
    ],
)
def test_only_text_is_converted(before, after):
    assert after in convert_html(before)


@pytest.mark.parametrize(
    "html",
    [
        '<font face=".VnTimeH">Hµ néi</font>',
        "<p style='font-size:14pt;font-family:\".VnTimeH\"'>Hµ <b>néi</b></p>",
        '<p style="font-family:&quot;.VnArialH&quot;,sans-serif">Hµ néi</p>',
        '<style><!-- p.Muc, li.Muc {margin:0; font-family:".VnTimeH";} --></style>'
        "<p class=Muc>Hµ néi</p>",
    ],
)
def test_fonts_are_evidence_and_those_with_h_write_capitals(html):
    assert "HÀ" in convert_html(html)
    assert "NỘI" in convert_html(html)


def test_the_nearest_font_counts():
    html = (
        '<div style="font-family:.VnTimeH"><font face=".VnTime">Hµ Néi</font><br>hµ néi</div></i>'
    )
    assert convert_html(html) == html.replace("Hµ Néi", "Hà Nội").replace("hµ néi", "HÀ NỘI")


@pytest.mark.parametrize("line", [*VIETNAMESE, *FOREIGN])
def test_good_text_keeps_every_byte(line):
    for form in (line, unicodedata.normalize("NFD", line), line.upper()):
        html = f'<p class=x>{form}</p>\n<p><font face=".VnTime">{escape(form)}</font></p>'
        assert convert_html(f"<p>{form}</p>") == f"<p>{form}</p>"
        assert line in FOREIGN or convert_html(html) == html


@pytest.mark.parametrize("html", ["", " ", "<", "<p", "&", "&shy;", "<p title=\"é'>é", "</p>é"])
def test_odd_documents(html):
    assert convert_html(html) == html
    assert inspect_html(html) is None


def test_a_long_document_shows_its_first_passages():
    html = document(TCVN3) * 30
    report = inspect_html(html)
    assert len(report.blocks) == report.total == 90
    assert len(report.passages) == 20


def test_it_is_told_when_the_soft_hyphens_that_write_u_with_a_horn_are_gone():
    old, vni = document(TCVN3) * 4, document(VNI) * 4
    gone = old.replace("\u00ad", "")
    assert inspect_html(gone).horns_lost
    assert not any(inspect_html(html).horns_lost for html in (old, vni, gone[:300]))


def test_blocks_are_lines_of_text_and_attributes():
    html = "<td>a<b>b</b><br>c<img alt=d title='e&amp;'></td><p> </p><o:p>&nbsp;</o:p>f"
    assert [block.text for block in text_blocks(html)] == ["ab", "c", "d", "e&", "\xa0f"]


PARTS = st.sampled_from([*VIETNAMESE[:12], *FOREIGN[:20], "Hà Nội", "đến", "có một", "H2O", "Thaï"])
WAYS = st.sampled_from([as_tcvn3, as_vni, str])
TEXTS = st.builds(lambda part, way: escape(way(part)), PARTS, WAYS)
FONTS = st.sampled_from([".VnTime", ".VnTimeH", "VNI-Times", "Arial"])
INLINE = st.builds(lambda text, font: f'<font face="{font}">{text}</font>', TEXTS, FONTS)
BLOCKS = st.builds(lambda parts: f"<p>{' '.join(parts)}</p>", st.lists(TEXTS | INLINE, max_size=3))
DAMAGED = st.text(st.sampled_from("<>/='\"&;!-pbian µ®Õ·©­aâñ"), max_size=30)


@settings(max_examples=150)
@given(st.lists(BLOCKS | TEXTS | DAMAGED, max_size=6).map("".join))
def test_converting_twice_is_converting_once(html):
    once = convert_html(html)
    assert convert_html(once) == once
    assert (inspect_html(html) is None) == (once == html)


@pytest.mark.parametrize(
    "html",
    [
        "<" * 300_000,
        "<a" * 300_000,
        "<a \"<a '" * 60_000,
        "<!--" * 100_000,
        "<i>" * 50_000 + "</b>" * 50_000,
        "<style>.a" + ".a" * 100_000,
        "<p " + "a " * 100_000 + ">é",
        "nh©n d©n ®Õn " * 15_000,
        "<td>x·</td>" * 10_000,
        "&shy;" * 100_000,
        "<p>" + "a<b>â</b>" * 20_000 + " nhaân daân ñeán nöôùc",
    ],
)
def test_hostile_html_is_read_in_time(html):
    start = time.process_time()
    convert_html(f"é{html}")
    assert time.process_time() - start < 3
