"""What stands around every page for citizens, as HTML: made once for as long as it says the same.

It lives as long as the chrome it was made from (news/chrome.py), which ends with any change of what
it says, and at midnight, when the date in the header changes.
"""

from functools import cached_property

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


class Frame:
    """Header, footer and what all pages load, of one chrome."""

    def __init__(self, portal):
        """Take the chrome that says what stands there."""
        self._portal, self._headers = portal, {}

    @cached_property
    def links(self) -> SafeString:
        """Fonts and style sheets of every page."""
        return render_to_string("parts/_links.html")

    @cached_property
    def scripts(self) -> SafeString:
        """Icons, scripts and the style sheets that come last."""
        return render_to_string("parts/_scripts.html")

    @cached_property
    def banners(self) -> SafeString:
        """What is urgent, above everything."""
        return render_to_string("parts/_banners.html", {"banners": self._portal.banners})

    @cached_property
    def footer(self) -> SafeString:
        """The foot of the page."""
        return render_to_string("parts/_footer.html", {"portal": self._portal})

    def header(self, path: str, here: str) -> SafeString:
        """The head of the page at `path`, which belongs to the part of the portal at `here`."""
        # Elsewhere than in the menu, all addresses look alike to it.
        marked = tuple(url if url in self._in_menu else "" for url in (path, here))
        if marked not in self._headers:
            told = {"portal": self._portal, "path": marked[0], "here": marked[1]}
            self._headers[marked] = render_to_string("parts/_header.html", told)
        return self._headers[marked]

    @cached_property
    def _in_menu(self) -> set[str]:
        menu = self._portal.navigation
        first = [*menu.line, *menu.rest]
        return {entry.url for top in first for entry in (top, *top.children)}
