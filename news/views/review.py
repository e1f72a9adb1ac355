"""What an outsider sees of a link: one version in the public look, and one decision at most."""

from dataclasses import replace
from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_safe

from accounts import addresses
from news import attachments, review, versions
from news.media import showing
from news.media.models import Attachment
from news.media.serving import hand_out
from news.models import ReviewLink


@require_safe
def reviewed(request, token):
    """The version of a link, or why it shows nothing; reading decides nothing."""
    link = _found(token)
    sentence = review.ended(link)
    if sentence:
        return _ended(request, sentence)
    article = versions.load(link.article, review.open_once(link))
    article.published_at = article.published_at or timezone.now()
    article.changed_at = article.noticed_at = None
    article.text_pictures = showing.known(article.body)
    context = {
        "article": article,
        "link": link,
        "token": token,
        "decides": review.label(link),
        "online": article.is_public() and article.published_version == link.version,
        "files": _files(article, token),
        "audio": attachments.recording(article, partial(_file_address, token)),
    }
    return _private(render(request, "review.html", context), "no-referrer")


@require_safe
def reviewed_file(request, token, pk):
    """A file that the version of a link names."""
    link = _found(token)
    version = None if review.ended(link) else link.article.versions.get(number=link.version)
    if version is None or pk not in version.files():
        raise Http404
    return _private(hand_out(request, get_object_or_404(Attachment, pk=pk)), "no-referrer")


@require_http_methods(["GET", "HEAD", "POST"])
def decided(request, token):
    """The form of the decision. Under "no-referrer" browsers hide where a form comes from, and
    the check against forged requests would refuse it, so this page tells our own site only."""
    link = _found(token)
    sentence = review.ended(link)
    if sentence:
        return _ended(request, sentence)
    data, refused = _typed(request), ""
    if request.method == "POST":
        decision = review.Decision(**data, address=addresses.of(request))
        refused = review.decide(link, token, decision)
        if not refused:
            return _private(render(request, "review_done.html", {"action": data["action"]}))
        link = _found(token)
    moves = review.decisions(link)
    context = {"link": link, "token": token, "moves": moves, "refused": refused, "typed": data}
    context |= {"heading": review.label(link), "title": review.title(link)}
    return _private(render(request, "review_decide.html", context))


def _files(article, token: str) -> list[attachments.Link]:
    """Its files under the link's own addresses, which no paper should show."""
    found = attachments.links(article, partial(_file_address, token))
    return [replace(link, paper_address="") for link in found]


def _file_address(token: str, file: Attachment) -> str:
    return reverse("review-file", args=[token, file.pk])


def _found(token: str) -> ReviewLink:
    link = review.find(token)
    if link is None:
        raise Http404
    return link


def _typed(request) -> dict:
    names_of = ("action", "name", "reason", "code")
    return {name: request.POST.get(name, "")[:2000] for name in names_of}


def _ended(request, sentence: str):
    response = render(request, "review_ended.html", {"sentence": sentence}, status=410)
    return _private(response, "no-referrer")


def _private(response, referrer: str = "same-origin"):
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = referrer
    add_never_cache_headers(response)
    return response
