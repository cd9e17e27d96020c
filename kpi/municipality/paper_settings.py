"""A municipality's own wording of its papers: `sager.toml` beside `settings.toml`.                            (I/O)

    [oekonomiudvalget]
    afsnit = ["baggrund", "indstilling", "beslutning", "sagsfremstilling", "bemaerkninger", "bilag"]
    baggrund = "{kommune} følger ... Sagen fremlægger data for {periode}."
    indstilling = ["Administrationen indstiller, at ..."]

What is not there is the house's. A name that is not known is a Danish `SettingsError`: a misspelt section must not be
left out in silence. Who may see what is not a setting of a paper.
"""

import tomllib
from dataclasses import replace
from pathlib import Path

from kpi import danish
from kpi.municipality.settings import SettingsError
from kpi.papers.recipients import RECIPIENTS, SECTIONS, Recipient

FILE = "sager.toml"
UNREADABLE = f"{FILE} kan ikke læses: {{}}."
TEXTS = {"titel": "title", "formaal": "purpose", "slags": "kind", "baggrund": "background"}
LISTS = {"afsnit": "sections", "indstilling": "proposal"}


def read_recipients(folder: Path) -> tuple[Recipient, ...]:
    """The recipients as the data folder has them; the house's where it has no `sager.toml`."""
    path = folder / FILE
    if not path.is_file():
        return RECIPIENTS
    try:
        return recipients_of(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SettingsError(UNREADABLE.format(danish.toml_fault(error))) from None


def recipients_of(text: str) -> tuple[Recipient, ...]:
    """The recipients that a TOML text tells of, and the house's others; raises `SettingsError`."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(UNREADABLE.format(danish.toml_fault(error))) from None
    known = {one.key for one in RECIPIENTS}
    for key, words in told.items():
        if key not in known or not isinstance(words, dict):
            raise SettingsError(f"{FILE}: [{key}] er ikke en modtager. Skriv {danish.joined(sorted(known), 'eller')}.")
    return tuple(_worded(one, told.get(one.key, {})) for one in RECIPIENTS)


def _worded(recipient: Recipient, words: dict) -> Recipient:
    changed = {}
    for name, value in words.items():
        where = f"{FILE}: {recipient.key}.{name}"
        if name in TEXTS and isinstance(value, str) and value.strip():
            changed[TEXTS[name]] = value.strip()
        elif name in LISTS and isinstance(value, list) and value and all(isinstance(one, str) for one in value):
            changed[LISTS[name]] = tuple(value)
        elif name in TEXTS | LISTS:
            raise SettingsError(f"{where} er {'en tekst' if name in TEXTS else 'en liste af tekster'}.")
        else:
            raise SettingsError(f"{where} kendes ikke. Der kan stå {danish.joined([*TEXTS, *LISTS], 'eller')}.")
    unknown = [one for one in changed.get("sections", ()) if one not in SECTIONS]
    if unknown:
        raise SettingsError(
            f"{FILE}: {recipient.key}.afsnit har {unknown[0]}, som ikke er et afsnit. Der kan stå "
            f"{danish.joined(list(SECTIONS), 'eller')}."
        )
    return replace(recipient, **changed)
