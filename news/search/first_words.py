"""The words that mean the same with which a new portal begins; people change them afterwards.

A row is known by its origin, so that one that was changed or deleted is neither made again nor
overwritten. Further rows come with a migration of their own that calls `put`.
"""

from news.search.keys import keys

SHORT = (
    ("UBND", "Ủy ban nhân dân"),
    ("HĐND", "Hội đồng nhân dân"),
    ("MTTQ", "Mặt trận Tổ quốc"),
    ("BTGHU", "Ban Tuyên giáo Huyện ủy", "Ban Tuyên giáo"),
    ("NTM", "nông thôn mới"),
    ("TTHC", "thủ tục hành chính"),
    ("DVC", "dịch vụ công"),
    ("BHYT", "bảo hiểm y tế"),
    ("BHXH", "bảo hiểm xã hội"),
    ("THCS", "trung học cơ sở"),
    ("THPT", "trung học phổ thông"),
    ("PCCC", "phòng cháy chữa cháy"),
    ("GPMB", "giải phóng mặt bằng"),
    ("QSDĐ", "quyền sử dụng đất"),
    ("ATTP", "an toàn thực phẩm"),
    ("ATGT", "an toàn giao thông"),
    ("CCCD", "căn cước công dân"),
    ("KHHGĐ", "kế hoạch hóa gia đình"),
    ("LĐLĐ", "Liên đoàn Lao động"),
    ("CCB", "cựu chiến binh"),
    ("LHPN", "Liên hiệp Phụ nữ"),
    ("BCH", "ban chấp hành"),
    ("BTV", "ban thường vụ"),
    ("BCĐ", "ban chỉ đạo"),
    ("ĐBQH", "đại biểu Quốc hội"),
    ("KT-XH", "kinh tế - xã hội"),
    ("QP-AN", "quốc phòng - an ninh"),
    ("HTX", "hợp tác xã"),
    ("KCN", "khu công nghiệp"),
    ("OCOP", "mỗi xã một sản phẩm"),
    ("VBQPPL", "văn bản quy phạm pháp luật"),
)
PROVINCES = "Nghị quyết 202/2025/QH15 ngày 12/6/2025 của Quốc hội."
COMMUNES = "Nghị quyết 1673/NQ-UBTVQH15 ngày 16/6/2025, Điều 1, khoản {}."
# A pair each: with one row for all, each old commune would be found by the names of the others.
PLACES = (
    (PROVINCES, "tỉnh Yên Bái", "tỉnh Lào Cai"),
    (COMMUNES.format(41), "thị trấn Nông trường Phong Hải", "xã Phong Hải"),
    (COMMUNES.format(41), "xã Bản Cầm", "xã Phong Hải"),
    (COMMUNES.format(42), "xã Phong Niên", "xã Xuân Quang"),
    (COMMUNES.format(42), "xã Trì Quang", "xã Xuân Quang"),
    (COMMUNES.format(43), "thị trấn Phố Lu", "Phố Lu", "xã Bảo Thắng"),
    (COMMUNES.format(43), "xã Sơn Hà", "xã Bảo Thắng"),
    (COMMUNES.format(43), "xã Sơn Hải", "xã Bảo Thắng"),
    (COMMUNES.format(43), "xã Thái Niên", "xã Bảo Thắng"),
    (COMMUNES.format(44), "thị trấn Tằng Loỏng", "xã Tằng Loỏng"),
    (COMMUNES.format(44), "xã Phú Nhuận", "xã Tằng Loỏng"),
    (COMMUNES.format(45), "xã Xuân Giao", "xã Gia Phú"),
    (COMMUNES.format(45), "xã Thống Nhất", "xã Gia Phú"),
    (COMMUNES.format(90), "xã Bản Phiệt", "phường Lào Cai"),
)


def put(model) -> None:
    """Make the rows of the table that never were there. `model` is the present SameWords or a
    migration's."""
    there = set(model.objects.exclude(origin=None).values_list("origin", flat=True))
    made = [_row(model, "viet-tat", phrases) for phrases in SHORT]
    made += [_row(model, "dia-danh", phrases, note) for note, *phrases in PLACES]
    model.objects.bulk_create(row for row in made if row.origin not in there)


def _row(model, kind: str, phrases, note=""):
    # A migration's model computes no keys.
    found = keys(phrases)
    names = {"kind": kind, "phrases": list(phrases), "keys": found}
    return model(origin=" = ".join(found), note=note, **names)
