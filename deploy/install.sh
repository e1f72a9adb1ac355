#!/usr/bin/env bash
# The portal on one machine with Debian 12 or 13, without containers. Safe to repeat: what is there
# stays, above all the environment file; what is missing is made. docs/operations.md follows it.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
# shellcheck source=deploy/layout.sh
. "$here/layout.sh"

HOST='' SOURCE=$(dirname "$here") DATABASE='' PACKAGES=yes BACKUP='' MORE=()

usage() {
    cat <<'TEXT'
Cách dùng (bằng root, trên Debian 12 hoặc 13):
  deploy/install.sh --host abc.gov.vn

--host TÊN         tên miền của trang; lần sau có thể bỏ, tên trong tệp cấu hình được giữ
--from THƯ_MỤC     mã nguồn (mặc định: nơi có tệp lệnh này)
--database URL     dùng PostgreSQL có sẵn ở nơi khác, ví dụ postgresql://tên:mật_khẩu@máy/cơ_sở_dữ_liệu
--set TÊN=GIÁ_TRỊ  thêm một dòng vào tệp cấu hình khi tạo mới; dùng được nhiều lần
--backup THƯ_MỤC   sao lưu hằng đêm vào thư mục này, nên ở ổ đĩa khác
--no-packages      không cài gói Debian nào
--root THƯ_MỤC     làm thử: đặt mọi thứ dưới thư mục ấy, không tạo người dùng, không đụng dịch vụ của máy

Chạy lại bao nhiêu lần cũng được. Chạy lại sau khi lấy mã nguồn mới (git pull) là nâng cấp.
TEXT
}

while [ $# -gt 0 ]; do
    case $1 in
        --host) HOST=${2:?} && shift ;;
        --from) SOURCE=$(readlink -f "${2:?}") && shift ;;
        --database) DATABASE=${2:?} && shift ;;
        --set)
            [[ ${2:-} =~ ^[A-Z][A-Z0-9_]*= ]] || { usage && exit 2; }
            MORE+=("$2") && shift
            ;;
        --backup) BACKUP=$(readlink -m "${2:?}") && shift ;;
        --no-packages) PACKAGES='' ;;
        --root) mkdir -p "${2:?}" && ROOT=$(readlink -f "$2") && shift ;;
        *) usage && exit 2 ;;
    esac
    shift
done
if [ -n "$ROOT" ]; then
    export ROOT
    ACCOUNT=$(id -un) && export ACCOUNT
    # shellcheck source=deploy/layout.sh
    . "$here/layout.sh"
fi

step() { printf '\n== %s\n' "$*"; }
for_real() { [ -z "$ROOT" ]; }

# --- Steps ------------------------------------------------------------------------------------

look_around() {
    for_real || { say "Làm thử trong $ROOT." && return; }
    [ "$(id -u)" = 0 ] || fail 'Hãy chạy bằng root: sudo deploy/install.sh …'
    [ -d /run/systemd/system ] || fail 'Máy này không chạy systemd: hãy dùng deploy/compose.yaml.'
    # shellcheck source=/dev/null
    . /etc/os-release
    case ${ID:-}-${VERSION_ID:-} in
        debian-12 | debian-13) ;;
        *) say "Lưu ý: đã thử trên Debian 12 và 13, máy này là ${PRETTY_NAME:-hệ khác}." ;;
    esac
}

packages() {
    local wanted=(python3 python3-venv nginx openssl ca-certificates) missing=() each
    [ -n "$DATABASE" ] || wanted+=(postgresql)
    for each in "${wanted[@]}"; do
        dpkg-query -W -f='${Status}' "$each" 2>/dev/null | grep -q 'ok installed' || missing+=("$each")
    done
    [ ${#missing[@]} -gt 0 ] || { say 'Đủ gói.' && return; }
    say "Cài: ${missing[*]}"
    apt-get -qq update
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}" >/dev/null
}

account() {
    id "$ACCOUNT" >/dev/null 2>&1 ||
        useradd --system --user-group --home-dir "$BASE" --no-create-home \
            --shell /usr/sbin/nologin "$ACCOUNT"
    # nginx hands out files whose group is the portal's.
    id www-data >/dev/null 2>&1 && usermod -aG "$ACCOUNT" www-data
}

folders() {
    local group
    group=$(id -gn "$ACCOUNT")
    install -d -m 755 "$BASE" "$RELEASES" "$BASE/static" "$UNITS" "$ROOT/etc"
    install -d -m 750 -o "$ACCOUNT" -g "$group" "$BASE/media" "$BASE/attachments" "$CACHE"
}

as_postgres() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }

# Role and database bear the account's name, so PostgreSQL knows it without a password (peer).
database() {
    if [ -n "$DATABASE" ]; then say 'Dùng cơ sở dữ liệu được chỉ định.' && return; fi
    "$SYSTEMCTL" start postgresql
    local sql="SELECT 1 FROM pg_roles WHERE rolname = '$ACCOUNT'"
    (
        cd /
        as_postgres psql -qAt -d postgres -c "$sql" | grep -q 1 || as_postgres createuser "$ACCOUNT"
        sql="SELECT 1 FROM pg_database WHERE datname = '$ACCOUNT'"
        as_postgres psql -qAt -d postgres -c "$sql" | grep -q 1 ||
            as_postgres createdb -O "$ACCOUNT" -E UTF8 --locale=C.UTF-8 -T template0 "$ACCOUNT"
    )
}

# Written once. Whatever a technician changes in it stays.
settings() {
    if [ -e "$SETTINGS" ]; then say "Giữ nguyên $SETTINGS." && return; fi
    [ -n "$HOST" ] || fail 'Lần đầu cần tên miền: --host abc.gov.vn'
    [[ $HOST =~ ^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$ ]] || fail "Tên miền không hợp lệ: $HOST"
    (umask 077 && write_settings >"$SETTINGS.new")
    for_real && chown "root:$ACCOUNT" "$SETTINGS.new"
    chmod 640 "$SETTINGS.new"
    mv "$SETTINGS.new" "$SETTINGS"
}

write_settings() {
    cat <<TEXT
# Cấu hình của cổng thông tin: mỗi dòng TÊN=giá trị, không có ghi chú sau giá trị. README.md có bảng
# mọi biến. Sửa xong chạy: $BASE/current/deploy/release.sh restart
SECRET_KEY=$("$PYTHON" -c 'import secrets; print(secrets.token_urlsafe(64))')
DATABASE_URL=${DATABASE:-postgresql://$ACCOUNT@/$ACCOUNT?host=/run/postgresql}
ALLOWED_HOSTS=$HOST
SITE_URL=https://$HOST
BEHIND_PROXY=1
TRUSTED_PROXIES=127.0.0.1
BIND=${BIND:-127.0.0.1:8000}
MEDIA_ROOT=$BASE/media
ATTACHMENTS_ROOT=$BASE/attachments
ATTACHMENTS_ACCEL=/tep-rieng/
STATIC_ROOT=$BASE/static
# Trong thư mục của từng bản: bản cũ và bản mới mỗi bản giữ danh sách tệp tĩnh của mình.
STATIC_MANIFEST=var
PAGE_STORE_DIR=$CACHE/pages
# nginx đã ghi nhật ký truy cập.
ACCESS_LOG=
# Bỏ dòng này (nghĩa là một năm) khi https đã chạy ổn.
HSTS_SECONDS=300
# Thư báo tin cho cán bộ; không có hai dòng này thì không gửi thư.
# EMAIL_URL=smtp+tls://tên:mật_khẩu@mail.abc.gov.vn:587
# MAIL_FROM=congthongtin@abc.gov.vn
TEXT
    [ ${#MORE[@]} = 0 ] || printf '%s\n' "${MORE[@]}"
}

host_of_settings() { (load_settings && printf '%s' "${SITE_URL#https://}"); }

# Until there is a real one: browsers warn of it, and nginx starts.
certificate() {
    local folder=$ROOT/etc/ssl/congthongtin
    if [ -e "$folder/fullchain.pem" ]; then say 'Đã có chứng thư.' && return; fi
    install -d -m 755 "$folder"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 90 \
        -subj "/CN=$(host_of_settings)" -addext "subjectAltName=DNS:$(host_of_settings)" \
        -keyout "$folder/key.pem" -out "$folder/fullchain.pem" 2>/dev/null
    chmod 600 "$folder/key.pem"
    say "Tạm dùng chứng thư tự ký trong $folder: hãy thay bằng chứng thư thật."
}

# Once, like the settings: an office may have changed it. Compare with deploy/nginx.conf.
site() {
    local place=$ROOT/etc/nginx/conf.d/congthongtin.conf bind
    if [ -e "$place" ]; then say "Giữ nguyên $place." && return; fi
    install -d -m 755 "$(dirname "$place")"
    bind=$(load_settings && printf '%s' "$BIND")
    sed -e "s/abc\.gov\.vn/$(host_of_settings)/g" -e "s/127\.0\.0\.1:8000/$bind/" \
        -e "s#/srv/congthongtin#$BASE#g" -e "s#/var/log/nginx#$ROOT/var/log/nginx#" -e "s#/etc/ssl/congthongtin#$ROOT/etc/ssl/congthongtin#g" \
        "$SOURCE/deploy/nginx.conf" >"$place"
    # A machine without IPv6 has no [::].
    [ -e /proc/net/if_inet6 ] || sed -i '/listen \[::\]/d' "$place"
    if for_real; then
        # Debian's example answers to every name, as ours does.
        rm -f /etc/nginx/sites-enabled/default
        nginx -t -q
    fi
}

# Where backups go is what the unit of the last time says, unless a folder is named now.
backup_folder() {
    local unit=$UNITS/congthongtin-backup.service there=''
    [ ! -e "$unit" ] || there=$(sed -n 's/^Environment=BACKUP_DIR=//p' "$unit")
    printf '%s' "${BACKUP:-${there:-/mnt/saoluu/cong}}"
}

units() {
    local each bind backup
    backup=$(backup_folder)
    bind=$(load_settings && printf '%s' "$BIND")
    for each in "$SOURCE"/deploy/systemd/*; do
        sed -e "s#@BASE@#$BASE#g" -e "s#@SETTINGS@#$SETTINGS#g" -e "s#@CACHE@#$CACHE#g" \
            -e "s#@BACKUP@#$backup#g" -e "s#@ACCOUNT@#$ACCOUNT#g" -e "s#@BIND@#$bind#g" "$each" >"$UNITS/$(basename "$each")"
    done
    "$SYSTEMCTL" daemon-reload
    "$SYSTEMCTL" enable --quiet --now congthongtin.socket congthongtin.service
    "$SYSTEMCTL" enable --quiet congthongtin-worker congthongtin-tick
    if [ -n "$BACKUP" ]; then
        install -d -m 700 -o "$ACCOUNT" -g "$(id -gn "$ACCOUNT")" "$BACKUP"
        "$SYSTEMCTL" enable --quiet --now congthongtin-backup.timer
    fi
}

command_for_technicians() {
    install -d -m 755 "$ROOT/usr/local/bin"
    ln -sfn "$BASE/current/deploy/manage.sh" "$ROOT/usr/local/bin/congthongtin"
}

serve() {
    for_real || return 0
    "$SYSTEMCTL" enable --quiet nginx
    "$SYSTEMCTL" reload-or-restart nginx
}

step 'Máy' && look_around
if [ -n "$PACKAGES" ] && for_real; then step 'Gói Debian' && packages; fi
if for_real; then step 'Người dùng hệ thống' && account; fi
step 'Thư mục' && folders
if for_real; then step 'Cơ sở dữ liệu' && database; fi
step 'Tệp cấu hình' && settings
step 'Chứng thư' && certificate
step 'nginx' && site
step 'Dịch vụ' && units
step 'Bản phát hành' && "$SOURCE/deploy/release.sh" up --from "$SOURCE"
command_for_technicians
serve
step 'Xong'
say "Trang: https://$(host_of_settings)/"
say "Người quản trị đầu tiên: sudo congthongtin first_admin --full-name 'Họ và tên'"
