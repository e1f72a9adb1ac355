"""The screen “Băng thông báo”: banners and planned outages, those that stand, come and went."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.urls import path, reverse
from django.utils import timezone

from news.admin.site_banner_forms import BannerForm, OutageForm
from news.admin.site_screens import hand_of, row_of, screen
from news.site import arranging
from news.site.models import Banner, Outage
from news.text.numbers import whole

RIGHT = "site.change_banner"
PAST = 10
KINDS = {"bang": (Banner, BannerForm), "tam-ngung": (Outage, OutageForm)}


class BannerScreens:
    """The part of PortalAdmin for what stands above every page for a while."""

    def banner_urls(self) -> list:
        """The address of the screen."""
        view = self.admin_site.admin_view(self.banners_view)
        return [path("bang-thong-bao/", view, name="site_portal_banners")]

    def banners_view(self, request):
        """Put one up, change it, take it down."""
        kind = "tam-ngung" if request.GET.get("loai") == "tam-ngung" else "bang"
        form = _form(request, kind)
        act = partial(_act, kind=kind, form=form)
        return screen(request, RIGHT, act, partial(self._banners, kind, form))

    def _banners(self, kind: str, form, request):
        now = timezone.now()
        banners = Banner.objects.select_related("made_by")
        outages = Outage.objects.select_related("made_by")
        coming = outages.filter(cancelled_at=None, returns_at__gt=now).order_by("begins_at")
        context = {
            "kind": kind,
            "form": form,
            "shown": banners.filter(starts_at__lte=now, ends_at__gt=now),
            "coming": banners.filter(starts_at__gt=now, ends_at__gt=now).order_by("starts_at"),
            "outages": coming,
            "past": banners.filter(ends_at__lte=now).order_by("-ends_at")[:PAST],
            "past_outages": outages.exclude(pk__in=coming.values("pk"))[:PAST],
        }
        return self.site_page(request, "admin/site/banners.html", "Băng thông báo", **context)


def _form(request, kind: str):
    """The form of the row that the address names, or of a new one."""
    model, form = KINDS[kind]
    found = row_of(model.objects, request.GET.get("sua"))
    data = request.POST if "luu" in request.POST else None
    return form(data, instance=found)


def _act(request, kind: str, form) -> str | None:
    """Save the form or take a row down; None when the form was not accepted."""
    here = reverse("admin:site_portal_banners")
    if form.is_bound:
        if not form.is_valid():
            return None
        subject = "banner" if kind == "bang" else "outage"
        arranging.keep(form.made_by(request.user), subject, hand_of(request))
        messages.success(request, "Đã lưu. Mọi trang đều hiện theo giờ đã chọn.")
        return here
    ends = {"ha": _take_down, "thoi": _cancel}.get(request.POST.get("viec", ""))
    if ends is None:
        raise Http404
    ends(request, whole(request.POST.get("muc", "")))
    return here


def _take_down(request, number: int | None) -> None:
    """A banner ends now, or before it began."""
    banner = _found(Banner.objects.filter(ends_at__gt=timezone.now()), number)
    banner.ends_at = max(timezone.now(), banner.starts_at)
    if banner.starts_at > timezone.now():
        banner.starts_at = banner.ends_at = timezone.now()
    arranging.keep(banner, "banner", hand_of(request), "ended")
    messages.success(request, "Đã hạ băng thông báo. Người đọc không còn thấy.")


def _cancel(request, number: int | None) -> None:
    """The portal stays up after all."""
    outage = _found(Outage.objects.filter(cancelled_at=None), number)
    outage.cancelled_at = timezone.now()
    arranging.keep(outage, "outage", hand_of(request), "cancelled")
    messages.success(request, "Đã thôi báo tạm ngừng.")


def _found(rows, number: int | None):
    """The row of that number; raises Http404."""
    found = rows.filter(pk=number).first() if number is not None else None
    if found is None:
        raise Http404
    return found
