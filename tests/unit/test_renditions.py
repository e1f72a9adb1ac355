"""Crops keep the focal point, nothing is made larger, and a text's pictures become responsive."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.media import renditions
from news.media.models import Image
from news.media.renditions import CROPS, Box, crop_box, key, widths_for
from news.media.showing import KNOWN, PLACES, Shelf, responsive
from news.text.richtext import Responsive, clean, render

sizes = st.tuples(st.integers(1, 10_000), st.integers(1, 10_000))
parts = st.floats(0, 1)


def picture(**values) -> Image:
    """A picture whose renditions are ready, without a database."""
    image = Image(sha256="a" * 64, file="anh/goc.jpg", width=1600, height=1000, **values)
    files = {
        name: [[width, width, [1, 1, 1]] for width in crop.widths] for name, crop in CROPS.items()
    }
    image.renditions = {
        name: {"key": key(image, name), "fallback": "jpg", "files": files[name]} for name in CROPS
    }
    return image


@pytest.mark.parametrize(
    ("size", "ratio", "focal", "box"),
    [
        ((1600, 1000), 1.6, (0.5, 0.5), (0, 0, 1600, 1000)),
        ((1600, 1000), 1.0, (0.5, 0.5), (300, 0, 1300, 1000)),
        ((1600, 1000), 1.0, (0.0, 0.5), (0, 0, 1000, 1000)),
        ((1600, 1000), 1.0, (1.0, 0.5), (600, 0, 1600, 1000)),
        ((1000, 2000), 2.0, (0.5, 0.25), (0, 250, 1000, 750)),
        ((1000, 2000), 2.0, (0.5, 0.0), (0, 0, 1000, 500)),
        ((1000, 2000), 2.0, (0.5, 1.0), (0, 1500, 1000, 2000)),
        ((1, 1), 16 / 9, (0.5, 0.5), (0, 0, 1, 1)),
        ((10_000, 1), 1.5, (1.0, 1.0), (9998, 0, 10_000, 1)),
    ],
)
def test_a_crop_stands_around_the_focal_point_as_far_as_the_edges_let_it(size, ratio, focal, box):
    assert crop_box(size, ratio, focal) == Box(*box)


@given(sizes, st.sampled_from([16 / 9, 3 / 2, 1.6, 1.0, 0.5]), st.tuples(parts, parts))
def test_a_crop_lies_inside_the_picture_and_holds_the_focal_point(size, ratio, focal):
    left, top, right, bottom = crop_box(size, ratio, focal)
    assert 0 <= left < right <= size[0]
    assert 0 <= top < bottom <= size[1]
    assert left <= focal[0] * size[0] <= right
    assert top <= focal[1] * size[1] <= bottom


@given(sizes, st.sampled_from([16 / 9, 3 / 2, 1.0]))
def test_a_crop_is_as_large_as_can_be_and_of_the_ratio(size, ratio):
    left, top, right, bottom = crop_box(size, ratio, (0.5, 0.5))
    assert right - left == size[0] or bottom - top == size[1]
    assert abs((right - left) - (bottom - top) * ratio) <= ratio or 1 in (
        right - left,
        bottom - top,
    )


@pytest.mark.parametrize(
    ("own", "made"),
    [
        (4000, [360, 720, 1080, 1440]),
        (1440, [360, 720, 1080, 1440]),
        (1400, [360, 720, 1080, 1400]),
        (1100, [360, 720, 1100]),
        (800, [360, 800]),
        (360, [360]),
        (7, [7]),
    ],
)
def test_no_file_is_wider_than_the_picture_and_no_two_are_nearly_alike(own, made):
    assert widths_for(own, (360, 720, 1080, 1440)) == made


@given(st.integers(1, 5000), st.sets(st.integers(1, 5000), min_size=1))
def test_widths_never_exceed_the_picture_or_what_was_wanted(own, wanted):
    widths = widths_for(own, wanted)
    assert widths == sorted(set(widths))
    assert widths[-1] == min(own, max(wanted))


def test_an_address_changes_with_what_it_shows_and_with_nothing_else(monkeypatch):
    image = Image(sha256="a" * 64)
    before = {name: key(image, name) for name in CROPS}
    image.alt = image.caption = "khác"
    assert {name: key(image, name) for name in CROPS} == before
    image.focal_x = 0.9
    moved = {name for name in CROPS if key(image, name) != before[name]}
    assert moved == {"lead", "card"}
    monkeypatch.setattr(renditions, "VERSION", 2)
    assert all(key(image, name) != before[name] for name in CROPS)
    assert key(Image(sha256="b" * 64), "full") != key(image, "full")


def test_every_place_shows_a_crop_that_is_made():
    assert {place.crop for place in PLACES.values()} == set(CROPS)


def test_a_picture_offers_the_best_format_first_and_every_width():
    shown = responsive(picture(), "row")
    assert [kind for kind, _ in shown.sources] == ["image/avif", "image/webp"]
    stem = f"/media/{renditions.stem_name(key(picture(), 'card'))}"
    assert shown.sources[0][1] == ", ".join(f"{stem}-{w}.avif {w}w" for w in (240, 480, 780))
    assert shown.srcset.startswith(f"{stem}-240.jpg 240w, ")
    assert shown.src == "/media/anh/goc.jpg"
    assert (shown.width, shown.height) == ("780", "780")


def test_a_picture_without_renditions_is_its_original():
    image = Image(file="anh/goc.jpg", width=1600, height=1000)
    assert responsive(image, "lead") == Responsive("/media/anh/goc.jpg", "1600", "1000")


# In a text

FIGURE = '<figure class="image{}"><img src="/media/anh/goc.jpg" alt="A &lt; B"{}></figure>'


def shelf(**values) -> Shelf:
    """What an article's query brings of that picture."""
    image = picture(**values)
    return Shelf({"anh/goc.jpg": {name: getattr(image, name) for name in KNOWN}})


def test_a_picture_in_a_text_becomes_responsive():
    shown = render(FIGURE.format("", ' width="9" height="9"'), shelf())
    assert shown.startswith('<figure class="image"><picture><source type="image/avif" srcset="/me')
    assert shown.count("<source") == 2
    assert ' width="1440" height="1440" ' in shown
    assert 'alt="A &lt; B"' in shown
    assert 'loading="lazy" decoding="async"></picture></figure>' in shown
    assert "714px" in shown


def test_text_beside_a_picture_makes_it_small():
    shown = render(FIGURE.format(" align-left", ""), shelf())
    assert "328px" in shown
    assert "714px" not in shown
    both = FIGURE.format(" align-right", "") + FIGURE.format("", "")
    assert render(both, shelf()).count("328px") == 3


def test_a_linked_picture_stays_linked_and_captioned():
    html = (
        '<figure class="image"><a href="/x"><img src="/media/anh/goc.jpg" alt="A"></a>'
        "<figcaption>B</figcaption></figure>"
    )
    shown = render(html, shelf())
    assert '<a href="/x" rel="noopener noreferrer"><picture>' in shown
    assert "</picture></a><figcaption>B</figcaption></figure>" in shown


def test_a_picture_not_ready_keeps_its_file_and_gets_its_size():
    shown = render(FIGURE.format("", ""), Shelf({"anh/goc.jpg": {"width": 1600, "height": 1000}}))
    assert "<picture>" not in shown
    assert 'src="/media/anh/goc.jpg" alt="A &lt; B" width="1600" height="1000" load' in shown


def test_a_picture_the_library_does_not_know_stays_as_it_is_stored():
    html = FIGURE.format("", ' width="8" height="6"')
    assert render(html, Shelf()) == render(html)


def test_nothing_a_picture_brings_can_leave_its_attribute():
    evil = Responsive('"><b>', '"1', "'2", '"><i>', '"<u>', (('"><s>', '"><p>'),), '"><u>')
    shown = render(FIGURE.format("", ""), lambda src, alt, beside: evil)
    for tag in ("<b>", "<i>", "<u>", "<s>", "<p>"):
        assert tag not in shown


def test_what_is_copied_from_a_page_is_what_was_stored():
    stored = clean(FIGURE.format("", ' width="1440" height="1440"'))
    assert clean(render(stored, shelf())) == stored
