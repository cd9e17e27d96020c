"""HR's rules for action, as they lie in the data folder.                                                     (I/O)"""

from pathlib import Path

from kpi import danish
from kpi.papers.follow_up.rules import FILE, HOUSE, Rule, RulesError, rules_of


def read_rules(folder: Path | None) -> tuple[Rule, ...]:
    """The rules of `handlingsregler.toml` in a data folder, or the house's own; raises `RulesError`."""
    path = folder / FILE if folder else None
    if path is None or not path.is_file():
        return HOUSE
    try:
        return rules_of(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise RulesError(f"{FILE} kan ikke læses: {danish.toml_fault(error)}.") from None
