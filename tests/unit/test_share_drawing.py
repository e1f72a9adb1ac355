"""Pictures for other sites: the right size, and titles of any length inside their room."""

import io

import pytest
from PIL import Image

from news.sharing import drawing

LONG = "Uỷ ban Mặt trận Tổ quốc huyện ký kết quy chế phối hợp giám sát đóng góp tự nguyện " * 3


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize(
    "title", ["", "A", "Lịch tiếp công dân", LONG[:250], "A" * 255, "Ạ " * 127, "😀\u0301" * 90]
)
def test_every_title_stays_in_its_room(title):
    font, lines = drawing.fitted(title)
    assert all(font.getlength(line) <= drawing.WIDE for line in lines)
    assert len(lines) * font.size * drawing.LEADING <= drawing.BOTTOM - drawing.TOP
    picture = opened(
        drawing.card(drawing.Words(title, "K" * 200, "L" * 200, "T" * 200, "1/1"), _mark())
    )
    assert (picture.size, picture.format) == (drawing.SIZE, "PNG")


def test_short_titles_are_large_and_long_ones_whole():
    assert drawing.fitted("Lịch tiếp công dân")[0].size == drawing.LETTERS[0]
    font, lines = drawing.fitted(LONG[:250])
    assert " ".join(lines) == " ".join(LONG[:250].split())
    assert font.size >= drawing.LETTERS[-1]


def test_what_no_letters_hold_ends_in_an_ellipsis():
    assert drawing.fitted("Ư" * 600)[1][-1].endswith("…")


def test_no_word_stands_alone_on_the_last_line():
    lines = drawing.fitted("Nước sạch về Nậm Choỏng: hết cảnh thức đêm hứng từng can")[1]
    assert len(lines[-1].split()) > 1


@pytest.mark.parametrize("size", [(800, 500), (500, 2000), (3000, 400), (1, 1)])
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P"])
def test_any_cover_becomes_a_photograph_of_the_size(size, mode):
    picture = opened(drawing.cropped(Image.new(mode, size), (0.9, 0.1)))
    assert (picture.size, picture.format) == (drawing.SIZE, "JPEG")


def test_the_focal_point_is_kept():
    tall = Image.new("RGB", (1200, 2400), "white")
    tall.paste((200, 0, 0), (0, 2000, 1200, 2400))
    picture = opened(drawing.cropped(tall, (0.5, 0.98)))
    assert picture.getpixel((600, 600))[1] < 60


def _mark() -> Image.Image:
    return Image.new("RGBA", (64, 64), (160, 0, 0, 128))
