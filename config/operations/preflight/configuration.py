"""The settings: what starts, and is wrong all the same."""

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.http.request import validate_host

from config.operations.preflight.finding import Finding, broken, good, note


def look() -> Iterable[Finding]:
    """All that is to be said of them, or that they are well."""
    found = [*_checked(), *_address(), *_proxy(), *_files(), *_rest()]
    yield from found or [good("Cấu hình", f"{settings.SITE_URL}")]


def _checked() -> Iterable[Finding]:
    """What Django itself finds, as `check --deploy` does."""
    for found in checks.run_checks(include_deployment_checks=True):
        if not found.is_silenced():
            tell = broken if found.level >= checks.ERROR else note
            yield tell("Django", f"manage.py check --deploy báo {found.id}")


def _address() -> Iterable[Finding]:
    place = urlsplit(settings.SITE_URL)
    if not place.hostname or not validate_host(place.hostname, settings.ALLOWED_HOSTS):
        yield broken("SITE_URL", f"{settings.SITE_URL}: tên miền này không có trong ALLOWED_HOSTS")
    if settings.HTTPS and place.scheme != "https":
        yield broken("SITE_URL", f"{settings.SITE_URL}: phải bắt đầu bằng https://")
    if "*" in settings.ALLOWED_HOSTS:
        yield broken("ALLOWED_HOSTS", "* nhận mọi tên miền: hãy ghi rõ tên miền của trang")
    if settings.DEBUG:
        yield broken("DEBUG", "đang bật: trang lỗi sẽ lộ mã nguồn và cấu hình")


def _proxy() -> Iterable[Finding]:
    behind = getattr(settings, "SECURE_PROXY_SSL_HEADER", None)
    if settings.HTTPS and not behind:
        yield broken("BEHIND_PROXY", "chưa đặt: sau nginx trang sẽ chuyển hướng mãi không dừng")
    if behind and not settings.TRUSTED_PROXIES:
        yield note("TRUSTED_PROXIES", "chưa đặt: nhật ký ghi địa chỉ nginx thay cho người dùng")


def _files() -> Iterable[Finding]:
    left = settings.VAR / "dev.env"
    if left.exists():
        yield broken("var/dev.env", f"{left} là của make run, điền vào mọi biến còn thiếu: hãy xoá")
    if (
        settings.COLLECTED_STATIC
        and not (Path(settings.STATIC_MANIFEST) / "staticfiles.json").exists()
    ):
        yield broken("Tệp tĩnh", "chưa chạy collectstatic: mọi trang sẽ lỗi")


def _rest() -> Iterable[Finding]:
    if settings.HTTPS and settings.SECURE_HSTS_SECONDS < 86_400:
        yield note("HSTS_SECONDS", "còn ngắn: khi https đã chạy ổn hãy bỏ dòng này")
    if not settings.MAIL:
        yield note("EMAIL_URL", "chưa đặt: không có thư báo tin, quên mật khẩu phải nhờ quản trị")
    if settings.SERVE_MEDIA:
        yield note("SERVE_MEDIA", "đang bật: nên để nginx đưa ảnh")
