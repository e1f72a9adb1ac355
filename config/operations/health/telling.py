"""The findings as programs read them, and as lines for a terminal."""

from collections.abc import Iterator

from config.operations.health.finding import Result, State, worst


def told(results: list[Result]) -> dict:
    """All findings as JSON takes them; "state" is that of the worst: good, look or broken."""
    return {"state": worst(results).name.lower(), "checks": [_one(result) for result in results]}


def code(said: dict) -> int:
    """The exit code for what was told: 0, 1 or 2."""
    return int(State[said["state"].upper()])


def lines(said: dict) -> Iterator[str]:
    """One line for the whole, as Nagios shows it, and then one or two for each check."""
    states = [check["state"] for check in said["checks"]]
    number = f"{states.count('broken')} hỏng, {states.count('look')} cần xem"
    yield f"{State[said['state'].upper()].label.upper()}: {number}, {states.count('good')} tốt"
    for check in said["checks"]:
        yield f"  {State[check['state'].upper()].label:<8} {check['name']}: {check['says']}"
        if check["do"]:
            yield f"  {'':<8} → {check['do']}"


def _one(result: Result) -> dict:
    finding = result.finding
    return {
        "key": result.check.key,
        "name": result.check.name,
        "state": finding.state.name.lower(),
        "says": finding.says,
        "do": finding.do,
        "numbers": dict(finding.numbers),
    }
