"""The programs that judge pages: Lighthouse, pa11y (axe, HTML_CodeSniffer), the Nu checker."""

import json
from collections import Counter
from typing import Any

from config.dev.audit.pages import LIGHTHOUSE, Found, Page
from config.dev.audit.report import RUNS, Row
from config.dev.audit.tools import Toolbox
from config.dev.console import Failure

BEST = 100
# A phone of 360 pixels and a desk.
WIDTHS = (360, 1280)
CHROMIUM_FLAGS = ("--no-sandbox", "--disable-dev-shm-usage")
NU = ("vnu-jar", "build", "dist", "vnu.jar")


def lighthouse(toolbox: Toolbox, found: Found) -> list[Row]:
    """The four scores of the front page, a list and an article, and how far the layout moved."""
    return [_scored(toolbox, page) for page in found.of(*LIGHTHOUSE)]


def _scored(toolbox: Toolbox, page: Page) -> Row:
    best: dict[str, float] = {}
    for _ in range(RUNS):
        scores = _scores(toolbox, page)
        best = {name: max(score, best.get(name, 0)) for name, score in scores.items()}
        if min(best.values()) == BEST:
            break
    said = ", ".join(f"{name} {score:.0f}" for name, score in best.items())
    return Row("Lighthouse", page.kind, said, min(best.values()) == BEST)


def _scores(toolbox: Toolbox, page: Page) -> dict[str, float]:
    flags = " ".join(("--headless=new", *CHROMIUM_FLAGS))
    program = toolbox.path("lighthouse", "cli", "index.js")
    options = ("--quiet", "--output=json", f"--chrome-flags={flags}")
    answer = _json(toolbox, "node", program, page.address, *options)
    scores = {name: 100 * (part["score"] or 0) for name, part in answer["categories"].items()}
    # Layout that moves is a fault of its own, also where the score forgives a little.
    moved = answer["audits"]["cumulative-layout-shift"].get("numericValue")
    return {**scores, "layout stays": BEST if moved == 0 else 0}


def pa11y(toolbox: Toolbox, found: Found) -> list[Row]:
    """WCAG 2.2 AA on every page at both widths: what axe and HTML_CodeSniffer find."""
    return [_accessible(toolbox, page) for page in found.pages]


def _accessible(toolbox: Toolbox, page: Page) -> Row:
    issues = [issue for width in WIDTHS for issue in _issues(toolbox, page, width)]
    counted = Counter(issue["runner"] for issue in issues)
    said = f"axe {counted['axe']}, HTML_CodeSniffer {counted['htmlcs']}"
    first = f": {issues[0]['code']} {issues[0]['selector']}" if issues else ""
    return Row("pa11y", page.kind, said + first, not issues)


def _issues(toolbox: Toolbox, page: Page, width: int) -> list[dict[str, Any]]:
    settings = toolbox.folder / "pa11y.json"
    launch = {"executablePath": str(toolbox.chromium), "args": CHROMIUM_FLAGS}
    viewport = {"width": width, "height": 800}
    asked = {"chromeLaunchConfig": launch, "viewport": viewport, "timeout": 60_000}
    settings.write_text(json.dumps(asked))
    program = toolbox.path("pa11y", "bin", "pa11y.js")
    options = ("--config", str(settings), "--reporter", "json", "--standard", "WCAG2AA")
    runners = ("--runner", "axe", "--runner", "htmlcs")
    return _json(toolbox, "node", program, *options, *runners, page.address)


def nu(toolbox: Toolbox, found: Found) -> list[Row]:
    """The HTML of every page: errors and warnings."""
    files = [str(page.file) for page in found.pages]
    options = ("--stdout", "--format", "json", "--exit-zero-always")
    messages = _json(toolbox, "java", "-jar", toolbox.path(*NU), *options, *files)["messages"]
    return [
        _valid(page, [m for m in messages if m["url"].endswith(page.file.name)])
        for page in found.pages
    ]


def _valid(page: Page, messages: list[dict[str, Any]]) -> Row:
    faults = [m for m in messages if m["type"] == "error" or m.get("subType") == "warning"]
    said = f"{len(faults)} errors and warnings"
    first = f": line {faults[0].get('lastLine')}, {faults[0]['message']}" if faults else ""
    return Row("Nu HTML checker", page.kind, said + first.replace("|", "¦"), not faults)


def _json(toolbox: Toolbox, *command: str) -> Any:
    answer = toolbox.run(*command)
    try:
        return json.loads(answer.stdout)
    except ValueError as unreadable:
        words = (answer.stderr or answer.stdout).decode(errors="replace")[-2000:]
        raise Failure(f"{command[1]} không trả lời được:\n{words}") from unreadable
