"""Answers that a program asks for again and again: the same bytes have one mark (ETag)."""

from functools import wraps
from hashlib import sha256

from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag


def conditional(view):
    """Decorator: mark the answer by its bytes and answer 304 to whoever has them (RFC 9110 §13)."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if response.status_code != 200:
            return response
        etag = quote_etag(sha256(response.content).hexdigest()[:32])
        response["ETag"] = etag
        return get_conditional_response(request, etag=etag, response=response)

    return wrapped
