"""manage.py draw_export_format: the columns of the export's format, drawn from the tables."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from config.operations.leaving import describing, folder

DOCS = Path(settings.BASE_DIR) / "docs"
PAGE, SCHEMA = DOCS / "export-format.md", DOCS / "export-format.schema.json"
BEGIN = "<!-- drawn by manage.py draw_export_format; do not edit below -->\n"


class Command(BaseCommand):
    """Writes the second half of docs/export-format.md, and its JSON Schema; a test compares."""

    help = "Vẽ lại bảng các cột trong docs/export-format.md từ các bảng dữ liệu."

    def handle(self, *args, **options):
        """Write both."""
        PAGE.write_text(page(), encoding="utf-8")
        SCHEMA.write_bytes(folder.written(describing.schema(describing.FULL)))
        self.stdout.write(f"Đã vẽ {PAGE.name} và {SCHEMA.name}.")


def page() -> str:
    """The page with its second half drawn anew."""
    written_by_hand = PAGE.read_text(encoding="utf-8").split(BEGIN)[0]
    return f"{written_by_hand}{BEGIN}\n{describing.tables()}"
