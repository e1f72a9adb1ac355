"""When the address of a section or unit changes, the old one leads on by itself."""

from django.urls import reverse

from news.addresses import writing
from news.authors.models import Unit
from news.models import Category

# The addresses below a page's own (its numbered pages) go along; its feeds stand elsewhere.
FEEDS = {
    Category: ("chuyen-muc", lambda section: section.slug),
    Unit: ("don-vi", lambda unit: unit.code.lower()),
}


def addresses_of(thing) -> list[str]:
    """Where citizens find a section or unit: its page, and its feeds."""
    kind, key = FEEDS[type(thing)]
    feeds = [reverse(f"{form}-{kind}", args=[key(thing)]) for form in ("rss", "atom")]
    return [thing.get_absolute_url(), *feeds]


class Moving:
    """The part of an admin by which addresses that changed lead on."""

    def save_model(self, request, obj, form, change):
        """Save, then let the former addresses lead to the present ones."""
        before = addresses_of(type(obj).objects.get(pk=obj.pk)) if change else []
        super().save_model(request, obj, form, change)
        now = addresses_of(obj)
        if not change:
            writing.taken(now)
        elif before != now:
            pairs = zip(before, now, strict=True)
            writing.moved([pair for pair in pairs if pair[0] != pair[1]], request.user)
