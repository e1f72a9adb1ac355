"""Articles on the staff side: the list, the form with its moves, the history and the preview.

The form decides and workflow acts: nothing here refuses a move or writes a column.
"""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect

from accounts import addresses
from news import checklist, record, sittings, standing, versions, workflow
from news.admin.afterwards import Afterwards
from news.admin.attachments import Attachments
from news.admin.audit import Audit
from news.admin.bulk import Bulk
from news.admin.calendar import Calendar
from news.admin.conversation import Conversation
from news.admin.export import Export
from news.admin.feedback import Feedback
from news.admin.history import History
from news.admin.legacy import Legacy
from news.admin.links import DeadLinks
from news.admin.listing import Listing
from news.admin.moves import MOVE, Moves
from news.admin.pages import Pages
from news.admin.preview import Preview
from news.admin.relating import Relating
from news.admin.review import Reviews
from news.admin.sitting import Sittings, presence
from news.admin.word_import import WordImport
from news.forms import ArticleForm
from news.models import Article, State
from news.rights import sees, visible
from news.text.numbers import whole


@admin.register(Article)
class ArticleAdmin(
    Listing,
    Export,
    Bulk,
    Moves,
    History,
    Conversation,
    Sittings,
    Legacy,
    Attachments,
    Preview,
    WordImport,
    Afterwards,
    Reviews,
    Audit,
    Calendar,
    Pages,
    Relating,
    Feedback,
    DeadLinks,
    admin.ModelAdmin,
):
    """The newsroom's list and form."""

    form = ArticleForm
    actions = None
    # The form has its own link, and only while the article is live.
    view_on_site = False
    change_form_template = "admin/news/article/change_form.html"
    object_history_template = "admin/news/article/history.html"

    @admin.display(description="trạng thái", ordering="state")
    def standing(self, article):
        """Where it stands, in words: what citizens see and what is being worked on."""
        return standing.sentence(article)

    @admin.display(description="chuyên mục, đơn vị")
    def filing(self, article):
        """Where it is filed, in one column."""
        parts = [article.category, article.unit and article.unit.short_name]
        return " · ".join(str(part) for part in parts if part) or "chưa phân loại"

    def get_queryset(self, request):
        """Only what this person may open."""
        return visible(request.user)

    def get_object(self, request, object_id, from_field=None):
        """The article with its newest version's content; locked while a form is being saved."""
        opened = getattr(request, "opened_article", None)
        if opened and str(opened.pk) == object_id:
            return opened
        if request.method == "POST" and (number := whole(object_id)) is not None:
            list(self.get_queryset(request).select_for_update(of=("self",)).filter(pk=number))
        article = super().get_object(request, object_id, from_field)
        return article and versions.load(article)

    def has_view_permission(self, request, obj=None):
        """One's own articles and those in one's charge."""
        allowed = super().has_view_permission(request, obj)
        return allowed if obj is None else allowed and sees(request.user, obj)

    def has_change_permission(self, request, obj=None):
        """Whoever may open an article may ask to change it; the form answers with a sentence."""
        allowed = request.user.has_perm("news.change_article")
        return allowed if obj is None else allowed and sees(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        """Nothing is deleted: articles are withdrawn."""
        return False

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The form for this person and the move they asked for."""
        given = {"user": request.user, "move": request.POST.get(MOVE, "")}
        given["recovered"] = self.recovered(request)
        kwargs["form"] = self.form_of(obj)
        return type(
            "ArticleForm", (super().get_form(request, obj, change=change, **kwargs),), given
        )

    def get_urls(self):
        """Our own views, before the addresses that take any word for an id."""
        parts = (self.preview_urls, self.word_urls, self.move_urls, self.history_urls)
        parts += (self.sitting_urls, self.attachment_urls, self.legacy_urls)
        parts += (self.listing_urls, self.export_urls, self.bulk_urls, self.talk_urls)
        parts += (self.afterwards_urls, self.review_urls, self.audit_urls, self.calendar_urls)
        parts += (self.page_urls, self.relating_urls, self.feedback_urls, self.link_urls)
        return [*(url for urls in parts for url in urls()), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The form, or the article to read when it is in other hands."""
        if request.method == "GET":
            article = self.get_object(request, object_id)
            if (
                article
                and sees(request.user, article)
                and not workflow.may_edit(article, request.user)
            ):
                return self.reading_view(request, article)
            # Django asks for it once more, to make the form of it.
            request.opened_article = article
        elif MOVE in request.POST and not self._may_open(request, object_id):
            self.trespassed(request, whole(object_id), request.POST[MOVE])
        return super().change_view(request, object_id, form_url, extra_context)

    def _may_open(self, request, object_id: str) -> bool:
        """False for what is hidden from this person; what is no number is nobody's."""
        number = whole(object_id)
        return number is None or self.get_queryset(request).filter(pk=number).exists()

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Give the template the article's moves, its state and what happened to it."""
        request.editor_shown = True
        article, form = obj or Article(created_by=request.user), context["adminform"].form
        context.update(self._about(request, article, form) | self.talk_for(request, obj))
        context.update(self._about_legacy(request, article, form))
        context["checklist"] = self._checklist(form, article, context["waivers"])
        context["left"] = None if form.is_bound else self.left_for(request, obj)
        others = sittings.others(article, request.user) if obj else []
        context["others"] = [presence(other) for other in others]
        if form.is_bound and not form.is_valid():
            context["conflict"] = form.conflict()
            self._keep_on_record(request, article, form)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        """Save what was typed as a version, then make the move the form has agreed to."""
        if not change:
            obj.created_by = request.user
        base = form.cleaned_data["base_version"] or 0
        request.moved_at = form.given()["at"]
        if form.saves_content():
            obj, base = self._keep_original(request, obj, form, base)
            given = {"base": base, "note": form.legacy.note}
            obj = workflow.save(obj, form.content(), request.user, **given)
        if form.waived:
            workflow.waive(obj, form.waived, request.user)
        if form.move:
            self._move(request, obj, form)

    def _move(self, request, article, form):
        given = {**form.given(), "address": addresses.of(request)}
        version = article.latest_version
        workflow.perform(article, form.move, request.user, version=version, **given)

    def _keep_on_record(self, request, article, form):
        """Somebody who sent what no button of theirs sends is on record."""
        save = workflow.save_move(article)
        action = form.move or (save.name if save else "write")
        sentence = " ".join(form.non_field_errors())
        address = addresses.of(request)
        given = {"address": address, "saving": not form.move}
        workflow.record_refusal(article, action, request.user, sentence, **given)

    def construct_change_message(self, request, form, formsets, add=False):
        """Django's own log repeats what events and versions say better; it gets the move only."""
        return form.move or "save"

    def response_add(self, request, obj, post_url_continue=None):
        """Back to the form after a save, to the desk after a move."""
        return self._after(request, obj)

    def response_change(self, request, obj):
        """Back to the form after a save, to the desk after a move."""
        return self._after(request, obj)

    def _after(self, request, article):
        sittings.end(request.user, request.POST.get("sitting", ""))
        move = request.POST.get(MOVE, "")
        if move:
            return self.after_move(request, article, move, request.moved_at)
        self.message_user(request, "Đã lưu. Bạn có thể viết tiếp.", messages.SUCCESS)
        return HttpResponseRedirect(self._form_address(request, article))

    def _checklist(self, form, article, waived):
        """The panel for what was refused, or for the newest version; none before the first."""
        if form.is_bound:
            found = [f for f in checklist.findings(form.seen) if f.field not in form.unfit]
            return checklist.Panel(form.seen, found, waived, checklist.waivers.asked(form.data))
        return checklist.Panel(article, checklist.findings(article), waived) if article.pk else None

    def _about(self, request, article, form=None) -> dict:
        events = list(article.events.done().select_related("actor")) if article.pk else []
        for event in events:
            event.label = record.label(event.action, article.steps)
        return {
            "article": article,
            "standing": self.standing(article),
            **self.feedback_for(article),
            **self.moves_for(request, article, form),
            "events": events,
            "waivers": list(article.waivers.select_related("actor")) if article.pk else [],
            "returned": next((e for e in events if e.action in ("return", "reject")), None)
            if article.state in (State.RETURNED, State.REJECTED)
            else None,
        }
