"""python -m kpi …: the command line. Messages in Danish on standard error, results on standard output or in a file."""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from kpi import danish, pipeline
from kpi.definitions.disclosure import AUDIENCES
from kpi.definitions.periods import is_month_end
from kpi.extracts.columns import KINDS
from kpi.extracts.findings import STOP, Finding, Stopped
from kpi.extracts.template import write_template

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ("2022-06-30", "2022-12-31")
CONTRACT_COLUMNS = "measure group period_end period numerator denominator value status arrow assessment".split()
DONE, STOPPED, WRONG_USE = 0, 1, 2
SHOWN_CELLS = 5


class Danish(argparse.ArgumentParser):
    """A parser whose words are Danish, as everything its users see."""

    def error(self, message: str):
        """Ends with status 2 and the usage."""
        self.exit(WRONG_USE, f"{self.format_usage()}Forkert brug: {message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status of a command: 0 done, 1 stopped by findings or a rule, 2 wrong use."""
    chosen = _parser().parse_args(arguments)
    try:
        return chosen.run(chosen)
    except Stopped as stopped:
        _tell(stopped.findings)
        return STOPPED
    except OSError as error:
        print(f"Filen kan ikke læses eller skrives: {error.filename}", file=sys.stderr)
        return STOPPED


def figures(chosen: argparse.Namespace) -> int:
    """Writes the figures of extracts as CSV; stores nothing."""
    intake = _taken_in(chosen, _month_end(chosen.as_of))
    _tell(intake.findings)
    frame = pipeline.shown_to(pipeline.figures_of(intake), AUDIENCES[chosen.audience])
    table = frame[frame["series"] == "printed"][list(CONTRACT_COLUMNS)]
    text = table.to_csv(index=False, lineterminator="\n")
    if chosen.out:
        Path(chosen.out).write_text(text, encoding="utf-8", newline="")
    else:
        sys.stdout.write(text)
    return DONE


def check(chosen: argparse.Namespace) -> int:
    """Tells what is wrong with extracts; status 1 where something stops them."""
    if chosen.as_of:
        _month_end(chosen.as_of)
    try:
        found = pipeline.checked(_paths(chosen), _reference(chosen), **_dates(chosen))
    except Stopped as stopped:
        found = stopped.findings
    if chosen.json:
        print(json.dumps([finding.as_json() for finding in found], ensure_ascii=False, indent=1))
    else:
        _tell(found)
        if not found:
            print("Ingen fund. Filerne kan læses, og alle koder er placeret.", file=sys.stderr)
    return STOPPED if any(finding.severity == STOP for finding in found) else DONE


def example(chosen: argparse.Namespace) -> int:
    """Writes the example municipality as HR would have it: extract/, reference/ and case.json."""
    source, out = ROOT / "data" / "example" / chosen.as_of, Path(chosen.out)
    shutil.copytree(source / "extract", out / "extract", dirs_exist_ok=True)
    shutil.copytree(ROOT / "data" / "reference", out / "reference", dirs_exist_ok=True)
    shutil.copyfile(source / "case.json", out / "case.json")
    print(f"Eksempel – opdigtede personer: skrevet i {out}", file=sys.stderr)
    return DONE


def template(chosen: argparse.Namespace) -> int:
    """Writes the standard template of a kind of extract."""
    write_template(chosen.kind, Path(chosen.out))
    print(f"Skabelonen er skrevet i {chosen.out}", file=sys.stderr)
    return DONE


def _taken_in(chosen: argparse.Namespace, as_of: date) -> pipeline.Intake:
    dates = _dates(chosen) | {"as_of": as_of}
    return pipeline.take_in(_paths(chosen), _reference(chosen), **dates)


def _paths(chosen: argparse.Namespace) -> list[Path]:
    return [Path(path) for path in chosen.extracts]


def _dates(chosen: argparse.Namespace) -> dict:
    return {name: getattr(chosen, name) for name in ("as_of", "drawn", "covers_from", "on")}


def _reference(chosen: argparse.Namespace) -> Path:
    if chosen.reference:
        return Path(chosen.reference)
    own = Path(os.environ.get("KPI_DATA_DIR", "")) / "reference"
    return own if os.environ.get("KPI_DATA_DIR") and own.is_dir() else ROOT / "data" / "reference"


def _month_end(as_of: date) -> date:
    if not is_month_end(as_of):
        print(f"--as-of skal være den sidste dag i en måned, ikke {danish.day(as_of)}.", file=sys.stderr)
        raise SystemExit(WRONG_USE)
    return as_of


def _tell(findings: Sequence[Finding]) -> None:
    for finding in sorted(findings, key=lambda one: one.severity != STOP):
        place = ", ".join(str(part) for part in (finding.file, finding.sheet, finding.cell, finding.column) if part)
        print(
            f"{finding.severity.capitalize()} {finding.code}: {place}{': ' if place else ''}{finding.message}",
            file=sys.stderr,
        )


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} er ikke en dato som 2022-06-30") from None


def _parser() -> Danish:
    parser = Danish(prog="python -m kpi", description="Arbejdskraft i tal: fra HR's udtræk til tal.", add_help=True)
    commands = parser.add_subparsers(title="kommandoer", required=True, metavar="KOMMANDO")
    _extracts_command(commands, "figures", figures, "tallene som CSV", as_of_required=True)
    _extracts_command(commands, "check", check, "hvad der er galt med filerne", as_of_required=False)
    one = commands.add_parser("example", help="eksempelkommunens filer")
    one.add_argument("--as-of", required=True, choices=EXAMPLES)
    one.add_argument("--out", required=True)
    one.set_defaults(run=example)
    one = commands.add_parser("template", help="en tom standardskabelon")
    one.add_argument("kind", choices=[kind.key for kind in KINDS])
    one.add_argument("--out", required=True)
    one.set_defaults(run=template)
    return parser


def _extracts_command(commands, name: str, run, words: str, as_of_required: bool) -> None:
    one = commands.add_parser(name, help=words)
    one.add_argument("extracts", nargs="+", metavar="UDTRÆK", help="mapper eller filer")
    one.add_argument("--as-of", type=_date, required=as_of_required, help="periodens sidste dag")
    one.add_argument("--reference", help="mappen med HR's referencefiler")
    one.add_argument("--drawn", type=_date, help="dagen, udtrækkene er trukket")
    one.add_argument("--covers-from", type=_date, help="den første dag, historikken er fuldstændig")
    one.add_argument("--on", type=_date, help="en statuslistes dag")
    if as_of_required:
        one.add_argument("--audience", choices=list(AUDIENCES), default="intern")
        one.add_argument("--out", help="filen, tallene skrives i")
    else:
        one.add_argument("--json", action="store_true")
    one.set_defaults(run=run)


if __name__ == "__main__":
    sys.exit(main())
