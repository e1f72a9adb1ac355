"""Reports failures to a Sentry of the office's own. The settings load this only where SENTRY_DSN
names one, so that nobody else needs the library (requirements/sentry.txt)."""

from collections.abc import Sequence

import sentry_sdk

from config.operations.logs.formats import Line
from config.operations.logs.scrubbing import scrubbed


def begin(dsn: str, secrets: Sequence[str], **options) -> None:
    """Report from now on; no person, nothing typed, none of these secrets."""
    clean = Line(secrets).clean
    sentry_sdk.init(
        dsn=dsn,
        include_local_variables=False,
        max_request_body_size="never",
        # Steps that led to the failure hold statements and addresses.
        max_breadcrumbs=0,
        before_send=lambda event, hint: scrubbed(event, clean),
        **options,
    )
