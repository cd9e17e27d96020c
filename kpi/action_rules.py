"""HR's rules for action, as they lie in the data folder.                                                     (I/O)"""

from pathlib import Path

from kpi.papers.follow_up.rules import FILE, HOUSE, Rule, RulesError, rules_of


def read_rules(folder: Path | None) -> tuple[Rule, ...]:
    """The rules of `handlingsregler.toml` in a data folder, or the house's own; raises `RulesError`."""
    path = folder / FILE if folder else None
    if path is None or not path.is_file():
        return HOUSE
    try:
        return rules_of(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise RulesError(f"{FILE} er ikke gemt som UTF-8. Gem den igen som UTF-8.") from None
