"""The HTML gate: what is stored of what people type, paste and import."""

import pytest

from news.text.richtext import clean

YOUTUBE = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
PICTURE = '<figure class="image"><img src="/media/a.jpg" alt=""></figure>'
REL = 'rel="noopener noreferrer"'

TEXT = [
    ("", ""),
    ("chữ trần", "<p>chữ trần</p>"),
    ("<p>a</p><p>b</p>", "<p>a</p>\n<p>b</p>"),
    ("<p>a</p>\n\n\t<p>b</p>\n", "<p>a</p>\n<p>b</p>"),
    ("<p>\n\tdân\n\tvận\n</p>", "<p>dân vận</p>"),
    (
        "trước <b>đậm</b><p>sau</p>cuối",
        "<p>trước <strong>đậm</strong></p>\n<p>sau</p>\n<p>cuối</p>",
    ),
    ("<p></p><p>&nbsp;</p><p><br></p><p><b> <br></b></p>", ""),
    ("<p>&nbsp; &emsp;&ensp;Thụt đầu dòng&nbsp;</p>", "<p>Thụt đầu dòng</p>"),
    ("<p><b>&nbsp; a</b> <i> b </i></p>", "<p><strong>a</strong> <em>b</em></p>"),
    ("<p>a<br>b</p>", "<p>a<br>b</p>"),
    ("<p><br>a <br> b<br></p>", "<p>a<br>b</p>"),
    ("<p>a<br><br>b<br>&nbsp;<br><br>c</p>", "<p>a</p>\n<p>b</p>\n<p>c</p>"),
    ("<h2>a<br><br>b</h2>", "<h2>a<br>b</h2>"),
    ("<p>a\u200bb\u00adc\ufeff</p>", "<p>abc</p>"),
    ("<p>“a” – ‘b’ … 1.586</p>", "<p>“a” – ‘b’ … 1.586</p>"),
    ("<p>Ti&ecirc;́ng Vi&ecirc;̣t &#225;</p>", "<p>Tiếng Việt á</p>"),
    ("<p>e<span>\u0302</span><i></i>\u0301</p>", "<p>ế</p>"),
    ("<p>1 < 2 & 3 > 2</p>", "<p>1 &lt; 2 &amp; 3 &gt; 2</p>"),
    ("<div>a</div><div>b</div>", "<p>a</p>\n<p>b</p>"),
    ("<div><div><p>a</p></div>b<section>c</section></div>", "<p>a</p>\n<p>b</p>\n<p>c</p>"),
    ("<pre>một\nhai</pre>", "<p>một<br>hai</p>"),
    ("<dl><dt>a</dt><dd>b</dd></dl>", "<p>a</p>\n<p>b</p>"),
    ("<blockquote>a<p>b</p></blockquote>", "<blockquote>\n<p>a</p>\n<p>b</p>\n</blockquote>"),
    ("a<hr>b", "<p>a</p>\n<hr>\n<p>b</p>"),
    ('<p>a<span style="display:none">ẩn</span></p>', "<p>a</p>"),
]

LOOKS = [
    ("<p><b>Đậm cả đoạn</b></p>", "<p><strong>Đậm cả đoạn</strong></p>"),
    ("<b>a</b><b>b</b>", "<p><strong>ab</strong></p>"),
    ("<b><b>a</b></b>", "<p><strong>a</strong></p>"),
    ("<i><b>a</b></i>", "<p><em><strong>a</strong></em></p>"),
    ("<em>a <b>b</b> c</em>", "<p><em>a <strong>b</strong> c</em></p>"),
    ("<b><p>a</p><p>b</p></b>", "<p><strong>a</strong></p>\n<p><strong>b</strong></p>"),
    ("<b>a</b><b> </b>b", "<p><strong>a</strong> b</p>"),
    ("a<b> b </b>c", "<p>a <strong>b</strong> c</p>"),
    ("<b>a</b><br><b>b</b>", "<p><strong>a<br>b</strong></p>"),
    ("<u>a</u><strike>b</strike><del>c</del><ins>d</ins>", "<p><u>a</u><s>bc</s>d</p>"),
    ("m<sup>2</sup> H<sub>2</sub>O", "<p>m<sup>2</sup> H<sub>2</sub>O</p>"),
    ('<font color="red">a</font><span style="color:red">b</span>', "<p>ab</p>"),
    ('<span style="FONT-WEIGHT: bold">a</span>', "<p><strong>a</strong></p>"),
    ('<span style="font-style:italic">a</span>', "<p><em>a</em></p>"),
    ('<b style="font-weight:normal"><p>a</p></b>', "<p>a</p>"),
    ('<b style="mso-bidi-font-weight:normal">a</b>', "<p><strong>a</strong></p>"),
    ("<h1>a</h1><h2>b</h2><h5>c</h5><h6>d</h6>", "<h2>a</h2>\n<h2>b</h2>\n<h4>c</h4>\n<h4>d</h4>"),
    ("<h3><p>a</p></h3>", "<h3>a</h3>"),
    ('<p class="MsoNormal ta-right x">a</p>', '<p class="ta-right">a</p>'),
    ('<p style="text-align:center" align="center">a</p>', "<p>a</p>"),
]

LINKS = [
    ('<a href="https://a.vn/x">x</a>', f'<p><a href="https://a.vn/x" {REL}>x</a></p>'),
    ('<a href="/tin" target="_blank">x</a>', f'<p><a href="/tin" {REL}>x</a></p>'),
    ('<a href="mailto:a@b.vn">x</a>', f'<p><a href="mailto:a@b.vn" {REL}>x</a></p>'),
    ('<a href="tel:+84214">x</a>', f'<p><a href="tel:+84214" {REL}>x</a></p>'),
    (
        '<a href=" HTTPS://a.vn/tệp 1.pdf " title=" b\n">x</a>',
        f'<p><a href="https://a.vn/tệp%201.pdf" title="b" {REL}>x</a></p>',
    ),
    ('<a href="/x">a <b>b</b></a>', f'<p><a href="/x" {REL}>a <strong>b</strong></a></p>'),
    ('<a href="/x"><h3>a</h3></a>', f'<h3><a href="/x" {REL}>a</a></h3>'),
    ('a<a href="/x"> b </a>c', f'<p>a <a href="/x" {REL}>b</a> c</p>'),
    ('<a href="/x"></a>a', "<p>a</p>"),
    *(
        (f'<a href="{href}">a</a>', "<p>a</p>")
        for href in (
            "", "#_ftn1", "bai.html", "?q=1", "//a.vn/", "/\\a.vn", "file:///C:/a.doc", "ftp://a.vn/",
            "javascript:alert(1)", "https:a.vn", "https://exa%mple/", "https://a.vn/" + "x" * 2000,
        )
    ),
]  # fmt: skip

LISTS = [
    ("<ul><li>a<li><p>b</p></ul>", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    ("<ul><li>a</li><li>&nbsp;</li></ul>", "<ul>\n<li>a</li>\n</ul>"),
    ("<ul></ul><ol><li></li></ol>", ""),
    ('<ol start="3" type="a"><li>a</ol>', '<ol start="3">\n<li>a</li>\n</ol>'),
    ("<ul><li>a<ul><li>b</ul></ul>", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>"),
    ("<ul><li>a</li><ul><li>b</ul></ul>", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>"),
    ("<ul>a<li>b</ul>", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    ("<li>a</li>", "<p>a</p>"),
    ("<ul><li><p>a</p><p>b</p></ul>", "<ul>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n</ul>"),
]


def table(*rows: str) -> str:
    return "\n".join(("<table>", "<tbody>", *rows, "</tbody>", "</table>"))


TABLES = [
    ("<table><tr><td>1<td>&nbsp;<td>3</table>", table("<tr><td>1</td><td></td><td>3</td></tr>")),
    (
        '<table border=1 width=9><tr><td width=5 colspan=2 rowspan="02"><p>a</p></table>',
        table('<tr><td colspan="2">a</td></tr>'),
    ),
    (
        '<table><tr><th scope="col">a</th><th scope="x">b</th></tr></table>',
        table('<tr><th scope="col">a</th><th>b</th></tr>'),
    ),
    (
        '<table><tr><td><p class="ta-right">2.090</p></table>',
        table('<tr><td class="ta-right">2.090</td></tr>'),
    ),
    (
        "<table><tr><td><p>a</p><p>b</p></td></tr></table>",
        table("<tr><td>\n<p>a</p>\n<p>b</p>\n</td></tr>"),
    ),
    (
        '<table><tr><td class="ta-right"><p class="ta-left">1</p></table>',
        table('<tr><td class="ta-right">\n<p class="ta-left">1</p>\n</td></tr>'),
    ),
    (
        "<table><caption><p>Biểu</p><p>1</p></caption><thead><tr><th>a</table>",
        "<table>\n<caption>Biểu<br>1</caption>\n<thead>\n<tr><th>a</th></tr>\n</thead>\n</table>",
    ),
    ("<table><caption>a</caption></table>", "<p>a</p>"),
    ("<table>lạc<tr><td>1</table>", "<p>lạc</p>\n" + table("<tr><td>1</td></tr>")),
]

FIGURES = [
    ('<img src="/media/a.jpg">', PICTURE),
    ('<p>a <img src="/media/a.jpg"> b</p>', f"<p>a</p>\n{PICTURE}\n<p>b</p>"),
    ('<b>a<img src="/media/a.jpg"></b>', f"<p><strong>a</strong></p>\n{PICTURE}"),
    (
        '<img src="/media/a.jpg" alt=" Hội\u00a0nghị " width="640" height="99999" loading="lazy">',
        '<figure class="image"><img src="/media/a.jpg" alt="Hội nghị" width="640"></figure>',
    ),
    (
        '<figure><img src="/media/a.jpg"><figcaption><p>Ảnh: <b>A</b></p></figcaption></figure>',
        '<figure class="image"><img src="/media/a.jpg" alt="">'
        "<figcaption>Ảnh: <strong>A</strong></figcaption></figure>",
    ),
    (
        '<div class="align-center"><figure class="image"><img src="/media/a.jpg"></figure></div>',
        '<figure class="image align-center"><img src="/media/a.jpg" alt=""></figure>',
    ),
    (
        '<p><img class="align-left" src="/media/a.jpg">a</p>',
        '<figure class="image align-left"><img src="/media/a.jpg" alt=""></figure>\n<p>a</p>',
    ),
    (
        '<p><a href="/x"><img src="/media/a.jpg"></a></p>',
        f'<figure class="image"><a href="/x" {REL}><img src="/media/a.jpg" alt=""></a></figure>',
    ),
    ('<table><tr><td><img src="/media/a.jpg"></table>', table(f"<tr><td>\n{PICTURE}\n</td></tr>")),
    ('<figure><img src="/media/a.jpg"><img src="/media/a.jpg"></figure>', f"{PICTURE}\n{PICTURE}"),
    (
        '<figure><img src="/media/a.jpg"><figcaption>a<figure><img src="/media/a.jpg"><figcaption>b'
        "</figcaption></figure></figcaption></figure>",
        PICTURE + "\n" + PICTURE.replace("</f", "<figcaption>a<br>b</figcaption></f"),
    ),
    ('<p style="display:none"><img src="/media/a.jpg"><br>a</p>', ""),
    ('<figure class="image"><img src="https://a.vn/a.jpg"></figure>', ""),
    ("<figure><img><figcaption>Lời</figcaption></figure>", "<p>Lời</p>"),
    ("<figcaption>Lời</figcaption>", "<p>Lời</p>"),
    *(
        (f'a<img src="{src}">', "<p>a</p>")
        for src in (
            "", "/media/", "/media/a", "/media/a.svg", "/media/a.jpg?x=1", "/media/a.jpg#x",
            "/media/../a.jpg", "/media//a.jpg", "/media/.a.jpg", "/media/%2e%2e/a.jpg",
            "/media/a%5cb.jpg", "/media/a%2Fb.jpg", "media/a.jpg", "//x/media/a.jpg", "/mediaa.jpg",
        )
    ),
    *(
        (f'<img src="{src}">', f'<figure class="image"><img src="{src}" alt=""></figure>')
        for src in ("/media/2026/a-b_c.1.JPEG", "/media/%E1%BA%A3nh%201.webp", "/media/x/ảnh.avif")
    ),
]  # fmt: skip


def video(label: str, href: str = YOUTUBE) -> str:
    return f'<figure class="video"><a href="{href}" {REL}>{label}</a></figure>'


VIDEOS = [
    *(
        (f'<iframe src="{src}" title="Hội nghị"></iframe>', video("Hội nghị"))
        for src in (
            "https://www.youtube.com/embed/dQw4w9WgXcQ",
            "//www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0",
            "https://youtu.be/dQw4w9WgXcQ?t=3",
            "https://m.youtube.com/watch?list=x&amp;v=dQw4w9WgXcQ",
        )
    ),
    ('<iframe src="https://youtu.be/dQw4w9WgXcQ">lời</iframe>', video(YOUTUBE)),
    (
        '<p>a<iframe src="https://player.vimeo.com/video/76979871?h=8"></iframe>b</p>',
        "<p>a</p>\n"
        + video("https://vimeo.com/76979871", "https://vimeo.com/76979871")
        + "\n<p>b</p>",
    ),
    (video("a <b>b</b>"), video("a b")),
    (
        f'<figure class="video"><a href="{YOUTUBE}">a</a><figcaption>Lời</figcaption></figure>',
        video("a").replace("</a>", "</a><figcaption>Lời</figcaption>"),
    ),
    (f'<p><a href="{YOUTUBE}">a</a></p>', f'<p><a href="{YOUTUBE}" {REL}>a</a></p>'),
    (
        '<figure class="video"><a href="https://a.vn/">a</a></figure>',
        f'<p><a href="https://a.vn/" {REL}>a</a></p>',
    ),
    ('<iframe src="https://a.vn/"><p>a</p></iframe>', ""),
]

BLOCKS = ["p", "h2", "h3", "h4", "ul", "ol", "li", "table", "caption", "thead", "tbody", "tr", "td"]
BLOCKS += ["th", "figure", "blockquote", "hr"]
CASES = TEXT + LOOKS + LINKS + LISTS + TABLES + FIGURES + VIDEOS


@pytest.mark.parametrize(("html", "stored"), CASES)
def test_stored_form(html, stored):
    assert clean(html) == stored


@pytest.mark.parametrize(("html", "stored"), CASES)
def test_stored_form_stays(html, stored):
    assert clean(stored) == stored


@pytest.mark.parametrize(("html", "stored"), CASES)
def test_stored_form_survives_the_layout_of_an_editor(html, stored):
    """CKEditor 4 puts line feeds and tabs round every block tag and drops rel."""
    edited = stored.replace(f" {REL}", "")
    for tag in [
        "p",
        "h2",
        "h3",
        "h4",
        "ul",
        "ol",
        "li",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "td",
        "th",
        "figure",
        "blockquote",
        "hr",
    ]:
        edited = edited.replace(f"<{tag}>", f"\n\n\t<{tag}>\n\t\t").replace(
            f"</{tag}>", f"\n\t</{tag}>\n"
        )
    assert clean(edited) == stored


def test_half_a_surrogate_pair_and_nul_are_dropped():
    assert clean("<p>a\ud800b\0c</p>") == "<p>abc</p>"
