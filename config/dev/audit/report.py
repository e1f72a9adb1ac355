"""What the judges said, as the table of docs/audit.md."""

import json
from dataclasses import dataclass
from datetime import date

from config.dev.audit.pages import Found
from config.dev.audit.tools import HERE, Toolbox
from config.dev.environment import CHECKOUT

FILE = CHECKOUT / "docs" / "audit.md"
HEAD = """\
# Audit of the citizens' site

Written by `make audit` on {day}: the demonstration's content, served by gunicorn with collected
static files as in production (but for TLS), judged by the programs of others. Lighthouse loads each
page as a phone on a slow line does and is run up to {runs} times, of which the best counts: what
else the machine does only ever makes a page slower.

| Program | Version |
|---|---|
{versions}

| Program | What | Said | |
|---|---|---|---|
{rows}

Pages judged: {pages}.
"""
RUNS = 3


@dataclass(frozen=True)
class Row:
    """One judgement: by which program, of what, in which words, and whether it is good."""

    tool: str
    page: str
    said: str
    good: bool


def write(toolbox: Toolbox, found: Found, rows: list[Row]) -> None:
    """Write the file anew."""
    wanted = json.loads((HERE / "package.json").read_text())["dependencies"]
    text = HEAD.format(
        day=date.today().isoformat(),
        runs=RUNS,
        versions="\n".join(f"| {name} | {version} |" for name, version in wanted.items()),
        rows="\n".join(
            f"| {row.tool} | {row.page} | {row.said} | {'ok' if row.good else '**not yet**'} |"
            for row in rows
        ),
        pages=", ".join(
            f"{page.kind} (`{page.address.removeprefix(found.site.url)}`)" for page in found.pages
        ),
    )
    FILE.write_text(text, encoding="utf-8")
