"""Addresses of the site that the demonstration's portal has taken the place of."""

# Old address, new address, what lies below, a note.
REDIRECTS = (
    ("/news/kinh-te", "/tin-tuc/kinh-te/", "gather", "chuyên mục Kinh tế của trang cũ"),
    ("/index.php?nv=news&op=thong-bao", "/tin-tuc/thong-bao/", "", "khối thông báo của trang cũ"),
    ("/gioi-thieu-chung.html", "/so-do-cong/", "", ""),
    ("/co-cau-to-chuc/ubnd-tinh.html", "https://laocai.gov.vn/", "", "trang của tỉnh"),
)
# An address that people still ask for, how often, and the page of ours that leads there.
MISSED = (
    ("/news/xa-hoi/nuoc-sach-ve-nam-choong-het-canh-thuc-dem-hung-tung-can-118", 46, ""),
    ("/van-ban/quyet-dinh-12-qd-ubnd", 17, "/tin-tuc/"),
    ("/lich-tiep-cong-dan", 5, ""),
)
