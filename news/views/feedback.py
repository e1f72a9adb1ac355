"""What readers send back: whether an article was of use, and what is wrong in it.

No session, no account and no token: a forged request could only add to a sum or write a report,
which anybody may do anyway. Pages of other sites are told apart by what browsers say of a request.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts import addresses
from news import chrome
from news.feedback import ratings, reports
from news.feedback.forms import ReportForm
from news.feedback.models import ANSWERED_WITHIN, SCORES
from news.models import Article
from news.pace import Pace
from news.views.public import Head, public_page

# Fifty people behind one address, each with an opinion of what they have just read.
RATINGS = Pace(60)
REPORTS = Pace(6)
LARGEST = 2**63 - 1
TOO_FAST = "Nơi bạn đang dùng mạng gửi nhiều quá trong một phút. Hãy chờ một phút rồi gửi lại."
ELSEWHERE = "Ý kiến phải được gửi từ trang của cổng. Hãy mở lại bài viết rồi gửi."
FULL = "Bài này đã có nhiều người báo lỗi và đang được xem lại. Cảm ơn bạn đã quan tâm."


@csrf_exempt
@require_POST
def rate(request, pk: int):
    """A reader presses a score; back to the article, which says thanks."""
    article = _public(pk)
    score = request.POST.get("diem", "")
    if score not in map(str, SCORES):
        return _refused(request, article, "Hãy chọn một mức từ 1 đến 5.", 400)
    if sentence := _trouble(request, RATINGS):
        return _refused(request, article, sentence, 429)
    ratings.add(article, int(score))
    return redirect(f"{article.get_absolute_url()}#da-danh-gia")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, pk: int):
    """The form of a reader who found something wrong, and what they sent."""
    article = _public(pk)
    if request.method != "POST":
        response = _form(request, article, ReportForm())
        patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        return response
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _form(request, article, form)
    return _taken(request, article, form)


@public_page
def thanks(request):
    """What happens with a report now."""
    about = chrome.of(request).about
    head = Head("Đã nhận báo lỗi", reverse("report-thanks"), creator=about.name)
    return render(request, "report_thanks.html", {"head": head, "days": ANSWERED_WITHIN.days})


def _taken(request, article: Article, form: ReportForm):
    if form.is_trap:
        # A program learns nothing from the answer.
        return redirect("report-thanks")
    sentence = _trouble(request, REPORTS) or (FULL if reports.full(article) else "")
    if sentence:
        form.add_error(None, sentence)
        return _form(request, article, form, 429)
    form.report(article).save()
    return redirect("report-thanks")


def _form(request, article: Article, form: ReportForm, status: int | None = None):
    """The page with the form; what was typed is nobody else's to see."""
    portal = chrome.of(request)
    path = reverse("report-error", args=[article.pk])
    head = Head("Báo lỗi trong bài viết", path, creator=portal.about.name)
    context = {"head": head, "article": article, "form": form, "days": ANSWERED_WITHIN.days}
    status = status or (400 if form.is_bound and form.errors else 200)
    response = render(request, "report_error.html", context, status=status)
    if form.is_bound:
        add_never_cache_headers(response)
    return response


def _public(pk: int) -> Article:
    """The article that citizens can read."""
    rows = Article.objects.public().news().only("title", "slug", "kind")
    found = rows.filter(pk=pk).first() if pk <= LARGEST else None
    if found is None:
        raise Http404
    return found


def _trouble(request, pace: Pace) -> str:
    if not _is_own(request):
        return ELSEWHERE
    return "" if pace.allows(addresses.of(request)) else TOO_FAST


def _is_own(request) -> bool:
    """Whether a page of ours sent it, by what the browser says; old browsers say nothing."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    own = {request.get_host(), urlsplit(settings.SITE_URL).netloc}
    return origin is None or urlsplit(origin).netloc in own


def _refused(request, article: Article, sentence: str, status: int):
    context = {"article": article, "sentence": sentence}
    response = render(request, "feedback_refused.html", context, status=status)
    add_never_cache_headers(response)
    return response
