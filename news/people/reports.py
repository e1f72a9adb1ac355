"""The reports on accounts: who may publish where, and the lists that an administrator works off."""

from dataclasses import dataclass, field

from news.models import Assignment

PUBLISH = "publish_article"


@dataclass
class Place:
    """A unit and a section ("" for all of them) and who may publish there."""

    unit: str
    category: str
    people: list = field(default_factory=list)


def who_publishes() -> list[Place]:
    """Where somebody may publish, and who: one line for each place, those for everywhere first."""
    rows = Assignment.objects.filter(
        role__permissions__codename=PUBLISH,
        role__permissions__content_type__app_label="news",
        user__is_active=True,
    )
    rows = rows.select_related("user", "role", "unit", "category").order_by("user__sort_key")
    found: dict[tuple, Place] = {}
    for row in rows:
        place = (str(row.unit or ""), str(row.category or ""))
        found.setdefault(place, Place(*place)).people.append(row)
    return [found[place] for place in sorted(found)]
