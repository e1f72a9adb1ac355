"""`make audit`: the citizens' site as production serves it, before the judges of others."""

from config.dev.audit import data, machines, pages, report, served, tools
from config.dev.audit.report import Row
from config.dev.console import Failure, step

JUDGES = (
    ("Lighthouse (điện thoại)", machines.lighthouse),
    ("pa11y: axe và HTML_CodeSniffer", machines.pa11y),
    ("Nu HTML checker", machines.nu),
    ("Kênh tin RSS, Atom", data.feeds),
    ("Sơ đồ cho máy tìm kiếm", data.sitemaps),
    ("Dữ liệu schema.org", data.structured),
)


def audit() -> None:
    """Judge every kind of page and write docs/audit.md; fail with what is not as it should be."""
    toolbox = tools.prepare()
    with served.site() as site:
        with step("Đọc mọi loại trang"):
            found = pages.read(site)
        rows: list[Row] = []
        for name, judge in JUDGES:
            with step(name):
                rows += judge(toolbox, found)
    report.write(toolbox, found, rows)
    bad = [f"{row.tool}, {row.page}: {row.said}" for row in rows if not row.good]
    if bad:
        raise Failure("KHÔNG ĐẠT:\n" + "\n".join(f"  {line}" for line in bad))
