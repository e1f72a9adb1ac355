"""The checks as a test asks them: in its own transaction, without threads."""

from config.operations.health import checks
from config.operations.health.finding import Finding, Result

CHECKS = {check.key: check for lane in checks.LANES for check in lane.checks}


def finding(key: str) -> Finding:
    """What a check finds."""
    return CHECKS[key].ask()


def at_once() -> list[Result]:
    """What all of them find, in place of `checks.all_results`."""
    return [Result(check, check.ask()) for check in CHECKS.values()]


def token(settings) -> dict:
    """The header of a program that may ask."""
    settings.HEALTH_TOKEN = "mot-ma-rat-dai-va-khong-ai-doan-duoc-0123"
    return {"HTTP_AUTHORIZATION": f"Bearer {settings.HEALTH_TOKEN}"}
