"""Prepares what the Makefile's targets need: a free port, .venv with the locked dependencies, var/.

    python tools/setup.py [--dev] [--port] [--reset]

--dev    also what tests and lint need
--port   first make sure that PORT (default 8000) is free on 127.0.0.1
--reset  first make sure that a reset can only reach the demo's own SQLite database

What cannot be done is said in one line on stderr, with exit status 1. The standard library alone, and nothing
that an old Python could not read: it has to be able to say that it is too old.
"""

import errno
import hashlib
import os
import re
import socket
import subprocess
import sys
import time

MINIMUM = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
VENV_PYTHON = os.path.join(VENV, "bin", "python")
PIP_LOG = os.path.join("var", "pip.log")
# What pip says, in one version or another, when it could not reach the package index.
NO_NETWORK = re.compile(
    "new connection|connection broken|connection (refused|reset|aborted|error)|name resolution|timed? ?out"
    "|network is unreachable|cannot connect to proxy|max retries exceeded|getaddrinfo|no route to host",
    re.IGNORECASE,
)


def fail(message):
    sys.stderr.write(message + "\n")
    sys.exit(1)


def check_python():
    if sys.version_info < MINIMUM:
        fail(
            "Python {}.{} or newer is needed, this is {}.{}: install one, or name one with"
            " PYTHON=/path/to/python3.".format(*(MINIMUM + sys.version_info[:2]))
        )


# --- Before anything long runs -------------------------------------------------------------------


def is_taken(port):
    """Whether something listens on 127.0.0.1:`port`; raises OSError when the port may not be used."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.settimeout(1)
        if client.connect_ex(("127.0.0.1", port)) == 0:
            return True
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return True
            raise
    return False


def check_port():
    text = os.environ.get("PORT", "").strip() or "8000"
    if not re.match("[0-9]{1,5}$", text) or not 1 <= int(text) <= 65535:
        fail("PORT is a number from 1 to 65535, not '{}': for example PORT=8000.".format(text))
    port = int(text)
    try:
        taken = is_taken(port)
    except OSError as error:
        fail("Port {} cannot be used ({}): choose another one, as in PORT=8000.".format(port, error.strerror))
    if taken:
        other = next((number for number in range(port + 1, 65536) if not is_taken(number)), 8000)
        fail("Port {} is taken: stop what runs there, or choose another one: PORT={}.".format(port, other))


def check_reset():
    if os.environ.get("DATABASE_URL") and os.environ.get("FORCE") != "1":
        fail(
            "DATABASE_URL is set, and reset-demo only empties the demo's own SQLite database: unset it,"
            " or, if it names another SQLite database that may be lost, insist with FORCE=1."
        )


# --- The virtual environment ---------------------------------------------------------------------


def output_of(*command):
    """What a command prints, or "" when it cannot run."""
    try:
        return subprocess.check_output(command, stderr=subprocess.DEVNULL, cwd=ROOT).decode().strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def run_logged(log, *command):
    log.write("$ " + " ".join(command) + "\n")
    log.flush()
    options = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": subprocess.STDOUT, "cwd": ROOT}
    return subprocess.call(command, **options) == 0


def venv_is_right():
    """Whether .venv has pip and the Python that runs this."""
    question = "import sys, pip; print('{}.{}'.format(*sys.version_info[:2]))"
    return output_of(VENV_PYTHON, "-c", question) == "{}.{}".format(*sys.version_info[:2])


def make_venv(log):
    try:
        import ensurepip  # noqa: F401  Debian has it in a package of its own
        import venv  # noqa: F401
    except ImportError:
        fail("This Python cannot make virtual environments: `apt install python3-venv`, then repeat.")
    if os.path.realpath(sys.prefix) == os.path.realpath(VENV):
        made = run_logged(log, sys.executable, "-m", "ensurepip", "--upgrade")
    else:
        print("Making .venv with Python {}.{} ...".format(*sys.version_info[:2]))
        made = run_logged(log, sys.executable, "-m", "venv", "--clear", VENV)
    if not made:
        fail("The virtual environment .venv could not be made: see {} for the reason.".format(PIP_LOG))


def fingerprint(requirements):
    """Of the Python, the requirements and the lock: while it is the same there is nothing to install."""
    digest = hashlib.sha256("{}.{}".format(*sys.version_info[:2]).encode())
    for name in [*requirements, "requirements.lock"]:
        with open(os.path.join(ROOT, name), "rb") as source:
            digest.update(source.read())
    return digest.hexdigest()


def stamp_of(name):
    return os.path.join(VENV, "." + name + ".installed")


def is_installed(requirements):
    try:
        with open(stamp_of(requirements[-1])) as stamp:
            return stamp.read() == fingerprint(requirements)
    except OSError:
        return False


def install(log, requirements):
    print("Installing the dependencies into .venv (once, a minute or two; log: {}) ...".format(PIP_LOG))
    sys.stdout.flush()
    began = time.time()
    command = [VENV_PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    if "PIP_RETRIES" not in os.environ:
        command += ["--retries", "3"]
    if not run_logged(log, *command, "-r", requirements[-1], "-c", "requirements.lock"):
        explain_pip()
    for count, name in enumerate(requirements, 1):
        with open(stamp_of(name), "w") as stamp:
            stamp.write(fingerprint(requirements[:count]))
    print("Installed in {:.0f} s.".format(time.time() - began))


def explain_pip():
    with open(os.path.join(ROOT, PIP_LOG), errors="replace") as log:
        lines = log.read().splitlines()
    if any(NO_NETWORK.search(line) for line in lines):
        fail("No network: the dependencies could not be downloaded; connect, then repeat (see {}).".format(PIP_LOG))
    errors = [line for line in lines if line.startswith("ERROR:")]
    reason = errors[-1][len("ERROR:") :].strip() if errors else "pip failed"
    fail("The dependencies could not be installed: {} (see {}).".format(reason.rstrip("."), PIP_LOG))


def main(arguments):
    check_python()
    unknown = set(arguments) - {"--dev", "--port", "--reset"}
    if unknown:
        fail("tools/setup.py does not know {}.".format(", ".join(sorted(unknown))))
    if "--port" in arguments:
        check_port()
    if "--reset" in arguments:
        check_reset()
    requirements = ["requirements.txt"]
    if "--dev" in arguments:
        requirements.append("requirements-dev.txt")
    os.makedirs(os.path.join(ROOT, "var"), exist_ok=True)
    has_venv = venv_is_right()
    if has_venv and is_installed(requirements):
        return
    with open(os.path.join(ROOT, PIP_LOG), "w") as log:
        if not has_venv:
            make_venv(log)
        install(log, requirements)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        fail("Interrupted.")
    except OSError as error:
        fail("{}: {}.".format(error.filename or "The set-up failed", error.strerror or error))
