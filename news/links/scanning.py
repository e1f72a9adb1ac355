"""Which links public texts have: read after each publication, forgotten after each withdrawal."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from news.links.models import Address, Link, Scan
from news.models import Article
from news.text import links
from news.text.links import Named, Target

AT_ONCE = 200
SOURCE = "Liên kết nguồn"


def read_new() -> int:
    """Read the texts that were published since; return how many."""
    read = Scan.objects.filter(article=OuterRef("pk"), version=OuterRef("published_version"))
    rows = Article.objects.public().filter(~Exists(read)).order_by()
    found = list(rows.only("pk", "body", "source_url", "published_version")[:AT_ONCE])
    for article in found:
        _read(article)
    return len(found)


def forget_gone() -> int:
    """Forget the links of texts that citizens see no more, and addresses without a link; return
    how many rows."""
    public = Article.objects.public().order_by().filter(pk=OuterRef("article"))
    gone = list(Scan.objects.filter(~Exists(public)).values_list("pk", flat=True)[:AT_ONCE])
    count = Link.objects.filter(article__in=gone).delete()[0] if gone else 0
    count += Scan.objects.filter(pk__in=gone).delete()[0] if gone else 0
    named = Link.objects.filter(address=OuterRef("pk"))
    unused = Address.objects.filter(~Exists(named)).values_list("pk", flat=True)
    return count + Address.objects.filter(pk__in=list(unused[:AT_ONCE])).delete()[0]


def own_hosts() -> frozenset[str]:
    """The names under which this portal is reached."""
    named = {name.lower() for name in settings.ALLOWED_HOSTS if not name.startswith((".", "*"))}
    return frozenset({urlsplit(settings.SITE_URL).netloc.lower(), *named})


@transaction.atomic
def _read(article: Article) -> None:
    """Replace its links; one that stays keeps what somebody said of it."""
    wanted = _targets(article)
    rows = [Address(url=t.url, inside=t.inside, host=t.host) for t, _ in wanted.values()]
    Address.objects.bulk_create(rows, ignore_conflicts=True)
    numbers = dict(Address.objects.filter(url__in=wanted).values_list("url", "pk"))
    own = Link.objects.filter(article=article)
    own.exclude(address__in=numbers.values()).delete()
    made = [
        Link(article=article, address_id=pk, words=wanted[url][1]) for url, pk in numbers.items()
    ]
    Link.objects.bulk_create(made, ignore_conflicts=True)
    Scan.objects.update_or_create(article=article, defaults={"version": article.published_version})


def _targets(article: Article) -> dict[str, tuple[Target, str]]:
    """Every target once, with the words of its first link."""
    named = links.links(article.body)
    if article.source_url:
        named.append(Named(article.source_url, SOURCE))
    hosts, found = own_hosts(), {}
    for link in named:
        target = links.target(link.href, settings.SITE_URL, hosts)
        if target:
            found.setdefault(target.url, (target, link.words))
    return found
