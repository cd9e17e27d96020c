"""python -m kpi …: the command line. Messages in Danish on standard error, results on standard output or in a file."""

import argparse
import getpass
import json
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from kpi import answer_command, answering, commands, pipeline, showing
from kpi.acceptances import Acceptance, Refused
from kpi.definitions.disclosure import AUDIENCES
from kpi.definitions.periods import is_month_end
from kpi.extracts.answers import FILE, NO_ANSWERS, Answers
from kpi.extracts.columns import KINDS
from kpi.extracts.findings import STOP, Stopped
from kpi.extracts.secret import SecretError
from kpi.extracts.template import write_template
from kpi.office import Office, office_at
from kpi.publications.folders import Unpublishable
from kpi.publications.traces import without_text
from kpi.settings import SettingsError

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ("2022-06-30", "2022-12-31")
CONTRACT_COLUMNS = "measure group period_end period numerator denominator value status arrow assessment".split()
DONE, STOPPED, WRONG_USE = 0, 1, 2


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
        commands.tell(stopped.findings, stopped.taken_in)
        answer_command.tell_questions(stopped.findings, getattr(chosen, "extracts", ()))
        return STOPPED
    except (Refused, Unpublishable, SecretError, SettingsError) as error:
        return commands.refused(error)
    except BrokenPipeError:
        sys.stdout = None
        return DONE
    except OSError as error:
        commands.say(f"Filen kan ikke læses eller skrives: {error.filename}")
        return STOPPED
    except Exception as error:  # its text may be a cell of a file
        commands.say(f"Der skete en fejl i programmet. Intet er ændret.\n{without_text(error)}")
        return STOPPED


def figures(chosen: argparse.Namespace) -> int:
    """Writes the figures of extracts as CSV; stores nothing."""
    intake = _taken_in(chosen)
    commands.tell(intake.findings)
    answer_command.tell_questions(intake.findings, chosen.extracts)
    parts = showing.structure(intake.reference)
    frame = showing.shown_to(pipeline.figures_of(intake), AUDIENCES[chosen.audience], parts)
    table = frame[frame["series"] == "printed"][list(CONTRACT_COLUMNS)]
    text = table.to_csv(index=False, lineterminator="\n")
    if chosen.out:
        Path(chosen.out).write_text(text, encoding="utf-8", newline="")
    else:
        sys.stdout.write(text)
    return DONE


def check(chosen: argparse.Namespace) -> int:
    """Tells what is wrong with extracts; status 1 where something stops them."""
    try:
        found = pipeline.checked(_paths(chosen), _reference(chosen), answers=_answers(), **_dates(chosen))
    except Stopped as stopped:
        found = stopped.findings
    if chosen.json:
        print(json.dumps([finding.as_json() for finding in found], ensure_ascii=False, indent=1))
        commands.tell_not_run(found)
    else:
        commands.tell(found)
        answer_command.tell_questions(found, chosen.extracts)
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


def _in_the_office(command: Callable[[argparse.Namespace, Office], int]) -> Callable[[argparse.Namespace], int]:
    """The command, run in the office of the data folder; what was put right after an interruption is told first."""

    def run(chosen: argparse.Namespace) -> int:
        data = os.environ.get("KPI_DATA_DIR")
        office = office_at(Path(data) if data else None, os.environ)
        if getattr(chosen, "reference", None):
            office = replace(office, own_reference=Path(chosen.reference))
        for message in office.told:
            commands.say(message)
        return command(chosen, office)

    return run


def _taken_in(chosen: argparse.Namespace) -> pipeline.Intake:
    return pipeline.take_in(_paths(chosen), _reference(chosen), answers=_answers(), **_dates(chosen))


def _answers() -> Answers:
    """What HR has answered about its sources, where it has a data folder of its own."""
    data = os.environ.get("KPI_DATA_DIR")
    return answering.answers_in(Path(data) / FILE) if data else NO_ANSWERS


def _paths(chosen: argparse.Namespace) -> list[Path]:
    return [Path(path) for path in chosen.extracts]


def _dates(chosen: argparse.Namespace) -> dict:
    return {name: getattr(chosen, name) for name in ("as_of", "drawn", "covers_from", "on")}


def _reference(chosen: argparse.Namespace) -> Path:
    if chosen.reference:
        return Path(chosen.reference)
    own = Path(os.environ.get("KPI_DATA_DIR", "")) / "reference"
    return own if os.environ.get("KPI_DATA_DIR") and own.is_dir() else ROOT / "data" / "reference"


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} er ikke en dato som 2022-06-30") from None


def _month_end(text: str) -> date:
    as_of = _date(text)
    if not is_month_end(as_of):
        raise argparse.ArgumentTypeError(f"{text} er ikke den sidste dag i en måned")
    return as_of


def _parser() -> Danish:
    parser = Danish(prog="python -m kpi", description="Arbejdskraft i tal: fra HR's udtræk til tal.", add_help=True)
    parsers = parser.add_subparsers(title="kommandoer", required=True, metavar="KOMMANDO")
    one = _extracts_command(parsers, "figures", figures, "tallene som CSV", as_of=True)
    one.add_argument("--audience", choices=list(AUDIENCES), default="intern")
    one.add_argument("--out", help="filen, tallene skrives i")
    one = _extracts_command(parsers, "check", check, "hvad der er galt med filerne", as_of=False)
    one.add_argument("--json", action="store_true")
    one = parsers.add_parser("example", help="eksempelkommunens filer")
    one.add_argument("--as-of", required=True, choices=EXAMPLES)
    one.add_argument("--out", required=True)
    one.set_defaults(run=example)
    one = parsers.add_parser("template", help="en tom standardskabelon")
    one.add_argument("kind", choices=[kind.key for kind in KINDS])
    one.add_argument("--out", required=True)
    one.set_defaults(run=template)
    _office_commands(parsers)
    return parser


def _office_commands(parsers) -> None:
    one = _extracts_command(parsers, "import", _in_the_office(commands.import_), "tag udtræk ind", as_of=False)
    _writing(one)
    one = _extracts_command(
        parsers, "publish", _in_the_office(commands.publish), "udgiv tallene", as_of=True, some=False
    )
    _writing(one)
    one.add_argument("--reason", help="begrundelsen, som bliver trykt, når historik ændres eller en udgivelse rettes")
    one = parsers.add_parser("withdraw", help="træk en import tilbage")
    one.add_argument("import_id", metavar="IMPORT")
    one.add_argument("--reason", help="hvorfor")
    one.add_argument("--by", default=getpass.getuser(), help="hvem der gør det")
    one.set_defaults(run=_in_the_office(commands.withdraw))
    _answer_command(parsers)
    words = {"list": "udgivelserne", "show": "en udgivelse", "diff": "forskellen på to", "verify": "kontrolsummerne"}
    runs = {"list": commands.list_, "show": commands.show, "diff": commands.diff, "verify": commands.verify}
    for name, run in runs.items():
        one = parsers.add_parser(name, help=words[name])
        one.add_argument("--json", action="store_true")
        one.set_defaults(run=_in_the_office(run))
        if name == "diff":
            one.add_argument("keys", nargs=2, metavar="UDGIVELSE")
        elif name != "list":
            one.add_argument("key", metavar="UDGIVELSE")
        if name == "show":
            one.add_argument("--audience", choices=["intern", "offentlig"], default="offentlig")


def _answer_command(parsers) -> None:
    one = parsers.add_parser("answer", help="svar på, hvordan en kilde skal læses; uden svar vises spørgsmålene")
    one.add_argument("source", nargs="?", metavar="KILDE", help="en fil fra kilden, eller kildens nøgle i svar.toml")
    one.add_argument("question", nargs="?", metavar="SPØRGSMÅL", help="spørgsmålets nøgle, som check viser den")
    one.add_argument("answer", nargs="?", metavar="SVAR")
    one.add_argument("--delete", action="store_true", help="slet svaret, så der spørges igen")
    one.add_argument("--by", default=getpass.getuser(), help="hvem der gør det")
    one.set_defaults(run=_in_the_office(answer_command.answer))


def _writing(one: argparse.ArgumentParser) -> None:
    one.add_argument("--accept", action="append", default=[], type=_acceptance, metavar="KODE[@FIL:CELLE]=BEGRUNDELSE")
    one.add_argument("--by", default=getpass.getuser(), help="hvem der gør det")


def _acceptance(text: str) -> Acceptance:
    try:
        return commands.acceptance(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} er ikke KODE=BEGRUNDELSE eller KODE@FIL:CELLE=BEGRUNDELSE") from None


def _extracts_command(parsers, name: str, run, words: str, as_of: bool, some: bool = True) -> argparse.ArgumentParser:
    """A command that reads extracts; `as_of` must be given or may be, `some` extracts must."""
    one = parsers.add_parser(name, help=words)
    one.add_argument("extracts", nargs="+" if some else "*", metavar="UDTRÆK", help="mapper eller filer")
    one.add_argument("--as-of", type=_month_end, required=as_of, help="periodens sidste dag")
    one.add_argument("--reference", help="mappen med HR's referencefiler")
    one.add_argument("--drawn", type=_date, help="dagen, udtrækkene er trukket")
    one.add_argument("--covers-from", type=_date, help="den første dag, historikken er fuldstændig")
    one.add_argument("--on", type=_date, help="en statuslistes dag")
    one.set_defaults(run=run)
    return one


if __name__ == "__main__":
    sys.exit(main())
