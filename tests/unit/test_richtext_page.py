"""How a page shows a stored text: lazy pictures, framed videos, tables that scroll."""

import pytest
from django.utils.html import conditional_escape

from news.text.richtext import clean, render


def test_text_is_shown_as_it_is_stored():
    stored = clean('<h2>a</h2><p>b <a href="/x">c</a></p><ul><li>d</ul>')
    assert render(stored) == stored


def test_pages_need_no_filter_that_trusts_them():
    assert conditional_escape(render("<p>a</p>")) == "<p>a</p>"


def test_pictures_load_when_needed():
    assert render('<img src="/media/a.jpg" alt="A" width="8" height="6">') == (
        '<figure class="image"><img src="/media/a.jpg" alt="A" width="8" height="6" loading="lazy" '
        'decoding="async"></figure>'
    )


FRAMES = [
    (
        "https://youtu.be/dQw4w9WgXcQ",
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
    ),
    ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871"),
]


@pytest.mark.parametrize(("href", "src"), FRAMES)
def test_videos_become_boxed_frames(href, src):
    figure = f'<figure class="video"><a href="{href}">Hội nghị "A"</a></figure>'
    assert render(figure) == (
        f'<figure class="video"><iframe src="{src}" title="Video: Hội nghị &quot;A&quot;" '
        'loading="lazy" sandbox="allow-scripts allow-same-origin allow-presentation allow-popups" '
        'referrerpolicy="strict-origin-when-cross-origin" allowfullscreen></iframe></figure>'
    )


def test_a_video_without_a_name_is_called_video():
    assert 'title="Video"' in render('<iframe src="https://youtu.be/dQw4w9WgXcQ"></iframe>')


@pytest.mark.parametrize(
    ("caption", "label"),
    [("", "Bảng"), ("<caption>Biểu <b>1</b> &quot;a&quot;</caption>", "Biểu 1 &quot;a&quot;")],
)
def test_tables_scroll_by_keyboard(caption, label):
    shown = render(f"<table>{caption}<tr><td>1</td></tr></table>")
    box = f'<div class="table-scroll" tabindex="0" role="region" aria-label="{label}">\n<table>'
    assert shown.startswith(box)
    assert shown.endswith("</table>\n</div>")


def test_what_was_smuggled_into_the_database_is_not_shown():
    assert render("<p onclick=x>a<script>b</script></p>") == "<p>a</p>"
