"""What readers rarely meet and a page must bear: long, bare, corrected, spoken, withdrawn."""

from datetime import timedelta

from django.utils import timezone

from news.media.models import Image
from news.models import Article, Category, State, Thread
from news.site.models import MenuItem
from tests.factories import (
    colleague,
    make_article,
    make_attachment,
    make_recording,
    make_unit,
    move,
)

# So old that none of it comes onto the front page.
LONG_AGO = timedelta(days=500)
# The most that a title may have.
LONG_TITLE = ("Uỷ ban nhân dân huyện ban hành kế hoạch tuyên truyền, vận động nhân dân " * 4)[:250]
PARAGRAPH = (
    "<p>Sáng 12/3, tổ công tác của huyện về ba thôn xa nhất để nghe bà con nói về con đường. "
    'Kinh phí là 1.586 triệu đồng; <a href="https://baothang.example/bao-cao-quy-mot">báo cáo quý'
    " một</a> ghi rõ từng khoản. Nhà nào hiến đất cũng có tên trên bảng ở nhà văn hoá.</p>"
)
TABLE = (
    "<table><caption>Đóng góp của các thôn</caption><thead><tr>"
    + "".join(f'<th scope="col">{word}</th>' for word in ("Thôn", "Số hộ", "Đất (m²)", "Công"))
    + "</tr></thead><tbody>"
    + "<tr><td>Phìn Sán</td><td>142</td><td>2.090</td><td>1.204</td></tr>" * 7
    + "</tbody></table>"
)
LISTED = "<ul><li>Đo lại ranh giới từng nhà;</li><li>Niêm yết công khai ba mươi ngày.</li></ul>"
QUOTED = "<blockquote><p>Đường về đến nhà thì cái chữ cũng về theo.</p></blockquote>"
RIGHT, PLAIN = ' class="image align-right"', ' class="image"'


def publish() -> None:
    """Make them all, each known by its title or its section."""
    pictures = list(Image.objects.order_by("pk")[:3])
    section = Category.objects.get(slug="kinh-te")
    shared = {"category": section, "byline": "Lê Trung Thành - BTGHU"}
    _long(pictures, shared)
    _article("Chợ phiên Bản Pho họp thêm ngày thứ Bảy", **shared, audio_id=make_recording().pk)
    _article(LONG_TITLE, **shared, summary="Kế hoạch gồm tám việc. " * 12)
    wrong = _article("Ba thôn của xã Khe Vai có điện lưới", **shared)
    words = {"change": "correction", "mistake": "Có 15 hộ có điện.", "words": "Có 51 hộ có điện."}
    move(wrong, "correct", colleague("publisher"), **words)
    _article("Thông báo lịch cắt điện tháng trước", State.WITHDRAWN, **shared)
    _sections()


def known(title: str) -> str:
    """The address of the article of that title."""
    return Article.objects.get(title=title).get_absolute_url()


def crowd(names: int) -> None:
    """So many sections that no menu holds them, sixteen with the rest under them, and a menu that
    nobody has arranged."""
    MenuItem.objects.update(removed_at=timezone.now())
    for number in range(Category.objects.filter(slug__regex="^muc-[0-9]").count(), names):
        parent = Category.objects.filter(slug=f"muc-{number % 16}-x").first()
        name = f"Chuyên mục thứ {number} về đời sống ở các xã vùng cao"
        Category.objects.create(name=name, slug=f"muc-{number}-x", parent=parent)


def _article(title: str, state=State.PUBLISHED, **values) -> Article:
    values = {"body": PARAGRAPH * 3, "unit": make_unit("BTGHU"), **values}
    return make_article(state, at=timezone.now() - LONG_AGO, title=title, **values)


def _long(pictures, shared) -> None:
    one, two = (
        _figure(picture, kind) for picture, kind in zip(pictures, (PLAIN, RIGHT), strict=False)
    )
    parts = [PARAGRAPH * 2, "<h2>Bàn từng mét đường</h2>", one, PARAGRAPH, TABLE, PARAGRAPH, LISTED]
    body = "".join([*parts, "<h2>Việc còn lại</h2>", two, PARAGRAPH, QUOTED, PARAGRAPH * 2])
    files = [make_attachment(title=f"Phụ lục {n} của kế hoạch năm").pk for n in (1, 2)]
    thread = Thread.objects.order_by("pk").first()
    cover = {
        "cover_id": pictures[-1].pk,
        "cover_alt": "Đường bê tông lên thôn",
        "cover_caption": "Đường lên thôn Phìn Sán sáng 12/3.",
    }
    told = {"tags": ["nông thôn mới", "dân vận khéo"], "thread_id": thread.pk, **cover}
    source = {"source_name": "Báo Lào Cai", "source_url": "https://baolaocai.example/tin/1586"}
    _article("Ghi ở ba thôn cuối đường", body=body, attachments=files, **told, **source, **shared)


def _figure(picture: Image, kind: str) -> str:
    shown = f'<img src="{picture.file.url}" alt="Bà con mở đường">'
    caption = "<figcaption>Bà con thôn Phìn Sán mở đường. Ảnh: Lê Trung Thành</figcaption>"
    return f"<figure{kind}>{shown}{caption}</figure>"


def _sections() -> None:
    Category.objects.create(name="Mục chưa có bài", slug="muc-trong")
    alone = Category.objects.create(name="Mục một bài", slug="muc-mot-bai")
    _article("Bài duy nhất của mục", category=alone)
