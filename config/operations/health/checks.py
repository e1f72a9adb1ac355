"""The checks, in the order in which they are told; each lane has one thread at most."""

from config.operations.health import backups, certificate, database, machine, work
from config.operations.health.finding import Check, Result
from config.operations.health.running import Lane, results

LANES = (
    Lane(
        Check("database", "Cơ sở dữ liệu", database.answers),
        Check("migrations", "Nâng cấp dữ liệu", database.migrations),
        Check("publications", "Đăng bài đúng giờ", work.on_time),
        Check("clock", "Việc theo giờ", work.clock),
        Check("queue", "Việc nền", work.queue),
        Check("mail", "Thư báo tin", work.letters),
        Check("backup", "Sao lưu", backups.last),
        Check("certificate", "Chứng chỉ https", certificate.lasts),
    ),
    Lane(Check("disk", "Chỗ trống trên đĩa", machine.room)),
    Lane(Check("media", "Nơi chứa ảnh và tệp", machine.folders)),
    Lane(Check("pages", "Kho trang", machine.page_store)),
)


def all_results() -> list[Result]:
    """What every check finds, within a few seconds."""
    return results(LANES)
