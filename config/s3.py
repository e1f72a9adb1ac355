"""Pictures and attachments on S3; needs requirements/s3.txt."""

import logging
from functools import cached_property
from urllib.parse import quote

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from storages.backends.s3 import S3Storage

logger = logging.getLogger(__name__)
# A store that is away must not keep a page or a check waiting for minutes, as boto3 would.
PATIENCE = Config(connect_timeout=5, read_timeout=20, retries={"max_attempts": 2})

# Who asks whether it is there asks again in a minute.
BRIEFLY = Config(connect_timeout=2, read_timeout=3, retries={"total_max_attempts": 1})


class Files(S3Storage):
    """A bucket of the portal's."""

    def __init__(self, **given):
        super().__init__(**given)
        self.client_config = self.client_config.merge(PATIENCE)

    @cached_property
    def _prober(self):
        config = self.client_config.merge(BRIEFLY)
        place = {"endpoint_url": self.endpoint_url, "region_name": self.region_name}
        return boto3.client("s3", **place, config=config)

    def answers(self) -> bool:
        """Whether the bucket is there and lets us in; the log says why not."""
        try:
            self._prober.head_bucket(Bucket=self.bucket_name)
        except (BotoCoreError, ClientError):
            logger.exception("the bucket %s does not answer", self.bucket_name)
            return False
        return True


class Pictures(Files):
    """Pages name pictures as ever, so no page, policy or feed depends on where they are kept.

    nginx leads /media/ on to the bucket, or the portal itself does (SERVE_MEDIA).
    """

    def url(self, name, parameters=None, expire=None, http_method=None):
        """The address on the portal."""
        return settings.MEDIA_URL + quote(name)
