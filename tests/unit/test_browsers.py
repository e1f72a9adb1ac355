"""What browsers call themselves becomes words."""

import pytest

from accounts.browsers import named

APPLE = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (f"{WINDOWS} Chrome/130.0.0.0 Safari/537.36", "Chrome trên Windows"),
        (f"{WINDOWS} Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0", "Edge trên Windows"),
        (f"{WINDOWS} coc_coc_browser/120.0 Chrome/114.0 Safari/537.36", "Cốc Cốc trên Windows"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0",
            "Firefox trên Linux",
        ),
        (
            f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) {APPLE} Safari/604.1",
            "Safari trên iPhone",
        ),
        (
            f"Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) {APPLE} Safari/605.1.15",
            "Safari trên máy Mac",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36",
            "Chrome trên Android",
        ),
        ("curl/8.0", "Trình duyệt lạ"),
        ("Mozilla/5.0 (Windows NT 6.1)", "Trình duyệt lạ trên Windows"),
        ("", "Trình duyệt lạ"),
    ],
)
def test_a_browser_in_words(agent, words):
    assert named(agent) == words
