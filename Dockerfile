FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/run.txt
COPY . .
# The translations are compiled here, because the program may not write into its own files.
RUN python -c "from views.language import languages; languages()"
# The program's files belong to root; only data/ is the program's own. Ids as numbers, so that an
# orchestrator can see that it is not root.
RUN groupadd --gid 10001 panelgram \
    && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin panelgram \
    && install --directory --owner=10001 --group=10001 --mode=0700 data
USER 10001:10001
VOLUME ["/app/data"]
STOPSIGNAL SIGTERM
CMD ["python", "-m", "bot"]
