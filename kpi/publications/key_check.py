"""What the store knows of the key it was made with: a keyed check value, from which no key can be worked out. (I/O)"""

import hmac
from pathlib import Path

from kpi.publications.folders import Unpublishable, replace_file, sealed, unsealed

FILE = "noegle-kontrol.json"
_SAID = b"arbejdskraft-i-tal: lagerets egen noegle"
"""What the check value is made of, with the key: no person's number is such a text."""


def fits(root: Path, key: bytes) -> bool | None:
    """Whether the key is the one that the store was made with; None where the store does not know yet.

    Raises `Unpublishable` where the file is not as it was written.
    """
    try:
        content = (root / FILE).read_bytes()
    except FileNotFoundError:
        return None
    told = unsealed(content)
    if told is None:
        raise Unpublishable(f"Lageret er beskadiget: filen {FILE} er ændret. Hent den fra en sikkerhedskopi.")
    return hmac.compare_digest(str(told.get("check")), _check_of(key))


def keep(root: Path, key: bytes) -> None:
    """Nothing; the store knows the key from now on."""
    replace_file(root / FILE, sealed({"check": _check_of(key)}))


def _check_of(key: bytes) -> str:
    return hmac.new(key, _SAID, "sha256").hexdigest()
