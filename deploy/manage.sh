#!/usr/bin/env bash
# manage.py of the running release, with the portal's settings and account. Installed as
# /usr/local/bin/congthongtin: "sudo congthongtin first_admin --full-name 'Nguyễn Văn A'".
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
# shellcheck source=deploy/layout.sh
. "$here/layout.sh"

manage "$BASE/current" "$@"
