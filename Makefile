# Needs Python 3.11 or newer, git and make; everything else is made or installed here.
# The work is done by the modules of config/dev; this file only names it. All paths are
# relative, because make cannot name a path with a space in it.

PY ?= python3
DEV := .venv/bin/python -m config.dev
UV := .venv/bin/python -m uv

# The first of these that is new enough.
find_python = for p in "$(PY)" python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && exit; \
	done; echo "Cần Python 3.11 trở lên (đã thử $(PY), python3.13, 3.12, 3.11)." \
	"Nếu nó có tên khác: make PY=/đường/dẫn/python3 …" >&2; exit 1

.DEFAULT_GOAL := help
.PHONY: help run test check format bench bench-search screenshots audit audit-deps sbom seed backup \
	restore drill lock clean venv

help: ## Bảng này
	@echo 'Cách dùng: make LỆNH'
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' Makefile

run: venv ## Chạy cổng thông tin với nội dung mẫu (HOST=127.0.0.1 PORT=8000); Ctrl-C để dừng
	@$(DEV) run

test: venv ## Mọi kiểm tra và kiểm thử, như CI (ARGS="-k tên" chuyển cho pytest)
	@$(DEV) test

check: venv ## Chỉ các kiểm tra: ruff, import-linter, djlint, makemigrations, check --deploy
	@$(DEV) check

format: venv ## Định dạng mã Python và sửa những gì ruff tự sửa được
	@.venv/bin/python -m ruff check --fix-only --quiet .
	@.venv/bin/python -m ruff format .

bench: venv ## Đo hiệu năng (tests/bench)
	@$(DEV) bench

bench-search: venv ## Đo chất lượng tìm kiếm (docs/search.md)
	@$(DEV) bench-search

screenshots: venv ## Chụp mọi màn hình vào var/screenshots (SCREENS=từ để chỉ chụp vài cái)
	@$(DEV) screenshots

audit: venv ## Chấm trang công dân bằng Lighthouse, axe, pa11y, Nu … (cần npm, Java); kết quả ở docs/audit.md
	@$(DEV) audit

audit-deps: venv ## Kiểm tra khóa thư viện và hỏi osv.dev về lỗ hổng đã công bố (cần mạng)
	@$(DEV) audit-deps

sbom: venv ## Ghi danh sách thành phần phần mềm (CycloneDX) vào var/sbom.json
	@$(DEV) sbom

seed: venv ## Nạp nội dung mẫu và in các tài khoản dùng thử
	@$(DEV) seed

backup: venv ## Sao lưu dữ liệu của make run vào FOLDER=thư-mục
	@$(DEV) backup

restore: venv ## Phục hồi từ FOLDER=thư-mục (NAME=tên bản) vào dữ liệu trống (sau make clean)
	@$(DEV) restore

drill: venv ## Diễn tập: sao lưu, xoá, phục hồi, so lại; trên dữ liệu tạm, không đụng dữ liệu thật
	@$(DEV) drill

lock: venv ## Khóa lại các thư viện của pyproject.toml (ARGS=--upgrade để lên bản mới)
	@$(UV) --version >/dev/null 2>&1 || .venv/bin/python -m pip install --quiet uv
	@$(UV) pip compile pyproject.toml $(lock_options) -o requirements/prod.txt >/dev/null
	@$(UV) pip compile pyproject.toml --extra s3 -c requirements/prod.txt \
		$(lock_options) -o requirements/s3.txt >/dev/null
	@$(UV) pip compile pyproject.toml --extra sentry -c requirements/prod.txt \
		$(lock_options) -o requirements/sentry.txt >/dev/null
	@$(UV) pip compile pyproject.toml --group dev $(lock_options) -o requirements/dev.txt >/dev/null

lock_options = $(ARGS) --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-header

clean: ## Dừng mọi thứ và XÓA dữ liệu dùng thử (var/); .venv được giữ lại
	@python=$$($(find_python)) && "$$python" -m config.dev.clean

venv:
	@python=$$($(find_python)) && "$$python" -m config.dev.venv
