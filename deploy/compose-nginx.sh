#!/bin/sh
# nginx in its container: deploy/nginx.conf with the portal's name and where it listens.
set -eu
host=${SITE_URL#https://}
sed -e "s/abc\.gov\.vn/$host/g" -e 's/127\.0\.0\.1:8000/172.31.77.10:8000/' \
    -e 's#/var/log/nginx/congthongtin.log#/dev/stdout#' \
    -e '/listen \[::\]/d' /etc/congthongtin/nginx.conf >/etc/nginx/conf.d/congthongtin.conf
exec nginx -g 'daemon off;'
