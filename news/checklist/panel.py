"""What the panel “Trước khi gửi” shows beside the article form."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from news.models import ArticleContent, Kind, Waiver

from .findings import Finding, Strength
from .waivers import reason_name

# What holds is told in a few lines; each line holds when none of its findings is there.
HOLDS = (
    ("Có tiêu đề, sapo, nội dung", ("no-title", "no-summary", "no-body")),
    ("Có chuyên mục, có người ký hoặc nguồn", ("no-section", "no-signature", "no-source")),
    ("Ảnh đại diện đủ lớn, có mô tả", ("cover-alt", "cover-small")),
    ("Ảnh trong bài đều có mô tả", ("picture-alt",)),
    ("Tệp đính kèm đều đọc được thành chữ", ("attachment-scan",)),
    (
        "Tiêu đề mục, liên kết, bảng đúng cách",
        ("capitals", "heading-order", "link-text", "table-header"),
    ),
    (
        "Không thấy số giấy tờ, điện thoại, tài khoản cá nhân hay dấu mật",
        ("identity", "phone", "account", "tax-number", "secrecy"),
    ),
)
# What a page must have stands in one line, and it stands in no section.
PAGE_HOLDS = (("Có tiêu đề, nội dung", ("no-title", "no-body", "guidance")), *HOLDS[2:])


@dataclass(frozen=True)
class Row:
    """A finding with what was typed beside it, and the waiver that lets it stand."""

    finding: Finding
    ticked: bool = False
    reason: str = ""
    waiver: Waiver | None = None

    @property
    def reason_name(self) -> str:
        """The name of the field for the reason."""
        return reason_name(self.finding.key)


@dataclass(frozen=True)
class Panel:
    """The findings of one text, sorted by what they ask of the writer."""

    content: ArticleContent
    found: list[Finding]
    waivers: Collection[Waiver] = ()
    wanted: Mapping[str, str] = field(default_factory=dict)

    @property
    def holds(self) -> list[str]:
        """What is in order, in words."""
        codes = {finding.code for finding in self.found}
        lines = PAGE_HOLDS if self.content.kind == Kind.PAGE else HOLDS
        return [line for line, of in lines if codes.isdisjoint(of) and self._speaks_of(of)]

    @property
    def musts(self) -> list[Row]:
        """What blocks."""
        return self._rows(Strength.MUST)

    @property
    def shoulds(self) -> list[Row]:
        """What blocks until it is mended or waived."""
        return [row for row in self._rows(Strength.SHOULD) if row.waiver is None]

    @property
    def kept(self) -> list[Row]:
        """What stays, with the reason."""
        return [row for row in self._rows(Strength.SHOULD) if row.waiver]

    @property
    def hints(self) -> list[Row]:
        """What may be left without a word."""
        return self._rows(Strength.HINT)

    def _rows(self, strength: Strength) -> list[Row]:
        return [self._row(finding) for finding in self.found if finding.strength is strength]

    def _row(self, finding: Finding) -> Row:
        waivers = {(waiver.code, waiver.fingerprint): waiver for waiver in self.waivers}
        key, waiver = finding.key, waivers.get((finding.code, finding.fingerprint))
        return Row(finding, key in self.wanted, self.wanted.get(key, ""), waiver)

    def _speaks_of(self, codes: tuple[str, ...]) -> bool:
        """Nothing is said of pictures where there are none."""
        if "cover-alt" in codes:
            return bool(self.content.cover_id)
        if "attachment-scan" in codes:
            return bool(self.content.attachments)
        return "picture-alt" not in codes or "<img" in self.content.body
