#!/bin/sh
# What every start of the containers does once: tables, roles, files.
set -eu
.venv/bin/python manage.py upgrade
# Files of former releases stay: pages that readers have open still ask for them.
cp -r var/static/. /data/static/
