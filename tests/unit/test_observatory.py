"""Our own Observatory takes points where the published rules take them."""

import pytest

from tests.observatory import Answer, grade, policy

GOOD = {
    "content-security-policy": "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
COOKIE = "__Host-phien=x; HttpOnly; Path=/; SameSite=Lax; Secure"
SAFE = "https://abc.gov.vn/"


def test_everything_right_is_the_best_grade():
    name, found = grade(Answer("abc.gov.vn", GOOD, [COOKIE], led_to=SAFE))
    assert (name, 100 + sum(found.values())) == ("A+", 135)


def test_nothing_at_all_is_the_worst():
    assert grade(Answer("abc.gov.vn", {}, ["a=b"], led_to="http://x/"))[0] == "F"


@pytest.mark.parametrize(
    ("rules", "points"),
    [
        ("script-src 'self' 'unsafe-inline'", -20),
        ("default-src 'none'; script-src data:", -20),
        ("style-src 'self'", -20),
        ("default-src 'none'; script-src 'self' 'unsafe-eval'", -10),
        ("default-src 'none'; font-src http://x", -20),
        ("default-src 'none'; img-src http:", -10),
        ("default-src 'none'; style-src 'unsafe-inline'", 0),
        ("default-src 'none'; style-src 'unsafe-inline' 'sha256-x'", 10),
        ("default-src 'self'", 5),
        ("", -25),
    ],
)
def test_a_policy_gets_its_points(rules, points):
    assert policy(Answer("abc.gov.vn", {"content-security-policy": rules}))[1] == points


@pytest.mark.parametrize(
    ("change", "cookie", "led_to", "worst"),
    [
        ({"strict-transport-security": "max-age=300"}, COOKIE, SAFE, -10),
        ({"strict-transport-security": "x"}, COOKIE, SAFE, -20),
        ({"x-content-type-options": "sniff"}, COOKIE, SAFE, -5),
        ({"referrer-policy": "unsafe-url"}, COOKIE, SAFE, -5),
        ({"cross-origin-resource-policy": "any"}, COOKIE, SAFE, -5),
        ({"content-security-policy": "default-src 'none'"}, COOKIE, SAFE, -20),
        ({"access-control-allow-origin": "*"}, COOKIE, SAFE, 0),
        ({}, COOKIE.replace("; Secure", ""), SAFE, -40),
        ({}, COOKIE.replace("HttpOnly; ", ""), SAFE, -30),
        ({}, COOKIE.replace("SameSite=Lax; ", ""), SAFE, -20),
        ({}, COOKIE, "https://other.vn/", -5),
        ({}, COOKIE, "http://abc.gov.vn/a", -20),
    ],
)
def test_each_fault_costs_what_the_rules_say(change, cookie, led_to, worst):
    _, found = grade(Answer("abc.gov.vn", {**GOOD, **change}, [cookie], led_to=led_to))
    assert min(found.values()) == worst
