"""What cannot be filed is refused with its line number, stops nothing, leaves nothing behind."""

import json
import os
import time
from functools import partial

import pytest
from django.db import IntegrityError

from news.intake import Intake, Unacceptable
from news.media import uploads
from news.models import Article, Category
from tests.factories import picture_bytes
from tests.importing import (
    COVER,
    ROW,
    counted,
    import_bytes,
    import_rows,
    media_files,
    put_pictures,
    table_sizes,
)

pytestmark = pytest.mark.django_db

DEEP = '{"external_id": "a", "title": "a", "body": ' + "[" * 100_000 + "]" * 100_000 + "}"
BAD_LINES = {
    "no JSON": ("{", "không phải JSON"),
    "an array": ("[1]", "một đối tượng"),
    "a number": ("7", "một đối tượng"),
    "nested too deep": (DEEP, "JSON"),
    "a key twice": ('{"external_id": "a", "title": "a", "title": "b"}', "“title” có hai lần"),
    "a number too long": ('{"external_id": ' + "9" * 5000 + "}", "JSON"),
}
BAD_VALUES = {
    "no title": ({"title": None}, "thiếu title"),
    "a title of nothing": ({"title": " \u200b"}, "thiếu title"),
    "no id": ({"external_id": ""}, "thiếu external_id"),
    "an id of nothing": ({"external_id": "\u200b\ud800"}, "thiếu external_id"),
    "an id that is a yes": ({"external_id": True}, "external_id phải là chữ"),
    "a long id": ({"external_id": "x" * 101}, "external_id"),
    "a number for a title": ({"title": 7}, "title phải là chữ"),
    "a list for a body": ({"body": ["a"]}, "body phải là chữ"),
    "a word for tags": ({"tags": "dân vận"}, "tags phải là danh sách"),
    "numbers for tags": ({"tags": [1]}, "tags phải là danh sách"),
    "a long tag": ({"tags": ["x" * 61]}, "tags"),
    "a long title": ({"title": "x" * 256}, "title: "),
    "a long summary": ({"summary": "x" * 2001}, "summary: "),
    "a body of 3 MB": ({"body": "<p>" + "x" * 3_000_000}, "2.000.000 ký tự"),
    "too many tags": ({"body": "<b>" * 200_000}, "thẻ HTML"),
    "no date": ({"published_at": "hôm qua"}, "ISO 8601"),
    "a Vietnamese date": ({"published_at": "31/07/2023"}, "ISO 8601"),
    "a day that is not": ({"published_at": "2023-02-30"}, "ISO 8601"),
    "the year one": ({"published_at": "0001-01-01T00:00:00+07:00"}, "ISO 8601"),
    "the year 9999": ({"published_at": "9999-12-31T23:59:59-12:00"}, "ISO 8601"),
    "an unknown kind": ({"genre": "thơ"}, "genre"),
    "no address": ({"source_url": "javascript:alert(1)"}, "source_url"),
    "a bad address": ({"source_url": "https://cu.example/\u0000 a b"}, "source_url"),
    "a unit's bad code": ({"unit": "Ban Tuyên giáo"}, "Mã chỉ gồm"),
    "a section like a number": ({"category": "Nghị quyết 25"}, "kết thúc bằng số"),
    "no picture": ({"cover": "khong-co.jpg"}, "không thấy tệp ảnh"),
    "a folder": ({"cover": "ảnh"}, "không thấy tệp ảnh"),
    "a file elsewhere": ({"cover": "../../etc/passwd"}, "không thấy tệp ảnh"),
    "an absolute path to no picture": ({"cover": "/etc/passwd"}, "Không đọc được ảnh"),
    "an encoded path": ({"body": '<img src="%2e%2e/%2e%2e/etc/passwd">'}, "không thấy tệp ảnh"),
    "a name with NUL": ({"cover": "a\0.jpg"}, "không thấy tệp ảnh"),
    "half a surrogate": ({"cover": "\ud800.jpg"}, "không thấy tệp ảnh"),
    "a name too long": ({"cover": "x" * 5000}, "không thấy tệp ảnh"),
    "no picture in the body": ({"body": "<img src='a.jpg'>"}, "không thấy tệp ảnh"),
    "what is no picture": ({"cover": "bai.jsonl"}, "Không đọc được ảnh"),
}


@pytest.fixture
def run(tmp_path):
    """A function that imports rows from a folder of its own."""
    return partial(import_rows, tmp_path)


def assert_refused_alone(outputs: tuple[str, str], sentence: str) -> None:
    """Line 2 of three was refused; the others are filed, and nothing is there of it."""
    out, err = outputs
    assert counted(made=2, refused=1) in out
    assert err.startswith("Dòng 2: ")
    assert sentence in err
    assert len(err.splitlines()) == 1
    assert len(err) < 500
    sizes = {"Article": 2, "ArticleVersion": 2, "ArticleEvent": 2, "Image": 0}
    assert table_sizes() == sizes | {"Category": 1, "Unit": 1, "Author": 1}


@pytest.mark.parametrize("kind", BAD_LINES)
def test_a_line_that_is_no_object_is_refused(run, kind):
    line, sentence = BAD_LINES[kind]
    assert_refused_alone(run(ROW, line, ROW | {"external_id": "cu-3"}), sentence)


@pytest.mark.parametrize("kind", BAD_VALUES)
def test_a_value_that_does_not_fit_is_refused(run, tmp_path, kind):
    put_pictures(tmp_path)
    values, sentence = BAD_VALUES[kind]
    bad = ROW | {"external_id": "cu-2", "author": "Người Mới", "unit": "MOI", "category": "Mới"}
    assert_refused_alone(run(ROW, bad | values, ROW | {"external_id": "cu-3"}), sentence)


def test_a_line_of_50_mb_is_refused(run):
    line = json.dumps(ROW | {"external_id": "cu-2", "body": "x" * 50_000_000})
    assert_refused_alone(run(ROW, line, ROW | {"external_id": "cu-3"}), "16 triệu ký tự")


def test_a_line_that_is_not_utf_8_is_refused(tmp_path):
    good = [json.dumps(ROW | {"external_id": key}).encode() for key in "ab"]
    bad = json.dumps(ROW | {"title": "Đường"}, ensure_ascii=False).encode("utf-16-le")
    data = b"\n".join([good[0], bad.replace(b"\n", b""), good[1]])
    assert_refused_alone(import_bytes(tmp_path, data), "không phải mã UTF-8")


@pytest.mark.parametrize("letters", ["\ud800", "\0", "\u200b", "\ufeff", "\u0007"])
def test_letters_that_are_none_are_dropped(run, letters):
    dirty = {name: ROW[name][:4] + letters + ROW[name][4:] for name in ("title", "summary", "body")}
    assert counted(made=1) in run(ROW | dirty | {"author": f"Lê{letters} Ấn"})[0]
    article = Article.objects.get()
    assert (article.title, article.summary) == (ROW["title"], ROW["summary"])
    assert (article.body, article.author.full_name) == (ROW["body"], "Lê Ấn")


def test_the_picture_file_of_a_refused_line_does_not_stay(run, tmp_path):
    put_pictures(tmp_path)
    before = media_files()
    body = '<p>Một</p><img src="trong bai.png" alt="Cầu"><img src="khong-co.jpg">'
    assert counted(refused=1) in run(ROW | COVER | {"body": body})[0]
    assert media_files() == before


def test_a_picture_that_was_there_before_a_refused_line_stays(run, tmp_path):
    put_pictures(tmp_path)
    bad = ROW | COVER | {"external_id": "cu-2", "genre": "thơ"}
    run(ROW | COVER, bad, ROW | COVER | {"external_id": "cu-3"})
    assert Article.objects.get(external_id="cu-3").cover.file.storage.exists(
        Article.objects.get(external_id="cu-1").cover.file.name
    )


def test_what_a_refused_line_made_is_made_again_by_the_next(run):
    new = ROW | {"category": "Mới", "author": "Người Mới", "unit": "MOI"}
    out, _ = run(new | {"genre": "thơ"}, new, new | {"external_id": "cu-2"})
    assert counted(made=2, refused=1) in out
    assert Category.objects.get().name == "Mới"
    assert Article.objects.filter(author__full_name="Người Mới").count() == 2


def test_a_link_out_of_the_folder_is_not_followed(run, tmp_path):
    outside = tmp_path.parent / f"{tmp_path.name}-ngoai.jpg"
    outside.write_bytes(picture_bytes())
    (tmp_path / "a.jpg").symlink_to(outside)
    assert "không thấy tệp ảnh" in run(ROW | {"cover": "a.jpg"})[1]


def test_a_picture_over_20_mb_is_not_even_read(run, tmp_path):
    with (tmp_path / "a.jpg").open("wb") as file:
        os.truncate(file.fileno(), uploads.MAX_BYTES + 1)
    assert "20 MB" in run(ROW | {"cover": "a.jpg"})[1]


def test_what_the_database_refuses_is_a_refused_line(tmp_path, monkeypatch):
    def fail(*args, **kwargs):
        raise IntegrityError("duplicate key\nDETAIL: …")

    monkeypatch.setattr("news.intake.workflow.save", fail)
    with pytest.raises(Unacceptable, match=r"^cơ sở dữ liệu không nhận \(duplicate key\)$"):
        Intake(tmp_path, create=True).file(json.dumps(ROW))
    assert table_sizes() == dict.fromkeys(table_sizes(), 0)


@pytest.mark.parametrize(
    "body",
    ["<img " * 99_000, "<img src='" * 99_000, '<img a="b ' * 99_000, "<img " + "a " * 19_000],
)
def test_hostile_html_takes_no_time(run, body):
    begun = time.process_time()
    out, _ = run(ROW | {"body": body})
    assert "Bị từ chối" in out
    assert time.process_time() - begun < 20
