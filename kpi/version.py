"""The program's version, with a mark that tells two builds apart: a checksum of the program's own files. (I/O)"""

import functools
import hashlib
from pathlib import Path

import kpi

ROOT = Path(__file__).resolve().parent.parent
FILES = ("app.py", "kpi/**/*.py", "layouts/**/*.py", "layouts/templates/**/*.html", "layouts/assets/*.*s")
"""What the program is made of: code, pages, style and scripts; not its data, and not what a folder got besides."""
DIGITS = 8


@functools.cache
def version() -> str:
    """The version as pages and publications tell it: 0.1.0+3f2a9c1b. The same files give the same, on any machine."""
    return f"{kpi.__version__}+{build_of(ROOT)}"


def build_of(root: Path) -> str:
    """The mark of the program that lies in a folder; the ends of lines do not count."""
    found, paths = hashlib.sha256(), {path for pattern in FILES for path in root.glob(pattern)}
    for path in sorted(paths, key=lambda one: one.relative_to(root).as_posix()):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        found.update(f"{path.relative_to(root).as_posix()} {len(content)}\n".encode() + content)
    return found.hexdigest()[:DIGITS]
