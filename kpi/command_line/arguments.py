"""The command line's words: every command with what it takes (cli.md). What a command does is handed in by name."""

import argparse
import getpass
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from kpi.command_line.commands import acceptance
from kpi.definitions.disclosure import AUDIENCES, INTERNAL, PUBLIC
from kpi.definitions.periods import is_month_end
from kpi.extracts.columns import KINDS
from kpi.extracts.reference_files import REFERENCE_FILES
from kpi.papers.recipients import RECIPIENTS
from kpi.refreshing.acceptances import Acceptance

EXAMPLES = ("2022-06-30", "2022-12-31")
WRONG_USE = 2

Runs = Mapping[str, Callable[[argparse.Namespace], int]]


class Danish(argparse.ArgumentParser):
    """A parser whose words are Danish, as everything its users see."""

    def error(self, message: str):
        """Ends with status 2 and the usage."""
        self.exit(WRONG_USE, f"{self.format_usage()}Forkert brug: {message}\n")


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


def parser_of(runs: Runs) -> Danish:
    """The parser of the command line; `runs` has, by name, what each command does."""
    parser = Danish(prog="python -m kpi", description="Arbejdskraft i tal: fra HR's udtræk til tal.", add_help=True)
    parsers = parser.add_subparsers(title="kommandoer", required=True, metavar="KOMMANDO")
    one = _extracts_command(parsers, runs, "figures", "tallene som CSV", as_of=True)
    one.add_argument("--audience", choices=list(AUDIENCES), default="intern")
    one.add_argument("--out", help="filen, tallene skrives i")
    one = _extracts_command(parsers, runs, "check", "hvad der er galt med filerne", as_of=False)
    one.add_argument("--json", action="store_true")
    one = parsers.add_parser("example", help="eksempelkommunens filer")
    one.add_argument("--as-of", required=True, choices=EXAMPLES)
    one.add_argument("--out", required=True)
    one.set_defaults(run=runs["example"])
    one = parsers.add_parser("template", help="en tom skabelon til et udtræk eller en referencefil")
    one.add_argument("kind", choices=[*(kind.key for kind in KINDS), *(Path(name).stem for name in REFERENCE_FILES)])
    one.add_argument("--out", required=True)
    one.set_defaults(run=runs["template"])
    _office_commands(parsers, runs)
    return parser


def _office_commands(parsers, runs: Runs) -> None:
    one = _extracts_command(parsers, runs, "import", "tag udtræk ind", as_of=False)
    _writing(one)
    one = _extracts_command(parsers, runs, "publish", "udgiv tallene", as_of=True, some=False)
    _writing(one)
    one.add_argument("--reason", help="begrundelsen, som bliver trykt, når historik ændres eller en udgivelse rettes")
    one = parsers.add_parser("withdraw", help="træk en import tilbage")
    one.add_argument("import_id", metavar="IMPORT")
    one.add_argument("--reason", help="hvorfor")
    one.add_argument("--by", default=getpass.getuser(), help="hvem der gør det")
    one.set_defaults(run=runs["withdraw"])
    _answer_command(parsers, runs)
    _reading_commands(parsers, runs)
    _paper_commands(parsers, runs)


def _reading_commands(parsers, runs: Runs) -> None:
    words = {"list": "udgivelserne", "show": "en udgivelse", "diff": "forskellen på to", "verify": "kontrolsummerne"}
    for name, help_ in words.items():
        one = parsers.add_parser(name, help=help_)
        one.add_argument("--json", action="store_true")
        one.set_defaults(run=runs[name])
        if name == "diff":
            one.add_argument("keys", nargs=2, metavar="UDGIVELSE")
        elif name != "list":
            one.add_argument("key", metavar="UDGIVELSE")
        if name == "show":
            one.add_argument("--audience", choices=[INTERNAL.key, PUBLIC.key], default=PUBLIC.key)


def _paper_commands(parsers, runs: Runs) -> None:
    one = parsers.add_parser("export", help="sagen, bilaget og tabellerne til en modtager")
    one.add_argument("key", metavar="UDGIVELSE")
    one.add_argument("--recipient", required=True, choices=[recipient.key for recipient in RECIPIENTS])
    one.add_argument("--out", required=True, metavar="MAPPE")
    one.add_argument("--arrows-2022", action="store_true", help="pile som i 2022")
    one.add_argument(
        "--keep", metavar="BEGRUNDELSE", help="lad det, korrekturen finder i teksterne, stå, og sig hvorfor"
    )
    one.add_argument("--by", default=getpass.getuser(), help="hvem der gør det")
    one.set_defaults(run=runs["export"])
    one = parsers.add_parser("proofread", help="læs korrektur på en sag: hvad der ikke passer med udgivelsen")
    one.add_argument("file", metavar="FIL", help="en .docx eller .txt")
    one.add_argument("--publication", required=True, metavar="UDGIVELSE")
    told = "visningen, der læses op mod; ellers den, som programmets egen fil er lavet til, ellers intern"
    one.add_argument("--audience", choices=[INTERNAL.key, PUBLIC.key], help=told)
    one.add_argument("--json", action="store_true")
    one.set_defaults(run=runs["proofread"])


def _answer_command(parsers, runs: Runs) -> None:
    one = parsers.add_parser("answer", help="svar på, hvordan en kilde skal læses; uden svar vises spørgsmålene")
    one.add_argument("source", nargs="?", metavar="KILDE", help="en fil fra kilden, eller kildens nøgle i svar.toml")
    one.add_argument("question", nargs="?", metavar="SPØRGSMÅL", help="spørgsmålets nøgle, som check viser den")
    one.add_argument("answer", nargs="?", metavar="SVAR")
    one.add_argument("--delete", action="store_true", help="slet svaret, så der spørges igen")
    one.add_argument("--by", default=getpass.getuser(), help="hvem der gør det")
    one.set_defaults(run=runs["answer"])


def _writing(one: argparse.ArgumentParser) -> None:
    one.add_argument("--accept", action="append", default=[], type=_acceptance, metavar="KODE[@FIL:CELLE]=BEGRUNDELSE")
    one.add_argument("--by", default=getpass.getuser(), help="hvem der gør det")


def _acceptance(text: str) -> Acceptance:
    try:
        return acceptance(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} er ikke KODE=BEGRUNDELSE eller KODE@FIL:CELLE=BEGRUNDELSE") from None


def _extracts_command(parsers, runs: Runs, name: str, words: str, as_of: bool, some: bool = True):
    """A command that reads extracts; `as_of` must be given or may be, `some` extracts must."""
    one = parsers.add_parser(name, help=words)
    one.add_argument("extracts", nargs="+" if some else "*", metavar="UDTRÆK", help="mapper eller filer")
    one.add_argument("--as-of", type=_month_end, required=as_of, help="periodens sidste dag")
    one.add_argument("--reference", help="mappen med HR's referencefiler")
    one.add_argument("--drawn", type=_date, help="dagen, udtrækkene er trukket")
    one.add_argument("--covers-from", type=_date, help="den første dag, historikken er fuldstændig")
    one.add_argument("--on", type=_date, help="en statuslistes dag")
    one.set_defaults(run=runs[name])
    return one
