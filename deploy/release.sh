#!/usr/bin/env bash
# Releases: bring a new one up beside the running one, go back to the one before, restart.
# Readers and staff notice nothing: docs/decisions/0040-installation-and-upgrades.md says why.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
# shellcheck source=deploy/layout.sh
. "$here/layout.sh"

WEB=congthongtin-web
BACKGROUND=(congthongtin-worker congthongtin-tick)

usage() {
    cat <<'TEXT'
Cách dùng (bằng root):
  release.sh up [--from THƯ_MỤC] [--stop]   dựng bản mới từ mã nguồn rồi chuyển sang
  release.sh back                           quay lại bản trước
  release.sh restart                        khởi động lại bản đang chạy (sau khi sửa tệp cấu hình)
  release.sh list                           các bản đang có

--from    mã nguồn của bản mới (mặc định: nơi có tệp lệnh này)
--stop    dừng trang trong lúc sửa bảng, khi lệnh preflight nói là cần
TEXT
}

# --- Making a release -------------------------------------------------------------------------

# Named by the moment and number of its commit, so that names sort by age; without git by content.
version_of() {
    if git -C "$1" rev-parse --git-dir >/dev/null 2>&1; then
        TZ=UTC git -C "$1" log -1 --date=format-local:%Y%m%d-%H%M%S --format=%cd-%h --abbrev=8
    else
        (cd "$1" && files_of . | sort -z | xargs -0 sha256sum | sha256sum | cut -c1-12)
    fi
}

files_of() {
    find "$1" \( -name .venv -o -name var -o -name .git -o -name __pycache__ \) -prune \
        -o -type f -print0
}

copy() {
    local from=$1 to=$2
    if git -C "$from" rev-parse --git-dir >/dev/null 2>&1; then
        [ -z "$(git -C "$from" status --porcelain --untracked-files=no)" ] ||
            say "Lưu ý: những sửa đổi chưa commit trong $from không nằm trong bản này."
        git -C "$from" archive HEAD | tar -x -C "$to"
    else
        tar -C "$from" --exclude=./.venv --exclude=./var --exclude=./.git \
            --exclude=__pycache__ -cf - . | tar -x -C "$to"
    fi
}

# The portal's own libraries, and those that only some settings ask for.
locks() (
    echo prod.txt
    [ -r "$SETTINGS" ] || exit 0
    load_settings
    [ -z "${S3_BUCKET:-}${BACKUP_S3:-}" ] || echo s3.txt
    [ -z "${SENTRY_DSN:-}" ] || echo sentry.txt
)

# VENV: a finished virtual environment to use in place of a new one, for trying.
make_environment() {
    local folder=$1 lock
    if [ -n "${VENV:-}" ]; then
        ln -s "$VENV" "$folder/.venv"
        return
    fi
    "$PYTHON" -m venv "$folder/.venv"
    for lock in $(locks); do
        "$folder/.venv/bin/python" -m pip install --quiet --no-input --disable-pip-version-check \
            --require-hashes -r "$folder/requirements/$lock"
    done
}

# COLLECTED_STATIC=0 serves files where they lie.
collects() { (load_settings && [[ ${COLLECTED_STATIC:-1} != 0 ]]); }

# A release is whole once it holds .ready; one that was interrupted is made anew.
build() {
    local from=$1 folder=$2
    [ -e "$folder/.ready" ] && return
    say "Dựng bản $(basename "$folder") …"
    rm -rf "$folder"
    mkdir -p "$folder/var"
    copy "$from" "$folder"
    make_environment "$folder"
    # The services may not write here.
    "$folder/.venv/bin/python" -m compileall -q "$folder/config" "$folder/accounts" "$folder/news"
    if collects; then manage_here "$folder" collectstatic --noinput -v 0; fi
    chmod -R go=rX "$folder/var"
    touch "$folder/.ready"
}

# --- Switching --------------------------------------------------------------------------------

running() {
    local each
    for each in a b; do
        if "$SYSTEMCTL" is-active --quiet "$WEB@$each"; then echo "$each"; fi
    done
}

target() { readlink -e "$BASE/$1" || true; }

# Both listen at the same socket, which neither opens or closes: nobody finds a closed door.
start_beside() {
    local folder=$1 new=$2
    point "$BASE/web-$new" "$folder"
    if ! "$SYSTEMCTL" start "$WEB@$new"; then
        say "Nhật ký: journalctl -u $WEB@$new -n 50" >&2
        return 1
    fi
}

other_than() { [ "$1" = a ] && echo b || echo a; }

switch_to() {
    local folder=$1 old new
    old=$(running | head -n 1)
    new=$(other_than "$old")
    start_beside "$folder" "$new" || return 1
    "$SYSTEMCTL" enable --quiet "$WEB@$new"
    if [ -n "$old" ]; then
        "$SYSTEMCTL" disable --quiet "$WEB@$old"
        # It says that the socket could start the service again, which congthongtin.service prevents.
        "$SYSTEMCTL" stop "$WEB@$old" 2>/dev/null || say "Lưu ý: $WEB@$old chưa dừng." >&2
    fi
    # What works in the background may pause; it must not run on files of two releases.
    "$SYSTEMCTL" stop "${BACKGROUND[@]}"
    point "$BASE/current" "$folder"
    "$SYSTEMCTL" start "${BACKGROUND[@]}" ||
        say "Lưu ý: việc nền chưa chạy lại: journalctl -u ${BACKGROUND[0]} -n 50" >&2
}

# The front page as nginx would ask for it, through the socket.
answers() {
    (
        load_settings
        cd "$BASE/current"
        .venv/bin/python deploy/answers.py
    )
}

require_answer() {
    local before=$1
    answers && return
    if [ -n "$before" ] && [ "$before" != "$(target current)" ]; then
        say 'Bản mới không trả lời đúng: đang quay lại bản trước.' >&2
        switch_to "$before" && answers && fail 'Đã quay lại bản trước. Xem: journalctl -u congthongtin-web@*'
    fi
    fail 'Trang không trả lời. Xem: journalctl -u congthongtin-web@*'
}

prune() {
    local name
    # shellcheck disable=SC2012 # the names are ours
    ls -1 "$RELEASES" | sort -r | tail -n "+$((KEPT + 1))" | while read -r name; do
        case $RELEASES/$name in
            "$(target current)" | "$(target previous)" | "$(target web-a)" | "$(target web-b)") ;;
            *) rm -rf "${RELEASES:?}/$name" ;;
        esac
    done
}

# --- Commands ---------------------------------------------------------------------------------

up() {
    local from stop='' folder before
    from=$(dirname "$here")
    while [ $# -gt 0 ]; do
        case $1 in
            --from) from=$(readlink -f "$2") && shift ;;
            --stop) stop=yes ;;
            *) usage && exit 2 ;;
        esac
        shift
    done
    folder=$RELEASES/$(version_of "$from")
    build "$from" "$folder"
    # The newest is chosen by its rules, not by those of the release that asks.
    before=$(target current)
    change_tables "$folder" "$stop"
    switch_to "$folder" || fail 'Bản mới không khởi động được; bản đang chạy vẫn phục vụ.'
    [ -z "$before" ] || [ "$before" = "$folder" ] || point "$BASE/previous" "$before"
    require_answer "$before"
    prune
    say "Đang chạy bản $(basename "$folder")."
}

# Beside the traffic, or with the portal stopped where the pre-flight asks for it.
change_tables() {
    local folder=$1 stop=$2 turn
    if [ -z "$stop" ]; then
        manage "$folder" upgrade
        return
    fi
    manage "$folder" preflight --stopped
    turn=$(running | head -n 1)
    "$SYSTEMCTL" stop ${turn:+"$WEB@$turn"} "${BACKGROUND[@]}"
    manage "$folder" upgrade --stopped && return
    "$SYSTEMCTL" start ${turn:+"$WEB@$turn"} "${BACKGROUND[@]}"
    fail 'Sửa bảng không xong; bản cũ chạy lại. Xem những dòng ở trên.'
}

back() {
    local folder before
    folder=$(target previous)
    before=$(target current)
    [ -e "${folder:-/khong-co}/.ready" ] || fail 'Không có bản trước để quay lại.'
    switch_to "$folder" || fail 'Bản trước không khởi động được; bản đang chạy vẫn phục vụ.'
    point "$BASE/previous" "$before"
    manage "$folder" sync_roles
    require_answer "$before"
    say "Đã quay lại bản $(basename "$folder")."
}

restart() {
    switch_to "$(target current)" || fail 'Không khởi động lại được; tiến trình cũ vẫn phục vụ.'
    require_answer ''
    say 'Đã khởi động lại.'
}

list() {
    local name mark
    for name in "$RELEASES"/*/; do
        name=${name%/} mark=''
        [ "$name" = "$(target previous)" ] && mark='  (bản trước)'
        [ "$name" = "$(target current)" ] && mark='  (đang chạy)'
        say "$(basename "$name")$mark"
    done
}

[ $# -gt 0 ] || { usage && exit 2; }
command=$1
shift
case $command in
    up | back | restart)
        exec 9>"$BASE/.release.lock"
        flock -n 9 || fail 'Một lệnh release.sh khác đang chạy.'
        "$command" "$@"
        ;;
    list) list ;;
    *) usage && exit 2 ;;
esac
