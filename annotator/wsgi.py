"""The WSGI application that granian (or gunicorn) serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "annotator.settings")

application = get_wsgi_application()

# Only now are there apps and settings to read.
from annotator.warm_up import warm_up  # noqa: E402

warm_up()
