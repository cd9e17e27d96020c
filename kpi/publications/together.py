"""New folders that are kept all together or not at all: an import, and the publication that was made of it.

While they are made `.sammen.json` names them. The last one decides: where it is there, all are; where it is not, the
others are removed by whoever writes next.
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from kpi import danish
from kpi.publications.folders import (
    UNFINISHED,
    Unpublishable,
    remove_folder,
    replace_file,
    sealed,
    sync_folder,
    unsealed,
)

TOGETHER = ".sammen.json"
BEFORE = "En import og en udgivelse blev afbrudt, før de kom i gang. Intet er ændret."


@contextlib.contextmanager
def together(root: Path, *made: str) -> Iterator[None]:
    """The new folders that are made in the block, told as paths from the store's root, are kept whole or not at all.

    Only for who has the turn to write (`transactions.writing`), which also finishes what was interrupted.
    """
    replace_file(root / TOGETHER, sealed({"made": list(made)}))
    try:
        yield
    finally:
        finish(root)


def finish(root: Path) -> str:
    """What became of folders that were being made together, in words; empty where none were."""
    begun = root / f"{TOGETHER}{UNFINISHED}"
    if begun.exists():
        os.unlink(begun)
        sync_folder(root)
        return BEFORE
    made = _named(root)
    if not made:
        return ""
    is_whole = (root / made[-1]).is_dir()
    undone = [] if is_whole else [root / name for name in made if (root / name).is_dir()]
    for path in undone:
        hidden = path.with_name(f".{path.name}{UNFINISHED}")
        os.rename(path, hidden)
        sync_folder(path.parent)
        remove_folder(hidden)
    os.unlink(root / TOGETHER)
    sync_folder(root)
    if is_whole:
        return f"Udgivelsen {Path(made[-1]).name} og dens import nåede at blive færdige før en afbrydelse."
    names = danish.joined([Path(one).name for one in made])
    return f"Importen og udgivelsen {names} blev ikke færdige og er fjernet. Intet er ændret."


def _named(root: Path) -> list[str]:
    try:
        content = (root / TOGETHER).read_bytes()
    except FileNotFoundError:
        return []
    told = unsealed(content)
    if told is None:
        raise Unpublishable(f"Lageret er beskadiget: filen {TOGETHER} er ændret. Hent en sikkerhedskopi.")
    return told["made"]
