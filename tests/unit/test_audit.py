"""What `make audit` needs to be trusted: pinned programs, and a report that hides nothing."""

import json
import re

from config.dev.audit import machines, pages, report, tools
from config.dev.audit.report import Row

LOCKED = json.loads((tools.HERE / "package-lock.json").read_text())["packages"]


def test_every_program_is_pinned_by_its_hash_and_by_no_host():
    wanted = json.loads((tools.HERE / "package.json").read_text())["dependencies"]
    assert {name: LOCKED[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    inner = {name: row for name, row in LOCKED.items() if name}
    assert all(row["integrity"].startswith("sha512-") for row in inner.values())
    assert not re.search(r"https?://", (tools.HERE / "package-lock.json").read_text())


def test_kinds_have_names_of_their_own_and_lighthouse_has_its_three():
    names = [kind for kind, _, _ in pages.KINDS]
    assert len(set(names)) == len(names)
    assert set(pages.LIGHTHOUSE) <= set(names)


def test_the_report_says_what_is_not_good(tmp_path, monkeypatch):
    monkeypatch.setattr(report, "FILE", tmp_path / "audit.md")
    found = pages.Found(None, [])
    rows = [Row("pa11y", "Bài viết", "axe 0", True), Row("Nu", "Trang chủ", "1 error", False)]
    report.write(None, found, rows)
    text = (tmp_path / "audit.md").read_text()
    assert "| pa11y | Bài viết | axe 0 | ok |" in text
    assert "| Nu | Trang chủ | 1 error | **not yet** |" in text


def test_a_page_that_moves_or_does_not_load_is_not_good(monkeypatch):
    def answer(score, moved):
        loaded = {"categories": {"performance": {"score": score}}, "audits": {}}
        loaded["audits"]["cumulative-layout-shift"] = moved
        monkeypatch.setattr(machines, "_json", lambda *command: loaded)
        return machines._scored(tools.Toolbox(None, "chromium"), page)

    monkeypatch.setattr(tools.Toolbox, "path", lambda *parts: "lighthouse")
    page = pages.Page("Trang chủ", "http://127.0.0.1/", None)
    assert answer(1, {"numericValue": 0}).good
    assert not answer(1, {"numericValue": 0.0001}).good
    assert not answer(None, {}).good
    assert not answer(0.99, {"numericValue": 0}).good
