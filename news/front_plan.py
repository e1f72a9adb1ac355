"""What stands on the front page below the newest: the blocks, and what tells in pictures."""

from news.media.models import Image
from news.media.showing import TextPictures
from news.models import Article, Category
from news.site.models import FrontBlock, Kind, Layout
from news.text.richtext import MEDIA_URL, images

NOTICES = "thong-bao"
PICTURES = 5
FEWEST_PICTURES = 2


def recommended():
    """What the front page may lead to: not what readers are warned of on its own page."""
    return Article.objects.public().news().filter(noticed_at=None)


def standard(portal) -> list[FrontBlock]:
    """The arrangement of who made none: notices beside, every section without parts below."""
    notices = portal.by_slug(NOTICES)
    leaves = [c for c in portal.categories if not portal.under(c) and c != notices]
    beside = [_plan(notices, side=True, layout=Layout.HEADLINES)] if notices else []
    return [*beside, *map(_plan, leaves)]


def plans(portal) -> list[FrontBlock]:
    """The blocks in the order in which they are filled; none of a section that is hidden."""
    found = []
    for plan in portal.front or standard(portal):
        section = portal.by_id(plan.category_id)
        if section or not plan.category_id:
            plan.category = section
            found.append(plan)
    return sorted(found, key=lambda plan: not plan.side)


def photos(numbers: set[int]) -> dict[int, Article]:
    """Those of these articles that tell in pictures, by number, each with its `pictures`; one
    query, none for no number."""
    if not numbers:
        return {}
    rows = recommended().filter(pk__in=numbers).select_related("category", "cover", "unit")
    rows = rows.annotate(text_pictures=TextPictures("body"))
    for row in rows:
        row.pictures = _pictures(row)
    return {row.pk: row for row in rows if len(row.pictures) >= FEWEST_PICTURES}


def tells_in_pictures(number: int) -> bool:
    """Whether a photo story may be made of the article of that number."""
    return number in photos({number})


def _plan(section: Category, **values) -> FrontBlock:
    return FrontBlock(kind=Kind.SECTION, category=section, **values)


def _pictures(article: Article) -> list[Image]:
    """Its lead picture and those of its text that the library knows, each once."""
    cover = {article.cover.file.name: article.cover} if article.cover else {}
    known = article.text_pictures or {}
    files = [picture.src.removeprefix(MEDIA_URL) for picture in images(article.body)]
    told = {file: Image(file=file, **known[file]) for file in files if file in known}
    return list({**cover, **told}.values())[:PICTURES]
