"""The frame of the demonstration's portal: links, a banner, the front page's arrangement."""

# A group of links in the footer, and where each leads.
LINKS = {
    "Cơ quan Trung ương": (
        ("Cổng Thông tin điện tử Chính phủ", "https://chinhphu.vn/"),
        ("Cổng Dịch vụ công quốc gia", "https://dichvucong.gov.vn/"),
        ("Cơ sở dữ liệu quốc gia về văn bản pháp luật", "https://vbpl.vn/"),
    ),
    "Tỉnh Lào Cai": (
        ("Cổng Thông tin điện tử tỉnh Lào Cai", "https://laocai.gov.vn/"),
        ("Báo Lào Cai", "https://baolaocai.vn/"),
    ),
}
# Whom the page “Liên hệ” names: name, post, unit, the end of the number, mailbox, who speaks.
OFFICIALS = (
    ("Nguyễn Văn Mẫu", "Chánh Văn phòng", "Văn phòng Uỷ ban nhân dân", "001", "vanphong", True),
    ("Trần Thị Ví Dụ", "Trưởng bộ phận một cửa", "", "002", "motcua", False),
    ("Lê Văn Thử", "Cán bộ tiếp công dân", "Văn phòng Uỷ ban nhân dân", "003", "tiepdan", False),
)
PHONE, MAIL = "0214 000 0{}", "{}@baothang.example"
ACCOUNTS = (("Facebook: Huyện mẫu Bảo Thắng", "https://facebook.example/baothang"),)
BANNER = "Rét đậm từ đêm nay: bà con giữ ấm cho người già, trẻ nhỏ và che chắn chuồng trại."
BANNER_LINK = ("/tin-tuc/thong-bao/", "Xem các thông báo")
# Section or (of a photo story) article, and how it is shown.
BLOCKS = (
    {"section": "thong-bao", "side": True},
    {"kind": "most-read", "side": True, "count": 5},
    {"section": "xay-dung-dang", "layout": "lead"},
    {"kind": "photos", "story": "demo-018"},
    {"section": "kinh-te"},
    {"section": "van-hoa-xa-hoi", "layout": "headlines", "count": 6},
    {"section": "nong-thon-moi"},
    {"section": "chuyen-doi-so", "layout": "lead"},
)
