"""The demonstration's recording is a file that the portal itself would take."""

from news.demo import chime
from news.text import sound


def test_it_is_a_small_whole_mp3_and_always_the_same():
    data = chime.mp3()
    assert sound.read(data) == sound.Sound("mp3", 6)
    assert len(data) < 30_000
    assert chime.mp3() == data
