"""The WSGI application that gunicorn serves: finished pages first, then Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_django = get_wsgi_application()

# What is imported here needs the settings and the apps.
from config.pages import stored  # noqa: E402

application = stored(_django)
