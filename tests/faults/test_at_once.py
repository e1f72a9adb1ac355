"""Two publishers press the button at the same moment."""

import threading
from urllib.parse import urlencode

from tests.faults.portal import CSRF

PUBLISHED = """
SELECT count(*) FROM news_articleevent
WHERE article_id = %s AND action = 'publish' AND NOT refused
"""


def test_two_publishers_at_once_publish_once_and_one_is_told(portal, cast):
    article = portal.run(
        "found = approved()\n"
        "form = staff.posted(Article.objects.get(pk=found['pk']), _move='publish')\n"
        "tell(found | {'form': form})"
    )
    path = f"/quan-tri/news/article/{article['pk']}/change/"
    form = urlencode({**article["form"], "csrfmiddlewaretoken": CSRF})
    came, ready = [], threading.Barrier(2)

    def publish(who: str) -> None:
        ready.wait()
        came.append(portal.post(path, cast[who], form))

    both = [threading.Thread(target=publish, args=[who]) for who in ("publisher", "publisher 2")]
    for person in both:
        person.start()
    for person in both:
        person.join(60)
    assert len(came) == 2
    assert all(answer.status in (200, 302) for answer in came)
    assert portal.database.ask(PUBLISHED, article["pk"]) == 1
    assert portal.get(article["address"]).status == 200
