"""Demo pictures: one name is one picture, in the right size, light enough for phones."""

from io import BytesIO

import pytest

from news.demo.palettes import PALETTES
from news.demo.pictures import MOTIFS, draw

SMALL = (320, 200)  # enough to compare, quick to draw


def jpeg(picture) -> bytes:
    file = BytesIO()
    picture.save(file, "JPEG", quality=82)
    return file.getvalue()


def test_a_name_always_gives_the_same_picture():
    assert draw("demo-001", SMALL).tobytes() == draw("demo-001", SMALL).tobytes()


def test_different_names_give_different_pictures():
    names = [f"demo-{number:03d}" for number in range(12)]
    assert len({draw(name, SMALL).tobytes() for name in names}) == len(names)


def test_default_size_is_the_one_of_a_lead_picture():
    picture = draw("demo-001")
    assert (picture.size, picture.mode) == ((1280, 800), "RGB")


@pytest.mark.parametrize("size", [(320, 200), (400, 400), (360, 640)])
def test_other_sizes_and_shapes(size):
    assert draw("demo-001", size).size == size


def test_the_name_chooses_motif_and_palette():
    named = draw("demo-012-2-bridge-dusk", SMALL)
    assert named.tobytes() == draw("demo-012-2-bridge-dusk", SMALL, motif="bridge").tobytes()
    assert named.tobytes() != draw("demo-012-2-bridge-dusk", SMALL, motif="school").tobytes()
    assert sum(draw("x-hills-night", SMALL).getpixel((5, 5))) < 300
    assert sum(draw("x-hills-day", SMALL).getpixel((5, 5))) > 500


def test_no_word_is_both_motif_and_palette():
    assert not set(MOTIFS) & set(PALETTES)


@pytest.mark.parametrize("motif", MOTIFS)
def test_every_motif_stays_light(motif):
    assert len(jpeg(draw(f"demo-{motif}-day"))) <= 60 * 1024
