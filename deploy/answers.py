"""Whether the portal shows its front page at the address nginx asks; run by release.sh."""

import os
import sys
import time
import urllib.error
import urllib.request

PATIENCE = 30
HOST = os.environ["ALLOWED_HOSTS"].split(",")[0].strip()
ADDRESS = f"http://{os.environ.get('BIND', '127.0.0.1:8000')}/"


def answer() -> str:
    """What it says: "200", another status, or why it says nothing."""
    headers = {"Host": HOST.removeprefix("."), "X-Forwarded-Proto": "https"}
    try:
        asked = urllib.request.Request(ADDRESS, headers=headers)
        with urllib.request.urlopen(asked, timeout=10) as found:  # noqa: S310
            return str(found.status)
    except urllib.error.HTTPError as error:
        return str(error.code)
    except OSError as error:
        return str(error)


until = time.monotonic() + PATIENCE
while (said := answer()) != "200" and time.monotonic() < until:
    time.sleep(0.2)
if said != "200":
    sys.exit(f"Trang chủ ({ADDRESS}, {HOST}) trả lời: {said}")
