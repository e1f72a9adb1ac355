"""What a technician reads when a backup or a restore cannot be done."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DatabaseError

FULL = {errno.ENOSPC, errno.EDQUOT}
FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


class Trouble(Exception):
    """Something cannot be done; the text says in Vietnamese what, and what to do next."""


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Say in words what the file system refused while working for this folder, or the database."""
    try:
        yield
    except DatabaseError as lost:
        raise Trouble(
            f"Cơ sở dữ liệu không trả lời như mong đợi: {lost}".rstrip()
            + " Hãy xem máy chủ dữ liệu có chạy không và DATABASE_URL có đúng không, rồi chạy lại."
        ) from lost
    except OSError as refused:
        raise Trouble(_words(refused, folder)) from refused


def _words(refused: OSError, folder: Path) -> str:
    where = refused.filename or folder
    if refused.errno in FULL:
        return full(folder)
    if refused.errno in FORBIDDEN:
        return (
            f"Không có quyền ghi hoặc đọc {where}. Hãy chạy bằng tài khoản của cổng, và xem lại "
            "chủ sở hữu, quyền của thư mục, ổ đĩa có bị gắn chỉ đọc không."
        )
    return f"Lỗi khi dùng {where}: {os.strerror(refused.errno or 0)}. Hãy xem lại ổ đĩa."


def full(folder: Path) -> str:
    """Take the folder that takes no more; return what to do about it."""
    return (
        f"Ổ đĩa chứa {folder} đã đầy. Việc đang làm bị bỏ, các bản sao lưu trước còn nguyên. "
        "Hãy giải phóng chỗ hoặc chọn ổ đĩa khác, rồi chạy lại."
    )
