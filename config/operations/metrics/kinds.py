"""What kind of page a request asked for: few kinds, so that a stranger cannot make more of them."""

from config.staff_side import STAFF

# By the first part of the address.
_FIRST = {
    **dict.fromkeys(STAFF, "account"),
    **dict.fromkeys(("tin-tuc", "don-vi", "tac-gia", "the"), "list"),
    **dict.fromkeys(("dong-su-kien", "dinh-chinh", "doc-nhieu"), "list"),
    **dict.fromkeys(("rss", "atom", "sitemap", "sitemap.xml", "robots.txt"), "feed"),
    **dict.fromkeys(("tai-lieu", "media", "static"), "file"),
    **dict.fromkeys(("dem-luot", "danh-gia", "bao-loi"), "feedback"),
    "": "home",
    "quan-tri": "staff",
    "tim-kiem": "search",
    "api": "api",
    "suc-khoe": "watch",
    "xem-duyet": "review",
}
_ARTICLES = {"article", "article-saved"}
# "page" is any other address that leads somewhere, "none" what leads nowhere.
KINDS = ("home", "list", "article", "search", "feed", "api", "file", "feedback", "review", "staff")
KINDS += ("account", "watch", "page", "none")


def kind_of(request) -> str:
    """The kind, one of KINDS."""
    match = request.resolver_match
    if match is None:
        return "none"
    if match.url_name in _ARTICLES:
        return "article"
    return _FIRST.get(request.path_info[1:].partition("/")[0], "page")
