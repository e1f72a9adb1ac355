"""The style sheets of the citizens' pages: small files for whoever writes them, one or two requests
for whoever reads.

A template names its sheets by `{% sheets "lists" "article" %}`. Where the files lie, each is
linked; in production collectstatic writes every such list as one file, because on a slow line each
further request that a page waits for costs a round trip before the first word is seen.
"""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

TAG = re.compile(r"{%\s*sheets\s+((?:\"[a-z_]+\"\s*)+)%}")


def links(names: tuple[str, ...], storage) -> list[str]:
    """The addresses of sheets ("lists", "article") in their order, from a static files storage:
    one where it has them together."""
    whole = [bundle_of(names)] if isinstance(storage, SheetStorage) else map(sheet, names)
    return [storage.url(path) for path in whole]


def sheet(name: str) -> str:
    """The path of one sheet."""
    return f"css/{name}.css"


def bundle_of(names: tuple[str, ...]) -> str:
    """The path of the file that holds these sheets; one alone is its own."""
    return sheet("+".join(names))


def lists_of(template: str) -> list[tuple[str, ...]]:
    """The lists of sheets that the text of a template names."""
    return [tuple(re.findall(r'"(.+?)"', found)) for found in TAG.findall(template)]


def lists_in(folder: Path) -> set[tuple[str, ...]]:
    """Every list of sheets that a template of a folder names."""
    texts = (path.read_text(encoding="utf-8") for path in folder.rglob("*.html"))
    return {names for text in texts for names in lists_of(text)}


class SheetStorage(CompressedManifestStaticFilesStorage):
    """Hashed, compressed static files, with each page's sheets in one."""

    # A module that another one imports is kept for ever too, under a name of its own.
    support_js_module_import_aggregation = True

    def __init__(self, *args, **options):
        """The list of names may lie elsewhere than the files: each release has its own."""
        there = FileSystemStorage(location=settings.STATIC_MANIFEST)
        super().__init__(*args, **{"manifest_storage": there, **options})

    def post_process(self, paths, dry_run=False, **options):
        """Write the lists of the templates before everything gets its hash."""
        if not dry_run:
            for names in lists_in(settings.BASE_DIR / "templates"):
                # One alone lies there already and is written again as it is.
                paths[bundle_of(names)] = (self, self._written(names))
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _written(self, names: tuple[str, ...]) -> str:
        path, parts = bundle_of(names), [Path(finders.find(sheet(name))) for name in names]
        self.delete(path)
        return self.save(path, ContentFile(b"\n".join(part.read_bytes() for part in parts)))
