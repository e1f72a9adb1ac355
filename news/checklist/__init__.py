"""What must and what should hold before an article is sent or published (R26, R38 to R42, W10).

A check is a function from a Reading to Findings, listed in CHECKS; a new one goes there. The
words are for the writer, the strength decides what a move does with them: workflow.
"""

from collections.abc import Collection

from news.models import Article, ArticleContent

from . import guidance, legacy, parts, private, waivers, wording
from .findings import Finding, Place, Strength
from .panel import Panel
from .reading import Library, Reading

__all__ = ["WAIVE", "Finding", "Library", "Panel", "Place", "Strength"]
__all__ += ["blocking", "findings", "musts", "sentence", "waivers"]

WAIVE = "Chỗ nên sửa thì hãy sửa, hoặc chọn “Vẫn giữ” ở mục “Trước khi gửi” và ghi lý do."
# In the order in which a writer reads them.
CHECKS = (
    parts.missing_parts,
    guidance.remaining,
    parts.cover,
    parts.pictures,
    parts.attachments,
    legacy.remaining,
    private.numbers,
    private.marks,
    wording.title,
    wording.headings,
    wording.links,
    wording.tables,
    wording.dates,
    wording.numbers,
    wording.punctuation,
    parts.lengths,
)


def findings(article: ArticleContent, library: Library | None = None) -> list[Finding]:
    """Everything the checks have to say on this content, each matter once.

    Without `library` the picture library is asked, once, and only if there are pictures; so is
    the table of attachments.
    """
    reading = Reading(article, library=library)
    found: dict[str, Finding] = {}
    for check in CHECKS:
        for finding in check(reading):
            found.setdefault(finding.key, finding)
    return list(found.values())


def musts(article: ArticleContent) -> list[Finding]:
    """What no reason excuses."""
    return [found for found in findings(article) if found.strength is Strength.MUST]


def blocking(article: Article, text: ArticleContent, also: Collection[str] = ()) -> list[Finding]:
    """What keeps `text` from being sent or published as the article's next version.

    `also` are the keys of findings that are being waived with this very move.
    """
    found = [finding for finding in findings(text) if finding.strength is not Strength.HINT]
    if all(finding.strength is Strength.MUST for finding in found):
        return found
    kept = {*waivers.kept(article), *also}
    return [f for f in found if f.strength is Strength.MUST or f.key not in kept]


def sentence(found: list[Finding]) -> str:
    """Findings as one refusal, which says what can be done; "" for none."""
    waivable = any(finding.strength is Strength.SHOULD for finding in found)
    return " ".join([*(finding.text for finding in found), *([WAIVE] if waivable else [])])
