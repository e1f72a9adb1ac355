"""Findings that stay as they are: asked for with a reason in the form, recorded for good."""

import re
from collections.abc import Collection, Mapping

from news.models import Article, Waiver

from .findings import Finding, Strength

NAME = "waive"
LONGEST_REASON = 500
MOST = 100


def asked(data: Mapping) -> dict[str, str]:
    """What a posted form wants to keep: the key of each finding ticked, with its reason."""
    ticked = data.getlist(NAME) if hasattr(data, "getlist") else data.get(NAME, [])
    return {key: data.get(reason_name(key), "").strip() for key in ticked}


def reason_name(key: str) -> str:
    """The name of the field that holds the reason of a finding."""
    return f"reason.{key}"


def kept(article: Article) -> set[str]:
    """The keys of the findings that were waived for this article."""
    if article.pk is None:
        return set()
    rows = article.waivers.order_by().values_list("code", "fingerprint")
    return {f"{code}.{fingerprint}" for code, fingerprint in rows}


def refusal(wanted: Mapping[str, str], found: Collection[Finding], before=()) -> str:
    """Why these waivers cannot be recorded, as a sentence; "" when they can.

    `found` are the findings of the text in hand, `before` those of the version that was on the
    screen: what was mended since needs no waiver, and is no mistake either.
    """
    known = {finding.key: finding.strength for finding in (*before, *found)}
    strengths = {known.get(key) for key in wanted}
    if len(wanted) > MOST or strengths - {Strength.SHOULD, Strength.MUST}:
        return "Chỗ chọn “Vẫn giữ” không còn trong bài. Hãy xem lại mục “Trước khi gửi”."
    if Strength.MUST in strengths:
        return "Điều bắt buộc thì không “Vẫn giữ” được. Hãy sửa trong bài."
    if not all(map(_is_reason, wanted.values())):
        return "Hãy ghi lý do cho mỗi chỗ chọn “Vẫn giữ”."
    if any(len(reason) > LONGEST_REASON for reason in wanted.values()):
        return f"Lý do “Vẫn giữ” dài nhất {LONGEST_REASON} ký tự."
    return ""


def standing(wanted: Mapping[str, str], found: Collection[Finding]) -> dict[str, str]:
    """Those of the waivers asked for whose finding is still there."""
    keys = {finding.key for finding in found}
    return {key: reason for key, reason in wanted.items() if key in keys}


def record(article: Article, wanted: Mapping[str, str], found: Collection[Finding], user) -> None:
    """Write the waivers of findings that are still there; the first reason for a text stays."""
    rows = [
        Waiver(
            article=article,
            version=article.latest_version,
            code=finding.code,
            fingerprint=finding.fingerprint,
            text=finding.text,
            reason=wanted[finding.key],
            actor=user,
        )
        for finding in found
        if finding.key in wanted
    ]
    Waiver.objects.bulk_create(rows, ignore_conflicts=True)


def _is_reason(text: str) -> bool:
    return re.search(r"[^\W\d_]{2}", text) is not None
