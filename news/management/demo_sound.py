"""Gives an article of the demonstration a recording, and says in its text that it is a sample."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from news import workflow
from news.demo import chime
from news.media import attachments
from news.models import Article

SAYS = (
    "<p><em>Bản nghe ở trên chỉ là mẫu: tiếng chuông do máy tạo, không phải giọng đọc bài này."
    "</em></p>"
)


@transaction.atomic
def make(number: str) -> None:
    """Put the sample on the article with this number of the import, unless it has a recording."""
    article = Article.objects.get(external_id=number)
    if article.audio_id:
        return
    accepted = attachments.accept_sound(SimpleUploadedFile("ban-nghe-mau.mp3", chime.mp3()))
    sound = attachments.store(accepted, None, attachments.SOUND_TITLE)
    words = {"audio_id": sound.pk, "body": SAYS + article.body}
    article = workflow.save(article, words, None, base=article.latest_version)
    version = article.latest_version
    workflow.perform(article, "import", None, at=article.published_at, version=version, note="")
