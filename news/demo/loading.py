"""Reads the demo content and draws the pictures it names."""

import json
import re
from pathlib import Path

from news.demo.pictures import draw

HERE = Path(__file__).parent
SOURCE = re.compile(r'<img src="([^"]+)"')


def taxonomy() -> dict:
    """The demo's sections, units, authors and what its portal says of itself."""
    return json.loads((HERE / "taxonomy.json").read_text(encoding="utf-8"))


def articles() -> list[dict]:
    """The demo articles, as an import takes them, with "days_ago" and "time" for a date."""
    lines = (HERE / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line]


def pictures_of(row: dict) -> list[str]:
    """The paths of the pictures an article names."""
    return [row["cover"]] * bool(row.get("cover")) + SOURCE.findall(row["body"])


def draw_picture(name: str, folder: Path) -> None:
    """Draw the picture of this path into a folder."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    draw(Path(name).stem).save(file, "JPEG", quality=82)
