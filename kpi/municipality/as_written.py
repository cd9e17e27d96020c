"""A TOML file as its owner wrote it: the lines of its names, which stands twice, and a value in TOML's own form.

The reader of TOML tells of neither. The lines are found by the look of each, which is enough to point at them.
"""

import json
import re
from collections import defaultdict

LONGEST_VALUE = 60
_SECTION = re.compile(r"\s*\[+([^\[\]#]+)\]+\s*(#.*)?$")
_KEY = re.compile(r"\s*([\w\"'. -]+?)\s*=")


def lines_of(text: str) -> dict[str, list[int]]:
    """The numbers of the lines where each name stands: a key as `afsnit.navn`, a section as `[afsnit]`."""
    found, section = defaultdict(list), ""
    for number, line in enumerate(text.splitlines(), start=1):
        head, key = _SECTION.match(line), _KEY.match(line)
        if head:
            section = _plain(head[1])
            found[f"[{section}]"].append(number)
        elif key:
            found[f"{section}.{_plain(key[1])}".lstrip(".")].append(number)
    return dict(found)


def stands_twice(text: str) -> tuple[str, int, int] | None:
    """The first name that stands twice, with the lines of its second and its first time; None where all differ."""
    twice = [(name, lines[1], lines[0]) for name, lines in lines_of(text).items() if len(lines) > 1]
    return min(twice, key=lambda one: one[1], default=None)


def as_written(value: object) -> str:
    """The value as it is written in TOML, so that a text is told from a number; a long one is cut."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def _plain(name: str) -> str:
    return re.sub(r"[\"'\s]", "", name)
