"""Installs the programs of tools/package-lock.json into var/tools, outside of what the site needs.

    python tools/npm_tools.py [--measure]

Always the Nu HTML checker (tests of the HTML); with --measure also Lighthouse (`make measure`). What cannot be done
is said in one line on stderr, with exit status 1. To move to newer versions: edit tools/package.json, then
`cd tools && npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved`.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = [ROOT / "tools" / "package.json", ROOT / "tools" / "package-lock.json"]
FOLDER = ROOT / "var" / "tools"
VNU_JAR = FOLDER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
LIGHTHOUSE = FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"
# Debian 12 has 18.
MINIMUM_NODE = 18


def fingerprint():
    """Of the lock: while it is the same there is nothing to install."""
    return hashlib.sha256(b"".join(source.read_bytes() for source in SOURCES)).hexdigest()


def is_installed(wanted):
    stamp = FOLDER / f".{wanted.name}"
    return wanted.is_file() and stamp.is_file() and stamp.read_text() == fingerprint()


def check_node():
    """Lighthouse runs on Node.js; the checker only comes through its package manager."""
    if not (shutil.which("npm") and shutil.which("node")):
        sys.exit("npm is needed: install Node.js with its npm (Debian: apt install nodejs npm), then repeat.")
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.lstrip("v").split(".")[0]) < MINIMUM_NODE:
        sys.exit(f"Node.js {MINIMUM_NODE} or newer is needed, this is {version}.")


def install(wanted, *options):
    """Make var/tools what the lock says, if ``wanted`` is not there or of another lock."""
    if is_installed(wanted):
        return
    check_node()
    print(f"Installing {wanted.relative_to(FOLDER / 'node_modules').parts[0]} into var/tools ...", flush=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for stamp in FOLDER.glob(".*.*"):
        stamp.unlink()
    for source in SOURCES:
        shutil.copy(source, FOLDER)
    # No package's own scripts: neither program needs one to be installed.
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", *options]
    run = subprocess.run(command, cwd=FOLDER, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if run.returncode:
        lines = [line for line in run.stderr.splitlines() if "npm error" in line or "ERR!" in line]
        sys.exit(f"npm could not install the tools: {' / '.join(lines[:3]) or run.stderr[-300:]}")
    (FOLDER / f".{VNU_JAR.name}").write_text(fingerprint())
    if not options:
        (FOLDER / f".{LIGHTHOUSE.name}").write_text(fingerprint())


def install_html_checker():
    """The Nu HTML checker, which needs a Java of its own."""
    install(VNU_JAR, "--omit=dev")
    if not shutil.which("java"):
        sys.exit("The Nu HTML checker needs Java 17 or newer (Debian: apt install default-jre-headless).")


def install_lighthouse():
    """Lighthouse, and the checker beside it: npm brings a folder to one state, not to two."""
    install(LIGHTHOUSE)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--measure", action="store_true", help="Lighthouse too")
    if parser.parse_args().measure:
        install_lighthouse()
    else:
        install_html_checker()


if __name__ == "__main__":
    main()
