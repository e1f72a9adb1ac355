"""Settings of the tests: production's, with cheap passwords and plain static files."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("SECRET_KEY", "test-only-0123456789abcdefghijklmnopqrstuvwxyz-0123456789")
os.environ.setdefault("DATABASE_URL", "postgresql://postgres@/congthongtin")
os.environ["HTTPS"] = "0"
os.environ["SERVE_MEDIA"] = "1"
os.environ["DEBUG"] = "0"
os.environ["READS_HELD_SECONDS"] = "0"
os.environ["COLLECTED_STATIC"] = "0"
os.environ["ATTACHMENTS_ROOT"] = tempfile.mkdtemp(prefix="congthongtin-attachments-")
os.environ["ATTACHMENTS_ACCEL"] = ""
# What tests the store sets up one of its own.
os.environ["PAGE_STORE"] = "0"

# The same goes for who counts.
os.environ["METRICS_DIR"] = ""

from config.settings import *  # noqa: F403

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SITE_URL = "http://testserver"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = tempfile.mkdtemp(prefix="congthongtin-media-")
for folder in (MEDIA_ROOT, ATTACHMENTS_ROOT):  # noqa: F405
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# A test that wants mail says so.
MAIL = False
# Nothing leaves the machine, also when tests run at night.
LINK_CHECKS = False
