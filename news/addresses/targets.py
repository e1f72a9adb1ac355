"""What an old address may be, and where it may lead: nowhere a stranger could choose."""

from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host
from django.urls import Resolver404, URLResolver, get_resolver, is_valid_path, resolve
from django.utils.encoding import iri_to_uri

from accounts.urls import urlpatterns as account_pages
from news.text import oldaddress

from .models import Below

NO_OLD = "Thiếu địa chỉ cũ."
NO_NEW = "Thiếu địa chỉ mới."
ODD = (
    "Địa chỉ cũ phải bắt đầu bằng dấu / (ví dụ /tin-cu/bai-12.html) hoặc là địa chỉ đầy đủ của "
    "trang cũ, không phải trang chủ."
)
HERE = "Địa chỉ cũ này đang là một trang của cổng nên không chuyển đi được."
STAFF = "Không chuyển hướng địa chỉ của trang quản trị và trang đăng nhập."
NOT_STAFF = "Không dẫn người đọc tới trang quản trị hay trang đăng nhập."
FOREIGN = (
    "Địa chỉ mới phải bắt đầu bằng dấu /, hoặc bằng https:// và thuộc một trang được phép dẫn tới "
    "(mặc định: các trang .gov.vn)."
)
NO_PAGE = "Cổng không có trang nào ở địa chỉ mới này. Hãy mở trang muốn dẫn tới rồi chép địa chỉ."
PLAIN = "Muốn giữ phần đuôi thì địa chỉ mới không được có dấu ? hay #."
TOO_LONG = f"Địa chỉ dài quá {oldaddress.LONGEST} ký tự."
# Not the citizens' pages: neither looked up, nor noted.
APART = {"quan-tri", "xem-duyet", "suc-khoe", "-"}
APART |= {str(page.pattern).partition("/")[0] for page in account_pages}


class Unfit(ValueError):
    """An address that cannot be used; its text says why and what to do."""


def is_apart(path: str) -> bool:
    """Whether a path belongs to the staff, or to whoever holds a secret link."""
    return path.strip("/").partition("/")[0].lower() in APART


def old(typed: str) -> str:
    """An old address in its one form. Raises Unfit."""
    if not typed.strip():
        raise Unfit(NO_OLD)
    found = oldaddress.key(typed)
    if not found:
        raise Unfit(ODD)
    if is_apart(found):
        raise Unfit(STAFF)
    if "?" not in found and always_here(found):
        raise Unfit(HERE)
    return found


def new(typed: str, below: str = Below.ALONE) -> str:
    """A new address, a path where it is the portal's own. Raises Unfit."""
    text = typed.strip()
    if not text:
        raise Unfit(NO_NEW)
    found = _own(text) if text.startswith("/") else _abroad(text)
    if below == Below.KEEP and set("?#") & set(found):
        raise Unfit(PLAIN)
    if len(found) > oldaddress.LONGEST:
        raise Unfit(TOO_LONG)
    return found


def slashed(address: str) -> str:
    """A path of ours as the page itself has it: with the slash at its end that was left out."""
    path, mark, rest = address.partition("?")
    if path.startswith("/") and not path.endswith("/") and "#" not in path:
        whole = path + "/"
        if _lacks_slash(path) and is_valid_path(whole):
            return whole + mark + rest
    return address


def _lacks_slash(path: str) -> bool:
    """Whether no page answers without a slash; any word alone is led on to its page."""
    try:
        return resolve(path).url_name == "page-without-slash"
    except Resolver404:
        return True


def always_here(path: str) -> bool:
    """Whether a page without parameters stands there; others may be missing."""
    return not {path, f"{path}/"}.isdisjoint(_fixed())


@cache
def _fixed() -> frozenset[str]:
    """Every address of the portal that has no parameters."""
    return frozenset(_routes(get_resolver(), "/"))


def _routes(resolver, before: str):
    for part in resolver.url_patterns:
        route = before + str(part.pattern).lstrip("^").rstrip("$")
        if isinstance(part, URLResolver):
            yield from _routes(part, route)
        elif not set("<(") & set(route):
            yield route


def _own(text: str) -> str:
    odd = any(char.isspace() or not char.isprintable() or char == "\\" for char in text)
    if text.startswith("//") or odd:
        raise Unfit(FOREIGN)
    address = slashed(iri_to_uri(text))
    path = address.partition("#")[0].partition("?")[0]
    if is_apart(path):
        raise Unfit(NOT_STAFF)
    if not (is_valid_path(path) or path.startswith((settings.MEDIA_URL, settings.STATIC_URL))):
        raise Unfit(NO_PAGE)
    return address


def _abroad(text: str) -> str:
    try:
        place = urlsplit(iri_to_uri(text))
        host = place.hostname or ""
    except ValueError as error:
        raise Unfit(FOREIGN) from error
    if host and place.netloc.lower() == urlsplit(settings.SITE_URL).netloc.lower():
        return _own(place._replace(scheme="", netloc="", path=place.path or "/").geturl())
    # No name, password or port before or behind the host.
    plain = place.scheme == "https" and place.netloc.lower() == host and host.isascii()
    if not plain or not validate_host(host, settings.REDIRECT_HOSTS) or "\\" in text:
        raise Unfit(FOREIGN)
    return place._replace(netloc=host).geturl()
