"""Rows handed out as files for office programs; neither is kept by a browser or on the way."""

import io
from collections.abc import Iterable

from django.http import FileResponse, StreamingHttpResponse

from news.text import sheets

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv(rows: Iterable[Iterable], name: str, **how) -> StreamingHttpResponse:
    """The rows as a CSV file of that name, written as they are read; `how` as `sheets.csv_lines`
    takes it."""
    lines = (line.encode() for line in sheets.csv_lines(rows, **how))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer["Cache-Control"] = "no-store"
    return answer


def xlsx(rows: Iterable[Iterable], name: str, *, sheet: str, widths) -> FileResponse:
    """The rows as a workbook of that name, whole in memory; `sheet` and `widths` as
    `sheets.write_xlsx` takes them."""
    out = io.BytesIO()
    sheets.write_xlsx(out, rows, sheet=sheet, widths=widths)
    out.seek(0)
    answer = FileResponse(out, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
    answer["Cache-Control"] = "no-store"
    return answer
