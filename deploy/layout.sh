# shellcheck shell=bash
# Names and places that install.sh, release.sh and manage.sh share; read by them, not run.
# ROOT puts everything below another folder, and SYSTEMCTL names another systemctl: for trying.

# shellcheck disable=SC2034 # they are used by those who read this
{
    ROOT=${ROOT:-}
    SYSTEMCTL=${SYSTEMCTL:-systemctl}
    ACCOUNT=${ACCOUNT:-congthongtin}
    BASE=$ROOT/srv/congthongtin
    RELEASES=$BASE/releases
    SETTINGS=$ROOT/etc/congthongtin.env
    UNITS=$ROOT/etc/systemd/system
    CACHE=$ROOT/var/cache/congthongtin
    PYTHON=${PYTHON:-python3}
    # Unless asked otherwise, as many older releases stay to go back to.
    KEPT=${KEPT:-5}
}

say() { printf '%s\n' "$*"; }

fail() {
    printf 'LỖI: %s\n' "$*" >&2
    exit 1
}

# The environment file as systemd reads it: a value is never run as a command.
load_settings() {
    local line value
    [ -r "$SETTINGS" ] || fail "Không đọc được $SETTINGS. Hãy chạy bằng root (sudo)."
    while IFS= read -r line || [ -n "$line" ]; do
        [[ $line =~ ^[A-Z][A-Z0-9_]*= ]] || continue
        value=${line#*=}
        case $value in
            \"*\") value=${value#\"} value=${value%\"} ;;
            \'*\') value=${value#\'} value=${value%\'} ;;
        esac
        export "${line%%=*}=$value"
    done <"$SETTINGS"
}

# manage.py of a release with the portal's settings, as whoever runs this script.
manage_here() {
    local folder=$1
    shift
    (
        load_settings
        cd "$folder" || exit 1
        exec .venv/bin/python manage.py "$@"
    )
}

# The same as the portal's own account.
manage() {
    local folder=$1
    shift
    (
        load_settings
        cd "$folder" || exit 1
        [ "$(id -un)" = "$ACCOUNT" ] && exec .venv/bin/python manage.py "$@"
        exec setpriv --reuid="$ACCOUNT" --regid="$ACCOUNT" --init-groups --no-new-privs \
            .venv/bin/python manage.py "$@"
    )
}

# A link that is never missing, not even for a moment.
point() {
    ln -sfn "$2" "$1.new"
    mv -T "$1.new" "$1"
}
