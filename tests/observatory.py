"""The score that MDN's HTTP Observatory gives an answer, by its published rules.

Written from developer.mozilla.org/en-US/observatory/docs/tests_and_scoring (November 2026),
with the names of its results. Left out: what a test cannot have, that is, the list of preloaded
hosts, certificates that are not valid, and crossdomain.xml.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

GRADES = [(100, "A+"), (90, "A"), (85, "A-"), (80, "B+"), (70, "B"), (65, "B-"), (60, "C+")]
GRADES += [(50, "C"), (45, "C-"), (40, "D+"), (30, "D"), (25, "D-"), (0, "F")]
SIX_MONTHS = 15_768_000
BROAD = {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
INLINE = {"'unsafe-inline'", "data:"}
PASSIVE = ("img-src", "media-src")
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}


@dataclass(frozen=True)
class Answer:
    """What came over https: headers by their small names, each Set-Cookie, and the page. `led_to`
    is where plain http leads, "" where nobody listens."""

    host: str
    headers: dict[str, str]
    cookies: list[str] = field(default_factory=list)
    body: str = ""
    led_to: str = ""


def grade(answer: Answer) -> tuple[str, dict[str, int]]:
    """The grade and what each test gave or took. Bonuses count from 90 points on."""
    found = dict(test(answer) for test in TESTS)
    points = 100 + sum(value for value in found.values() if value < 0)
    if points >= 90:
        points += sum(value for value in found.values() if value > 0)
    return next(name for least, name in GRADES if max(points, 0) >= least), found


def policy_of(answer: Answer) -> dict[str, set[str]]:
    """The directives of the policy; of one that is named twice the first counts."""
    found: dict[str, set[str]] = {}
    for rule in answer.headers.get("content-security-policy", "").split(";"):
        name, *sources = rule.split() or [""]
        found.setdefault(name.lower(), set(sources))
    found.pop("", None)
    return found


def policy(answer: Answer) -> tuple[str, int]:
    """Content-Security-Policy."""
    rules = policy_of(answer)
    if not rules:
        return "csp-not-implemented", -25
    return next((f"csp-{name}", points) for so, name, points in _weighed(rules) if so)


def _weighed(rules: dict[str, set[str]]) -> list[tuple[bool, str, int]]:
    """What a policy may be, the first that is so counts."""
    everything = rules.get("default-src", {"*"})
    scripts = _without_inline(rules.get("script-src", everything))
    styles = _without_inline(rules.get("style-src", everything))
    passive = set().union(*(rules.get(name, set()) for name in PASSIVE))
    active = set().union(*(rules[name] for name in rules.keys() - set(PASSIVE)))
    open_objects = rules.get("object-src", everything) & BROAD
    return [
        (bool(scripts & (BROAD | INLINE) or open_objects), "with-unsafe-inline", -20),
        (_unsafe(active), "with-insecure-scheme", -20),
        ("'unsafe-eval'" in scripts | styles, "with-unsafe-eval", -10),
        (_unsafe(passive), "with-insecure-scheme-in-passive-content-only", -10),
        (bool(styles & (BROAD | INLINE)), "with-unsafe-inline-in-style-src-only", 0),
        (everything == {"'none'"}, "with-no-unsafe-default-src-none", 10),
        (True, "with-no-unsafe", 5),
    ]


def _unsafe(sources: set[str]) -> bool:
    return any(source.startswith(("http:", "ftp:")) for source in sources)


def _without_inline(sources: set[str]) -> set[str]:
    """Where there is a hash or a nonce, browsers do not heed 'unsafe-inline'."""
    pinned = any(re.match("'(sha256|sha384|sha512|nonce)-", source) for source in sources)
    return sources - {"'unsafe-inline'"} if pinned else sources


def transport(answer: Answer) -> tuple[str, int]:
    """Strict-Transport-Security."""
    told = answer.headers.get("strict-transport-security")
    if told is None:
        return "hsts-not-implemented", -20
    seconds = re.search(r"max-age=(\d+)", told)
    if not seconds:
        return "hsts-header-invalid", -20
    if int(seconds[1]) < SIX_MONTHS:
        return "hsts-implemented-max-age-less-than-six-months", -10
    return "hsts-implemented-max-age-at-least-six-months", 0


def cookies(answer: Answer) -> tuple[str, int]:
    """Every cookie closed to other sites and to plain http, sessions and tokens to scripts."""
    if not answer.cookies:
        return "cookies-not-found", 0
    for line in answer.cookies:
        name, _, rest = line.lower().partition("=")
        told = {part.strip().partition("=")[0]: part.partition("=")[2] for part in rest.split(";")}
        if "secure" not in told:
            return "cookies-session-without-secure-flag", -40
        # The portal's names do not say which is a session, so all of them count as one.
        if "httponly" not in told:
            return "cookies-session-without-httponly-flag", -30
        if told.get("samesite") not in ("lax", "strict"):
            return f"cookies-samesite-flag-invalid {name}", -20
    return "cookies-secure-with-httponly-sessions-and-samesite", 5


def sharing(answer: Answer) -> tuple[str, int]:
    """Cross-origin resource sharing."""
    anybody = answer.headers.get("access-control-allow-origin") == "*"
    if anybody and answer.headers.get("access-control-allow-credentials") == "true":
        return "cross-origin-resource-sharing-implemented-with-universal-access", -50
    return f"cross-origin-resource-sharing{'-with-public-access' if anybody else ''}", 0


def redirection(answer: Answer) -> tuple[str, int]:
    """Where plain http leads."""
    there = urlsplit(answer.led_to)
    if not answer.led_to:
        return "redirection-not-needed-no-http", 0
    if there.scheme != "https":
        return "redirection-not-to-https", -20
    if there.hostname != answer.host:
        return "redirection-off-host-from-http", -5
    return "redirection-to-https", 0


def referrer(answer: Answer) -> tuple[str, int]:
    """Referrer-Policy."""
    told = answer.headers.get("referrer-policy")
    if told is None:
        return "referrer-policy-not-implemented", 0
    last = told.split(",")[-1].strip().lower()
    return ("referrer-policy-private", 5) if last in PRIVATE else ("referrer-policy-unsafe", -5)


class _Scripts(HTMLParser):
    def __init__(self):
        super().__init__()
        self.foreign = []

    def handle_starttag(self, tag, attrs):
        """A script from another place than the portal's own."""
        source = dict(attrs).get("src") or ""
        if tag == "script" and re.match("[a-z]+:|//", source):
            self.foreign.append(source)


def integrity(answer: Answer) -> tuple[str, int]:
    """Scripts of the portal's own need no hash; others would."""
    scripts = _Scripts()
    scripts.feed(answer.body)
    if scripts.foreign:
        return "sri-not-implemented-and-external-scripts-not-loaded-securely", -50
    return "sri-not-implemented-but-all-scripts-loaded-from-secure-origin", 0


def types(answer: Answer) -> tuple[str, int]:
    """X-Content-Type-Options."""
    if answer.headers.get("x-content-type-options") == "nosniff":
        return "x-content-type-options-nosniff", 0
    return "x-content-type-options-not-implemented", -5


def frames(answer: Answer) -> tuple[str, int]:
    """X-Frame-Options, or the policy's word on it."""
    if policy_of(answer).get("frame-ancestors", {"*"}) & BROAD:
        named = answer.headers.get("x-frame-options", "") in ("DENY", "SAMEORIGIN")
        return ("x-frame-options-sameorigin-or-deny", 0) if named else ("x-frame-options", -20)
    return "x-frame-options-implemented-via-csp", 5


def resources(answer: Answer) -> tuple[str, int]:
    """Cross-Origin-Resource-Policy."""
    told = answer.headers.get("cross-origin-resource-policy", "cross-origin")
    known = {"same-origin": 10, "same-site": 10, "cross-origin": 0}
    return f"cross-origin-resource-policy {told}", known.get(told, -5)


TESTS = [policy, transport, cookies, sharing, redirection, referrer, integrity, types, frames]
TESTS += [resources]
