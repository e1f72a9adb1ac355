"""Threads of events on the staff side."""

from django.contrib import admin

from news.admin.taxonomy import KeptAdmin
from news.models import Thread


@admin.register(Thread)
class ThreadAdmin(KeptAdmin):
    """Made by editors; ended, never deleted, and never at another address."""

    list_display = ["title", "going", "slug", "created_at"]
    list_filter = ["open"]
    search_fields = ["title__folds", "slug"]
    fields = ["title", "slug", "description", "open"]
    in_words = {"open": "going"}

    @admin.display(description="tình trạng", ordering="open")
    def going(self, thread) -> str:
        """Whether new articles may still be told in it."""
        return "Đang diễn ra" if thread.open else "Đã kết thúc"

    def get_readonly_fields(self, request, obj=None):
        """Its address is known outside once it is there."""
        return ["slug"] if obj else []
