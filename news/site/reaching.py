"""How the office is reached, for readers: its officials, who speaks for it, its accounts."""

from dataclasses import dataclass

from news.site.models import Account, Official


@dataclass(frozen=True)
class Reached:
    """What readers see, in the order in which it was arranged."""

    officials: list[Official]
    accounts: list[Account]

    @property
    def spokespeople(self) -> list[Official]:
        """Those who speak for the office."""
        return [row for row in self.officials if row.speaks]

    @property
    def others(self) -> list[Official]:
        """The rest: nobody stands on the page twice."""
        return [row for row in self.officials if not row.speaks]


def shown() -> Reached:
    """What is neither hidden nor deleted: two queries."""
    rows = (model.objects.filter(visible=True, removed_at=None) for model in (Official, Account))
    return Reached(*map(list, rows))
