"""The description of the programs' interface (OpenAPI 3.1), which a test holds against answers."""

from news.chrome import Chrome
from news.models import Correction
from news.models.content import Genre
from news.views.api_asked import MOST, USUAL
from news.views.public import absolute

MOMENT = {"type": "string", "format": "date-time"}
PERHAPS_MOMENT = {"type": ["string", "null"], "format": "date-time"}
ADDRESS = {"type": "string", "format": "uri"}
TEXT = {"type": "string"}
NUMBER = {"type": "integer", "minimum": 1}


def _object(**properties: dict) -> dict:
    """An object that has these properties, all of them, and no others."""
    required = list(properties)
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _perhaps(schema: dict) -> dict:
    return {"oneOf": [schema, {"type": "null"}]}


def _list(schema: dict) -> dict:
    return {"type": "array", "items": schema}


def _named(name: str) -> dict:
    return {"$ref": f"#/components/schemas/{name}"}


def _part_of(name: str) -> dict:
    """A part of a list of these, or of their changes."""
    return _object(
        items=_list({"oneOf": [_named(name), _named("Tombstone")]}),
        next={"type": ["string", "null"], "description": "Dấu trang để đọc tiếp."},
        next_url={"type": ["string", "null"], "format": "uri"},
    )


FILE = {"title": TEXT, "url": ADDRESS, "kind": TEXT, "bytes": NUMBER}
UNIT = _perhaps(_object(id=NUMBER, code=TEXT, name=TEXT))
# What is told of articles and pages alike.
SHARED = {
    "id": NUMBER,
    "url": ADDRESS,
    "title": TEXT,
    "summary": TEXT,
    "html": {**TEXT, "description": "Nội dung, HTML đã làm sạch, địa chỉ đầy đủ."},
    "published_at": MOMENT,
    "changed_at": PERHAPS_MOMENT,
    "expires_at": PERHAPS_MOMENT,
    "cover": _perhaps(_object(url=ADDRESS, width=NUMBER, height=NUMBER, alt=TEXT, caption=TEXT)),
    "recording": {
        **_perhaps(_object(**FILE, seconds={"type": ["integer", "null"]})),
        "description": "Bản nghe, nếu có.",
    },
    "attachments": _list(_object(**FILE)),
    "corrections": _list(
        _object(kind={"enum": Correction.Kind.values}, wrong=TEXT, text=TEXT, at=MOMENT)
    ),
}
SCHEMAS = {
    "Article": _object(
        **SHARED,
        subtitle=TEXT,
        section=_perhaps(_object(id=NUMBER, slug=TEXT, name=TEXT)),
        unit=UNIT,
        byline={**TEXT, "description": "Ký tên của ngày đăng."},
        authors=_list(_object(name=TEXT, url=ADDRESS)),
        tags=_list(TEXT),
        genre={"enum": Genre.values},
        source=_object(name=TEXT, url=TEXT),
        notice={**TEXT, "description": "Lời báo cho người đọc ở đầu bài."},
    ),
    "StandingPage": _object(
        **SHARED,
        parent={
            "type": ["integer", "null"],
            "description": "Số của trang lớn ở trên; trang ấy có thể không công bố.",
        },
        position={"type": "integer", "description": "Thứ tự trong trang lớn, số nhỏ đứng trước."},
        unit=UNIT,
    ),
    "Tombstone": _object(
        id=NUMBER, url=ADDRESS, gone={"enum": ["withdrawn", "expired"]}, gone_at=MOMENT
    ),
    "Page": _part_of("Article"),
    "PageOfPages": _part_of("StandingPage"),
    "Sections": _object(
        items=_list(
            _object(
                id=NUMBER, slug=TEXT, name=TEXT, url=ADDRESS, parent={"type": ["string", "null"]}
            )
        )
    ),
    "Units": _object(items=_list(_object(id=NUMBER, code=TEXT, name=TEXT, url=ADDRESS))),
    "Error": {
        "type": "object",
        "properties": {
            "error": {
                "type": "object",
                "properties": {"status": NUMBER, "message": TEXT, "parameter": TEXT},
                "required": ["status", "message"],
                "additionalProperties": False,
            }
        },
        "required": ["error"],
        "additionalProperties": False,
    },
}


def _asks(name: str, words: str, schema: dict = TEXT) -> dict:
    return {"name": name, "in": "query", "description": words, "schema": schema}


ASKS = [
    _asks("section", "Chuyên mục (slug), kể cả chuyên mục con."),
    _asks("unit", "Mã đơn vị."),
    _asks("from", "Đăng từ ngày này.", {**TEXT, "format": "date"}),
    _asks("to", "Đăng đến hết ngày này.", {**TEXT, "format": "date"}),
    _asks(
        "updated-since",
        "Những gì đã thay đổi từ thời điểm này, cũ trước mới sau, kể cả bài đã gỡ hoặc hết hạn. "
        "Không dùng cùng section, unit, from, to. Tệp được thay là một thay đổi của bài; đổi tên "
        "chuyên mục hay đơn vị thì không: xem /sections/ và /units/.",
    ),
    _asks("cursor", "Giá trị next của lần trước: đọc tiếp từ đó."),
    _asks(
        "limit",
        "Số bài, số trang mỗi lần.",
        {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    ),
]
PK = {"name": "id", "in": "path", "required": True, "schema": NUMBER}
REFRESH = (
    "Bài chỉ chép tên lúc được hỏi, khoá là id: đổi tên, đổi địa chỉ không phải là thay đổi của "
    "từng bài. Hãy hỏi lại danh sách này mỗi ngày, kèm If-None-Match; không đổi thì trả lời 304."
)
WRONG = (400, "Câu hỏi không đúng", "Error")
BUSY = (429, "Hỏi quá nhiều", "Error")
PATHS = {
    "/articles/": ("Danh sách bài", ASKS, [(200, "Một trang", "Page"), WRONG, BUSY]),
    "/articles/{id}/": (
        "Một bài",
        [PK],
        [
            *((200, "Bài", "Article"), (404, "Không có", "Error")),
            *((410, "Đã gỡ hoặc hết hạn", "Tombstone"), BUSY),
        ],
    ),
    "/pages/": (
        "Các trang đứng riêng (Giới thiệu, Liên hệ …)",
        ASKS[-3:],
        [(200, "Một phần danh sách", "PageOfPages"), WRONG, BUSY],
    ),
    "/pages/{id}/": (
        "Một trang đứng riêng",
        [PK],
        [
            *((200, "Trang", "StandingPage"), (404, "Không có", "Error")),
            *((410, "Đã gỡ hoặc hết hạn", "Tombstone"), BUSY),
        ],
    ),
    "/sections/": (f"Các chuyên mục. {REFRESH}", [], [(200, "Danh sách", "Sections"), BUSY]),
    "/units/": (f"Các đơn vị. {REFRESH}", [], [(200, "Danh sách", "Units"), BUSY]),
}


def described(portal: Chrome) -> dict:
    """The whole description, with the portal's own name and address."""
    about = portal.about
    title = f"{about.kind} {about.name}: giao diện cho chương trình"
    words = "Tin, bài đang công bố, để đọc và sao chép. Chỉ đọc, không cần tài khoản."
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1.0.0", "description": words},
        "servers": [{"url": absolute("/api/v1")}],
        "paths": {path: {"get": _operation(*told)} for path, told in PATHS.items()},
        "components": {"schemas": SCHEMAS},
    }


def _operation(words: str, parameters: list, answers: list[tuple[int, str, str]]) -> dict:
    responses = {
        str(status): {
            "description": said,
            "content": {"application/json": {"schema": _named(schema)}},
        }
        for status, said, schema in answers
    }
    return {"summary": words, "parameters": parameters, "responses": responses}
