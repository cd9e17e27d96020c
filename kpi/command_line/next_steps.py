"""What a person at the command line does next, after findings or when extracts are in: a sentence in Danish."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from kpi import danish
from kpi.extracts.findings import STOP, Finding
from kpi.extracts.placement.reference import PLACED_IN

NEXT = "Næste skridt:"
ANSWER = "besvar det, der spørges om, med python -m kpi answer"
AGAIN = "kør så kommandoen igen."


def after_findings(findings: Sequence[Finding], folder: Path, comes_with_it: Path) -> str:
    """What to do about the findings; where nothing stops, that the files can be taken in.

    `folder` is where the municipality's reference files lie, or will: it is `comes_with_it` for the example.
    """
    stopping = [one for one in findings if one.severity == STOP]
    unplaced = list(dict.fromkeys(PLACED_IN[one.code] for one in stopping if one.code in PLACED_IN))
    wrong = list(dict.fromkeys(one.file for one in stopping if one.code == "referencefil_fejl"))
    if not stopping:
        asked = f"{ANSWER}, og " if any(map(_asks, findings)) else ""
        accepted = " Godkend hver advarsel med --accept KODE=BEGRUNDELSE." if not all(map(_asks, findings)) else ""
        return f"{NEXT} {asked}tag{' så' if asked else ''} filerne ind med python -m kpi import.{accepted}"
    if wrong:
        return f"{NEXT} ret {danish.joined(wrong)} i mappen {folder}; {AGAIN}"
    others = [one for one in stopping if one.code not in PLACED_IN]
    steps = [ANSWER] if any(map(_asks, others)) else []
    mend = "ret også de andre stop" if unplaced else "ret filerne"
    steps += [mend] if not all(map(_asks, others)) else []
    if not unplaced:
        return f"{NEXT} {danish.joined(steps)}; {AGAIN}"
    own = "" if folder.is_dir() else f"kopiér referencefilerne fra {comes_with_it} til {folder}, "
    besides = f" {danish.joined(steps)};" if others else ""
    kinds = " eller ".join(Path(name).stem for name in unplaced)
    return (
        f"{NEXT} {own}tilføj linjerne i {danish.joined(unplaced)} i mappen {folder}, eller placér koderne på siden "
        f"Data;{besides} {AGAIN} Kolonnerne forklares af python -m kpi template {kinds} --out FIL."
    )


def after_example(folder: Path, as_of: str, drawn: str) -> str:
    """What to do when the example's files are written."""
    of = f'"{folder / "extract"}" --as-of {as_of} --drawn {drawn} --reference "{folder / "reference"}"'
    return f"{NEXT} python -m kpi figures {of}"


def _asks(one: Finding) -> bool:
    return one.question is not None


def after_import(identity: str, as_of: date | None) -> str:
    """What to do when extracts are in."""
    return f"Taget ind som {identity}. {NEXT} python -m kpi publish --as-of {as_of or 'ÅÅÅÅ-MM-DD'}"
