"""The address of an attachment: the file for as long as a public article names it."""

from django.http import Http404
from django.shortcuts import redirect, render

from news import attachments
from news.addresses import finding, missing
from news.media.models import Attachment
from news.media.serving import hand_out
from news.views.public import public_file


# Not compressed on the way: its kinds are, and a part of a file is a part of its own bytes.
@public_file
def attachment(request, pk, name):
    """The file by its number; 410 for what citizens could have once, 404 for everything else."""
    found = Attachment.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    if not attachments.is_public(found):
        return _gone(request, found)
    if name != found.address_name:
        return redirect(found, permanent=True)
    return hand_out(request, found)


def _gone(request, found: Attachment):
    """Of a file that never was public not even the existence is told."""
    if not attachments.was_public(found):
        raise Http404
    moved = finding.answer(request, gone=True)
    if moved:
        return moved
    missing.note(request, gone=True)
    return render(request, "410.html", {"file": True}, status=410)
