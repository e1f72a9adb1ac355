"""What the screens of the frame share: who may open them, whose hand it was, how they are made."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse

from accounts import addresses
from news.rights import holds_everywhere, role_labels
from news.site import arranging
from news.site.record import Hand
from news.text.numbers import whole

METHODS = ("GET", "HEAD", "POST")
# The buttons beside a row that is not moved nor hidden, and beside one that is.
REMOVING = ("xoa", "lay-lai")
BUTTONS = (arranging.UP, arranging.DOWN, "an", "hien", *REMOVING)


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


def pressed(request, row, siblings, subject: str) -> None:
    """Do what a button beside a row of an arranged list asks for, and write it down; raises Http404
    for a word that is on no button."""
    hand, what = hand_of(request), request.POST.get("viec", "")
    if what in (arranging.UP, arranging.DOWN):
        arranging.step(row, siblings, what, subject, hand)
    elif what in ("an", "hien"):
        row.visible = what == "hien"
        arranging.keep(row, subject, hand)
    elif what == "xoa":
        arranging.remove(row, subject, hand)
        words = f"Đã xoá “{row}”. Nếu xoá nhầm, bấm “Lấy lại” ở cuối trang."
        messages.success(request, words)
    elif what == "lay-lai":
        arranging.restore(row, subject, hand)
        messages.success(request, f"Đã lấy lại “{row}”.")
    else:
        raise Http404


def row_of(rows, typed: str | None):
    """The row of a queryset that a typed number names; None for anything else."""
    number = whole(typed or "")
    return rows.filter(pk=number).first() if number is not None else None


def answered(request, form, siblings, subject: str, save, buttons=BUTTONS) -> str | None:
    """Do what a screen of rows with one form is asked for; return where to go on, None when the
    form was not accepted. `save(request, form)` keeps what a valid form says and returns the number
    of its row. Raises Http404 for a row that is not there or a word that is on no button."""
    if form.is_bound:
        return f"{request.path}#muc-{save(request, form)}" if form.is_valid() else None
    row = row_of(siblings.model.objects, request.POST.get("muc"))
    if row is None or request.POST.get("viec") not in buttons:
        raise Http404
    pressed(request, row, siblings, subject)
    return request.path if row.removed_at else f"{request.path}#muc-{row.pk}"


class SiteScreens:
    """The part of PortalAdmin that its screens are made with."""

    def site_page(self, request, template: str, title: str, **context) -> TemplateResponse:
        """A page of the staff side."""
        site = self.admin_site.each_context(request)
        return TemplateResponse(
            request, template, {**site, "title": title, "opts": self.opts, **context}
        )
