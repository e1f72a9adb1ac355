"""Which addresses a copy holds, and where each lies as a file."""

from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from django.conf import settings

from config.staff_side import STAFF

# What only a program can answer: searches, what readers send, counts, the staff side.
SENT = {"bao-loi", "danh-gia", "dem-luot", "luot-truy-cap", "xem-duyet", "suc-khoe"}
APART = STAFF | SENT | {"tim-kiem", "api"}
# Where every page may be found from.
SEEDS = (
    *("/", "/so-do-cong/", "/tin-tuc/", "/tin-tuc/luu-tru/", "/dinh-chinh/", "/dong-su-kien/"),
    *("/doc-nhieu/", "/rss/", "/sitemap.xml", "/robots.txt", "/manifest.webmanifest"),
    *("/favicon.ico", "/apple-touch-icon.png"),
)


def own(address: str, base: str) -> str | None:
    """An address on a page at `base` as a path of the portal with its query; None for others."""
    try:
        place = urlsplit(address)
    except ValueError:
        return None
    if address.startswith(f"{settings.SITE_URL}/") or address == settings.SITE_URL:
        place = urlsplit(address[len(settings.SITE_URL) :] or "/")
    elif place.scheme or place.netloc:
        return None
    if not place.path and not place.query:
        return None
    path = place.path if place.path.startswith("/") else base.rpartition("/")[0] + "/" + place.path
    path = path if place.path else base
    return f"{path}?{place.query}" if place.query else path


def is_kept(address: str) -> bool:
    """Whether a copy holds this address of the portal."""
    if "?" in address:
        return False
    parts = unquote(address).split("/")
    return parts[1] not in APART and ".." not in parts and "\0" not in address


def place_of(path: str) -> PurePosixPath:
    """Where an address lies in the copy: a file of that name, or the index of a folder."""
    plain = unquote(path).lstrip("/")
    if not plain or plain.endswith("/") or "." not in plain.rpartition("/")[2]:
        return PurePosixPath(plain) / "index.html"
    return PurePosixPath(plain)


def below(root: Path, path: str) -> Path:
    """The file of an address, with its folders made."""
    place = root / place_of(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    return place
