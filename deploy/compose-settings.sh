#!/usr/bin/env bash
# Makes deploy/compose.env with fresh secrets, once: compose-settings.sh abc.gov.vn
set -euo pipefail
place=$(dirname "$(readlink -f "$0")")/compose.env
host=${1:-}
[[ $host =~ ^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$ ]] || {
    echo 'Cách dùng: compose-settings.sh abc.gov.vn' >&2
    exit 2
}
[ ! -e "$place" ] || { echo "Giữ nguyên $place." && exit 0; }
secret() { od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'; }
password=$(secret 24)
umask 077
cat >"$place" <<TEXT
SECRET_KEY=$(secret 48)
POSTGRES_USER=congthongtin
POSTGRES_DB=congthongtin
POSTGRES_PASSWORD=$password
DATABASE_URL=postgresql://congthongtin:$password@database:5432/congthongtin
ALLOWED_HOSTS=$host
SITE_URL=https://$host
BEHIND_PROXY=1
TRUSTED_PROXIES=172.31.77.2
ACCESS_LOG=
HSTS_SECONDS=300
TEXT
echo "Đã tạo $place."
