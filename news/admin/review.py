"""Links for an outsider on the staff side: made, listed and ended on the article's history page."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.cache import add_never_cache_headers

from news import review, workflow
from news.text.numbers import whole

DAYS = 3


class LinkForm(forms.Form):
    """For how long, and in whose name the outsider may decide (nobody: only read)."""

    days = forms.IntegerField(
        label="Dùng được mấy ngày", min_value=1, max_value=review.MOST_DAYS, initial=DAYS
    )
    decider = forms.ModelChoiceField(
        None, label="Cho quyết định, thay mặt", required=False, empty_label="Không, chỉ xem"
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        numbers = [person.pk for person in people]
        self.fields["decider"].queryset = review.accounts(numbers)


class Reviews:
    """The part of ArticleAdmin for links to outsiders."""

    def review_urls(self) -> list:
        """The addresses: make a link, end one."""
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/lien-ket/", wrap(self.link_view), name="news_article_link"),
            path("<int:pk>/lien-ket/thu-hoi/", wrap(self.revoke_view), name="news_article_revoke"),
        ]

    def links_of(self, request, article, form=None) -> dict:
        """What the history page shows of links, to whoever may make them."""
        if not review.may_make(article, request.user):
            return {"may_link": False}
        people = review.deciders(article, request.user)
        links = list(article.review_links.select_related("made_by", "decider", "article"))
        for link in links:
            link.why_ended = review.ended(link)
        return {"may_link": True, "links": links, "link_form": form or LinkForm(people=people)}

    def link_view(self, request, pk: int):
        """Make a link and show it, with its code, this one time."""
        article = self._linked(request, pk)
        form = LinkForm(request.POST, people=review.deciders(article, request.user))
        if not form.is_valid():
            sentence = " ".join(error for errors in form.errors.values() for error in errors)
            return self._to_history(request, pk, sentence, messages.ERROR)
        try:
            made = review.make(article, request.user, **form.cleaned_data)
        except workflow.Refused as error:
            return self._to_history(request, pk, str(error), messages.ERROR)
        context = {
            **self._past(request, article, "Liên kết xem duyệt"),
            "made": made,
            "url": settings.SITE_URL + reverse("review", args=[made.token]),
            "tries": review.MOST_TRIES,
            "decides": review.label(made.link).lower(),
        }
        response = TemplateResponse(request, "admin/news/article/link_made.html", context)
        add_never_cache_headers(response)
        return response

    def revoke_view(self, request, pk: int):
        """End a link of this article."""
        article = self._linked(request, pk)
        number = whole(request.POST.get("lien_ket", ""))
        link = article.review_links.filter(pk=number).first()
        if link is None:
            raise Http404
        review.revoke(link, request.user)
        return self._to_history(request, pk, "Đã thu hồi liên kết. Ai mở cũng chỉ thấy lời báo.")

    def _linked(self, request, pk: int):
        """The article, for somebody who may make links to it; raises Http404."""
        if request.method != "POST":
            raise Http404
        article = self._opened(request, pk)
        if not review.may_make(article, request.user):
            raise Http404
        return article

    def _to_history(self, request, pk: int, sentence: str, level=messages.SUCCESS):
        self.message_user(request, sentence, level)
        return HttpResponseRedirect(reverse("admin:news_article_history", args=[pk]))
