"""What the screens of the frame share: who may open them, whose hand it was, how they are made."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse

from accounts import addresses
from news.rights import holds_everywhere, role_labels
from news.site.record import Hand

METHODS = ("GET", "HEAD", "POST")


def hand_of(request) -> Hand:
    """Whose hand a change is, for the record."""
    return Hand(request.user, ", ".join(role_labels(request.user)), addresses.of(request))


def screen(request, permission: str, act, show):
    """One of the screens: `act(request)` does what a POST asks for and returns where to go on, or
    None when something has to be put right; `show(request)` shows the page.
    Raises PermissionDenied without the permission for the whole site."""
    if request.method not in METHODS:
        return HttpResponseNotAllowed(METHODS)
    if not holds_everywhere(request.user, permission):
        raise PermissionDenied
    target = act(request) if request.method == "POST" else None
    return HttpResponseRedirect(target) if target else show(request)


class SiteScreens:
    """The part of PortalAdmin that its screens are made with."""

    def site_page(self, request, template: str, title: str, **context) -> TemplateResponse:
        """A page of the staff side."""
        site = self.admin_site.each_context(request)
        return TemplateResponse(
            request, template, {**site, "title": title, "opts": self.opts, **context}
        )
