"""Pictures on S3, under the portal's own addresses; needs requirements/s3.txt."""

from urllib.parse import quote

from django.conf import settings
from storages.backends.s3 import S3Storage


class Pictures(S3Storage):
    """Pages name pictures as ever, so no page, policy or feed depends on where they are kept.

    nginx leads /media/ on to the bucket, or the portal itself does (SERVE_MEDIA).
    """

    def url(self, name, parameters=None, expire=None, http_method=None):
        """The address on the portal."""
        return settings.MEDIA_URL + quote(name)
