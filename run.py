"""Set up and start, with nothing but Python: the two commands a newcomer needs.

    python run.py            starts the app (what follows goes to it: --port 8051)
    python run.py test       ruff and the tests, on every processor (or what follows goes to pytest: -k danish)

Both first make `.venv` and install `requirements.lock` into it, with hashes, when that has not been done or the lock
has changed. Where packages come from is pip's own setting; no address stands in this project. This file
has no annotations so that Python 3.6 can read it far enough to say that it is too old.
"""

import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / "requirements.lock"
MARKER = VENV / "installed-by-run.txt"

# The whole suite, a file of tests to each of up to four processors: a file's tests share what they have set up.
ALL_AT_ONCE = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadfile")

TOO_OLD = (
    "Programmet kræver Python 3.11 eller nyere; dette er Python {0}. Hent en nyere på python.org.\n"
    "This program needs Python 3.11 or later; this is Python {0}."
)
FAILED = (
    "Opsætningen blev ikke færdig; årsagen står ovenfor. Prøv igen med samme kommando.\n"
    "Set-up did not finish; the reason is above. Run the same command again."
)
SETTING_UP = "Gør klar (første gang op til et minut) … / Setting up (up to a minute the first time) …"


def main(arguments):
    """Return the exit status of the app, or of the checks when the first argument is `test`."""
    if sys.version_info < (3, 11):
        return complain(TOO_OLD.format(".".join(map(str, sys.version_info[:3]))))
    if not set_up():
        return complain(FAILED)
    if arguments[:1] == ["test"]:
        lint = call(PYTHON, "-m", "ruff", "check", "--quiet", ".")
        tests = call(PYTHON, "-m", "pytest", *(arguments[1:] or ALL_AT_ONCE))
        return tests or lint
    return call(PYTHON, "-m", "app", *arguments)


def set_up():
    """Return whether `.venv` now holds what the lock says.

    The marker is written last and removed first, so a `.venv` without one is half made, or not ours, and is made anew.
    It also names its folder: scripts in a `.venv` hold absolute paths, and would call the old folder's after a move.
    """
    wanted = f"{ROOT}\n{hashlib.sha256(LOCK.read_bytes() + (ROOT / 'pyproject.toml').read_bytes()).hexdigest()}\n"
    found = MARKER.read_text(encoding="utf-8") if MARKER.is_file() else ""
    usable = found.startswith(f"{ROOT}\n") and runs(PYTHON)
    if usable and found == wanted:
        return True
    print(SETTING_UP, file=sys.stderr, flush=True)
    MARKER.unlink(missing_ok=True)
    pip = (PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input")
    steps = [
        (*pip, "--require-hashes", "-r", LOCK),
        (*pip, "--no-deps", "--no-build-isolation", "-e", ROOT),
    ]
    if not usable:
        steps.insert(0, (sys.executable, "-m", "venv", "--clear", VENV))
    if any(call(*step) for step in steps):
        return False
    MARKER.write_text(wanted, encoding="utf-8")
    return True


def runs(python):
    """Return whether the interpreter starts: it does not when the Python it was made from has gone."""
    try:
        return subprocess.run([str(python), "-c", ""], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def call(*command):
    """Return the command's exit status, run in the project's root.

    Ctrl-C reaches the command by itself, and this waits for it to close down; a request to end is passed on.
    """
    process = subprocess.Popen([str(part) for part in command], cwd=str(ROOT))
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    while True:
        try:
            status = process.wait()
            return status if status >= 0 else 128 - status
        except KeyboardInterrupt:
            continue


def complain(message):
    """Return exit status 1, with the message on standard error."""
    print(message, file=sys.stderr)
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
