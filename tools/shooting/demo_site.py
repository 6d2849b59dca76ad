"""The demonstration, loaded anew into a temporary folder and served at a time of its own."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from measuring.server import HOST, ROOT, free_port

FROZEN = Path(__file__).with_name("frozen.py")
#: While applications for the edition of 2025 are open: the desk has something to wait for.
LOADED_AT = "2025-05-20T09:00+08:00"
#: The next day, so that all that was loaded is "1 day ago", however long loading takes.
SERVED_AT = "2025-05-21T10:00+08:00"
#: For the guide to the release: some weeks before the one of the made-up edition.
RELEASE_AT = "2026-10-20T10:00+08:00"
START_SECONDS = 120


def _environment(folder):
    """The environment's own variables but those that would choose another database, host or folder."""
    ours = {"DATABASE_URL", "REDIS_URL", "DEBUG", "DJANGO_SETTINGS_MODULE"}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return {**kept, "VAR_DIR": str(folder), "DEBUG": "0"}


def _load(environment, port):
    command = [sys.executable, str(FROZEN), LOADED_AT, "demo", "--no-serve", "--host", HOST, "--port", str(port)]
    run = subprocess.run(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if run.returncode:
        sys.exit(f"The demonstration could not be loaded:\n{run.stdout[-1000:]}{run.stderr[-2000:]}")


def _wait(url, process, log):
    """Until the server answers. Exits where it does not."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=30) as response:  # noqa: S310  our own address
                response.read()
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    sys.exit(f"The server did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}")


@contextlib.contextmanager
def _process(environment, moment, log, *arguments):
    """manage.py at another time, until the block ends."""
    command = [sys.executable, str(FROZEN), moment, *arguments]
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=20)


@contextlib.contextmanager
def loaded(say):
    """Folder of the demonstration, loaded anew; ``say(text)`` is told each step. It is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="cases-cms-screenshots-", ignore_cleanup_errors=True) as folder:
        say("loading the demonstration into a temporary folder")
        _load(_environment(folder), free_port())
        yield Path(folder)


@contextlib.contextmanager
def served(folder, moment, say):
    """Base address of the site in ``folder`` as it runs at ``moment``, with a worker and a scheduler beside it."""
    say(f"starting the server at {moment}")
    environment, port = _environment(folder), free_port()
    server = ["runserver", f"{HOST}:{port}", "--noreload", "--skip-checks"]
    log = folder / "server.log"
    with (
        _process(environment, moment, log, *server) as process,
        _process(environment, moment, folder / "worker.log", "run_jobs", "--watch"),
        _process(environment, moment, folder / "scheduler.log", "release_editions", "--loop"),
    ):
        base = f"http://{HOST}:{port}"
        _wait(f"{base}/admin/login/", process, log)
        yield base
