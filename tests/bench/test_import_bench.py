"""What an import costs for each article as it grows: ratios within one run, never seconds."""

import json
import time
from itertools import cycle, islice
from pathlib import Path

import pytest

from news.models import Article
from tests.importing import counted, import_bytes
from tests.real_article import read_article

pytestmark = [pytest.mark.bench, pytest.mark.django_db]

FEW, MANY = 200, 1_000
UNITS = ("BTGHU", "MTTQ", "UBND")
SECTIONS = ("Kinh tế", "Văn hóa", "Giáo dục", "Y tế")
AUTHORS = ("Lê Trung Thành", "Trần Thị Bình", "Đỗ Ấn", "Sùng A Páo")


def row(key: str, number: int) -> dict:
    """An article of about 400 words, another one for each number."""
    _title, summary, body = read_article()
    words = " ".join(body).split()
    text = list(islice(cycle(words), number * 7 % len(words), number * 7 % len(words) + 400))
    paragraphs = (" ".join(text[start : start + 80]) for start in range(0, 400, 80))
    return {
        "external_id": f"{key}-{number}",
        "title": f"{' '.join(text[:10])} {number}",
        "summary": summary,
        "body": "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs),
        "category": SECTIONS[number % len(SECTIONS)],
        "unit": UNITS[number % len(UNITS)],
        "author": AUTHORS[number % len(AUTHORS)],
        "published_at": f"20{10 + number % 15}-0{number % 9 + 1}-1{number % 7}T08:00:00+07:00",
        "tags": ["dân vận", "nông thôn mới"],
    }


def cost(folder: Path, key: str, count: int, outcome: str) -> float:
    """Seconds for each article of an import of so many, every one with the same outcome."""
    data = "\n".join(json.dumps(row(key, number)) for number in range(count)).encode()
    begun = time.perf_counter()
    out, _err = import_bytes(folder, data)
    seconds = time.perf_counter() - begun
    assert counted(**{outcome: count}) in out
    return seconds / count


def test_an_article_costs_no_more_in_a_large_import(tmp_path):
    """Measured 0.9 to 1.1, at 12 to 15 ms for each article."""
    cost(tmp_path, "warm", 20, "made")
    few = cost(tmp_path, "few", FEW, "made")
    many = cost(tmp_path, "many", MANY, "made")
    assert Article.objects.public().count() == 20 + FEW + MANY
    assert many < 1.5 * few


def test_what_did_not_change_costs_a_fraction(tmp_path):
    """Measured about a fifth."""
    made = cost(tmp_path, "a", FEW, "made")
    assert cost(tmp_path, "a", FEW, "unchanged") < made / 2
