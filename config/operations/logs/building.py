"""Django's LOGGING for the form and level that the environment asks for."""

from collections.abc import Sequence

FORMS = {"line": "Line", "json": "Json"}


def logging_of(form: str, level: str, secrets: Sequence[str]) -> dict:
    """The setting: everything to the standard error, in one form, without these secrets.

    Raises KeyError for a form that there is none of.
    """
    formatter = {"()": f"config.operations.logs.formats.{FORMS[form]}", "secrets": [*secrets]}
    ours = {"handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"ours": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "ours"}},
        "root": {"handlers": ["console"], "level": level},
        # Django gives each of them a handler of its own.
        "loggers": {"django": {**ours, "level": level}, "django.server": {**ours, "level": "INFO"}},
    }
