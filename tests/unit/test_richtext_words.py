"""Plain text into the HTML gate, and out of it: paragraphs, words, pictures, links."""

import pytest

from news.text.richtext import Anchor, Picture, images, links, paragraphs, to_text

YOUTUBE = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("", ""),
        ("a\n\nb", "<p>a</p>\n<p>b</p>"),
        ("a\nb", "<p>a</p>\n<p>b</p>"),
        ("a\nb\n \n\n    c", "<p>a<br>b</p>\n<p>c</p>"),
        ("a\r\n\r\nb", "<p>a</p>\n<p>b</p>"),
        ("1 < 2 <script>x</script> & b", "<p>1 &lt; 2 &lt;script&gt;x&lt;/script&gt; &amp; b</p>"),
    ],
)
def test_paragraphs_of_plain_text(text, stored):
    assert paragraphs(text) == stored


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<p>a</p><p>b<br>c</p>", "a\nb\nc"),
        ("<h2>a &amp; <b>b</b></h2><ul><li>c<ul><li>d</ul></ul>", "a & b\nc\nd"),
        ("<table><caption>t</caption><tr><td>1<td>2<tr><td>3<td>4</table>", "t\n1\t2\n3\t4"),
        ('<figure><img src="/media/a.jpg" alt="x"><figcaption>c</figcaption></figure>', "c"),
        (f'<iframe src="{YOUTUBE}" title="Hội nghị"></iframe>', "Hội nghị"),
        (f'<iframe src="{YOUTUBE}"></iframe>', ""),
        ("<script>x</script>a", "a"),
    ],
)
def test_to_text(html, text):
    assert to_text(html) == text


def test_images_in_reading_order():
    html = '<img src="/media/b.png" alt="B"><ul><li><img src="/media/a.jpg"></ul><img src="x.jpg">'
    assert images(html) == [Picture("/media/b.png", "B"), Picture("/media/a.jpg", "")]


def test_links_with_their_words():
    html = '<p><a href="/x">tại <b>đây</b></a><a href="/y">b</a></p><a href="javascript:1">c</a>'
    assert links(html) == [Anchor("/x", "tại đây"), Anchor("/y", "b")]
