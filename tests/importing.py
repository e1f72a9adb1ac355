"""Runs an import as the command line does; what the tests of good and bad lines share."""

import io
import json
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from news.authors.models import Author, Unit
from news.media.models import Image
from news.models import Article, ArticleEvent, ArticleVersion, Category
from tests.factories import picture_bytes

ROW = {
    "external_id": "cu-1",
    "title": "Bà con Nậm Trang mở đường",
    "summary": "Con đường dài 4,2 km đã thông xe.",
    "body": "<p>Sáng nay, đường đã thông.</p>",
    "category": "Tin tức",
    "unit": "BTGHU",
    "author": "Lê Trung Thành",
    "published_at": "2023-07-31T14:05:00+07:00",
}
COVER = {"cover": "ảnh/bìa.jpg", "cover_alt": "Bà con đổ bê tông đường thôn"}
TABLES = (Article, ArticleVersion, ArticleEvent, Image, Category, Unit, Author)


def import_rows(
    folder: Path, *rows, create=True, newline="\n", encoding="utf-8", **options
) -> tuple[str, str]:
    """Import rows (dicts, or lines as they are) from a file in a folder; return both outputs."""
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    data = (newline.join(lines) + newline).encode(encoding)
    return import_bytes(folder, data, create=create, **options)


def import_bytes(folder: Path, data: bytes, **options) -> tuple[str, str]:
    """Import a file of these bytes; return what it says and what it complains of."""
    file = folder / "bai.jsonl"
    file.write_bytes(data)
    out, err = io.StringIO(), io.StringIO()
    options = {"create": True, "verbosity": 0, "no_color": True, **options}
    call_command("import_articles", file, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def counted(made=0, changed=0, unchanged=0, refused=0) -> str:
    """The sentence that sums an import up."""
    return f"Mới: {made}. Thay đổi: {changed}. Không đổi: {unchanged}. Bị từ chối: {refused}."


def table_sizes() -> dict[str, int]:
    """How many rows there are of everything that an import makes."""
    return {model.__name__: model.objects.count() for model in TABLES}


def media_files() -> set[Path]:
    """The picture files in the library's folder."""
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def put_pictures(folder: Path) -> None:
    """Two picture files beside the import file."""
    (folder / "ảnh").mkdir()
    (folder / "ảnh" / "bìa.jpg").write_bytes(picture_bytes(color=(1, 2, 3)))
    data = picture_bytes(color=(4, 5, 6), image_format="PNG")
    (folder / "trong bai.png").write_bytes(data)
