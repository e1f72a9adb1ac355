"""The list of decisions names each by its title, in order."""

import re
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "docs" / "decisions"


def test_every_decision_is_listed_by_its_title():
    listed = re.findall(r"^- \[(\d+)\]\((.+?)\) (.+)$", (FOLDER / "README.md").read_text(), re.M)
    stand = []
    for file in sorted(FOLDER.glob("0*.md")):
        number, title = re.match(r"# (\d+)[:.]? (.+)", file.read_text()).groups()
        stand.append((number, file.name, title))
    assert listed == stand
