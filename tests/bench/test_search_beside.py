"""A reader of articles beside twenty who search for words that are everywhere, under gunicorn."""

import http.client
import statistics
import subprocess
import time
from urllib.parse import quote

import pytest
from django.db import connection

from news import archive
from news.models import Article
from news.search import windows
from tests.bench import search_archive, serving
from tests.bench.test_search_speed import WORST

pytestmark = [
    pytest.mark.bench,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not (serving.WRK and serving.TASKSET), reason="wrk is needed"),
]
ARTICLES, SEARCHERS, READS, PAUSE = 20_000, 20, 60, 0.05
# Milliseconds in the middle that nobody notices: a kept article, and one that has to be made.
MOST = {"kept": 20, "made": 100}
# Each search from another address, so that none is told that it came too often, and with a filter
# that is none, so that each is a search of its own and never a page that is kept.
SEARCHES = """
local words, at = {{}}, 0
for line in io.lines("{file}") do words[#words + 1] = line end
request = function()
    at = at + 1
    local address = "10." .. math.random(255) .. "." .. math.random(255) .. "." .. math.random(255)
    return wrk.format("GET", "/tim-kiem/?q=" .. words[at % #words + 1] .. "&loai=" .. at,
        {{["X-Forwarded-For"] = address, Host = "localhost"}})
end
"""


def test_a_reader_does_not_notice_twenty_searches(tmp_path, capsys):
    search_archive.build(ARTICLES)
    archive.ALL.rebuild()
    windows.forget()
    rows = Article.objects.public().newest_first()[: 2 * READS + 1]
    kept, *others = [row.get_absolute_url() for row in rows]
    connection.close()
    with serving.portal("short", tmp_path, TRUSTED_PROXIES="127.0.0.1") as server:
        server.fetch(kept)
        alone = {"kept": _waits(server, [kept] * READS), "made": _waits(server, others[:READS])}
        searchers = _searchers(server, tmp_path)
        time.sleep(2)
        beside = {"kept": _waits(server, [kept] * READS), "made": _waits(server, others[READS:])}
        searchers.terminate()
        said = searchers.communicate(timeout=30)[0]
    with capsys.disabled():
        print("\n" + "\n".join([*_table(alone, beside), said]))  # noqa: T201
    for name, waits in beside.items():
        assert statistics.median(waits) < MOST[name], name


def _searchers(server, folder) -> subprocess.Popen:
    listed, made = folder / "words.txt", folder / "words.lua"
    listed.write_text("\n".join(map(quote, WORST)) + "\n")
    made.write_text(SEARCHES.format(file=listed))
    command = [serving.TASKSET, "-c", serving.ASKER, serving.WRK, "-t1", f"-c{SEARCHERS}", "-d60s"]
    command += ["-s", str(made), f"http://127.0.0.1:{server.port}"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own


def _waits(server, paths: list[str]) -> list[float]:
    """Milliseconds until each page was there, for a reader who pauses between them; on one
    connection, as nginx keeps them."""
    found, there = [], http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    for path in paths:
        time.sleep(PAUSE)
        begun = time.perf_counter()
        there.request("GET", path, headers={"Host": "localhost", "Accept-Encoding": "gzip"})
        answer = there.getresponse()
        answer.read()
        found.append((time.perf_counter() - begun) * 1000)
        assert answer.status == 200, path
    there.close()
    return found


def _table(alone, beside) -> list[str]:
    lines = [f"| ms, in the middle / at worst | alone | beside {SEARCHERS} searches |"]
    lines += ["|---|---|---|"]
    for name in alone:
        told = [f"{statistics.median(w):.1f} / {max(w):.1f}" for w in (alone[name], beside[name])]
        lines.append(f"| an article that is {name} | {' | '.join(told)} |")
    return lines
