"""What machines read, against the rules of its formats: feeds, sitemaps, and schema.org data."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from config.dev.audit.machines import NU
from config.dev.audit.pages import FOLDER_OF_PAGES, Found, Page
from config.dev.audit.report import Row
from config.dev.audit.tools import HERE, Toolbox
from config.dev.console import Failure

# The Nu checker brings a validator of RELAX NG with it.
JING = "nu.validator.vendor.thaiopensource.relaxng.util.Driver"
FEED = re.compile(r'"((?:https?://[^"/]+)?(/(?:rss|atom)/[^"]+\.xml))"')
INDEXED = re.compile(r"<loc>https?://[^/]+(/[^<]+\.xml)</loc>")
STRUCTURED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
TYPED = """\
import type {{ Thing, WithContext }} from "schema-dts";
export const told: WithContext<Extract<Thing, {{ "@type": "{kind}" }}>> = {data};
"""
# What an action says of a property it needs (https://schema.org/docs/actions.html) is no property
# itself: the one it speaks of must be one of the action's.
NOTE = re.compile(r"(\w+)-(?:input|output)")
NOTED = """\
import type {{ PropertyValueSpecification }} from "schema-dts";
export type Of = Extract<Thing, {{ "@type": "{kind}" }}>["{name}"];
export const said: string | PropertyValueSpecification = {value};
"""


def feeds(toolbox: Toolbox, found: Found) -> list[Row]:
    """Every feed that the page of feeds names, in both forms, whole and short."""
    page = found.of("Kênh tin")[0].file.read_text(encoding="utf-8")
    paths = sorted({path for _, path in FEED.findall(page)})
    if not paths:
        raise Failure("/rss/ không nêu kênh tin nào.")
    asked = [f"{path}{query}" for path in paths for query in ("", "?toan-van")]
    return [_schema(toolbox, found, "Kênh tin", asked, "feeds.rnc")]


def sitemaps(toolbox: Toolbox, found: Found) -> list[Row]:
    """The index and every sitemap that it names."""
    named = INDEXED.findall(found.site.read("/sitemap.xml")[1])
    return [_schema(toolbox, found, "sitemap.xml", ["/sitemap.xml", *named], "sitemaps.rnc")]


def _schema(toolbox: Toolbox, found: Found, what: str, paths: list[str], schema: str) -> Row:
    """Hold what the addresses answer against a schema."""
    files = [_kept(found, path, number) for number, path in enumerate(paths)]
    command = ("java", "-cp", toolbox.path(*NU), JING, "-c", str(HERE / schema))
    answer = toolbox.run(*command, *map(str, files))
    words = answer.stdout.decode(errors="replace").strip()
    said = f"{len(files)} files hold to `{schema}`" if not answer.returncode else words
    return Row("RELAX NG (jing)", what, said.splitlines()[0], not answer.returncode)


def _kept(found: Found, path: str, number: int) -> Path:
    status, text = found.site.read(path)
    if status != 200:
        raise Failure(f"{path} trả lời {status}.")
    file = FOLDER_OF_PAGES / f"data-{number:03}.xml"
    file.write_text(text, encoding="utf-8")
    return file


def structured(toolbox: Toolbox, found: Found) -> list[Row]:
    """Every JSON-LD block of every page, typed by the vocabulary of schema.org: a property that a
    type does not have, or a value of another type, is an error of the compiler."""
    blocks = [(page, text) for page in found.pages for text in _blocks(page)]
    folder = toolbox.folder / "typed"
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.ts"):
        old.unlink()
    for number, (_, text) in enumerate(blocks):
        (folder / f"{number:02}.ts").write_text(_typed(json.loads(text)), encoding="utf-8")
    files = [str(file) for file in sorted(folder.glob("*.ts"))]
    options = ("--noEmit", "--strict", "--skipLibCheck", "--pretty", "false")
    answer = toolbox.run("node", toolbox.path("typescript", "bin", "tsc"), *options, *files)
    words = answer.stdout.decode(errors="replace").strip().replace("|", "¦")
    kinds = sorted({json.loads(text)["@type"] for _, text in blocks})
    said = f"{len(blocks)} blocks: {', '.join(kinds)}"
    return [
        Row(
            "schema.org (schema-dts)",
            "JSON-LD",
            words.splitlines()[0] if words else said,
            not words,
        )
    ]


def _typed(data: dict) -> str:
    notes = "".join(NOTED.format(**note) for note in _notes(data))
    return TYPED.format(kind=data["@type"], data=json.dumps(data, ensure_ascii=False)) + notes


def _notes(data: dict) -> Iterator[dict]:
    """Take the notes on properties out of a block, wherever they stand in it."""
    for key, value in list(data.items()):
        if note := NOTE.fullmatch(key):
            yield {"kind": data["@type"], "name": note[1], "value": json.dumps(data.pop(key))}
        elif isinstance(value, dict):
            yield from _notes(value)


def _blocks(page: Page) -> list[str]:
    return STRUCTURED.findall(page.file.read_text(encoding="utf-8"))
