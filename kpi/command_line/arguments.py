"""The command line's words: every command with what it takes (cli.md). What a command does is handed in by name."""

import argparse
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from kpi import danish
from kpi.command_line.commands import acceptance
from kpi.command_line.danish_parser import Danish
from kpi.definitions.disclosure import AUDIENCES, INTERNAL, PUBLIC
from kpi.definitions.periods import is_month_end
from kpi.extracts.columns import KINDS
from kpi.extracts.placement.reference_files import REFERENCE_FILES
from kpi.papers.recipients import RECIPIENTS
from kpi.refreshing.acceptances import Acceptance
from kpi.refreshing.signing import machine_user, signed

EXAMPLES = ("2022-06-30", "2022-12-31")
A_PUBLICATION, AS_JSON = "udgivelsens nøgle, f.eks. 2022-12", "svaret som JSON"
ACCEPTED = "KODE[@FIL:CELLE]=BEGRUNDELSE"

Runs = Mapping[str, Callable[[argparse.Namespace], int]]


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
    parser = Danish(prog="python -m kpi", description="Arbejdskraft i tal: fra HR's udtræk til tal.")
    parsers = parser.add_subparsers(title="kommandoer", required=True, metavar="KOMMANDO")
    one = _extracts_command(parsers, runs, "figures", "tallene som CSV", as_of=True)
    one.add_argument("--audience", choices=list(AUDIENCES), default="intern", help="visningen; ellers intern")
    one.add_argument("--out", metavar="FIL", help="filen, tallene skrives i")
    one = _extracts_command(parsers, runs, "check", "hvad der er galt med filerne", as_of=False)
    one.add_argument("--json", action="store_true", help=AS_JSON)
    one = parsers.add_parser("example", help="eksempelkommunens filer")
    one.add_argument("--as-of", required=True, choices=EXAMPLES, help="periodens sidste dag")
    one.add_argument("--out", required=True, metavar="MAPPE", help="mappen, filerne skrives i")
    one.set_defaults(run=runs["example"])
    one = parsers.add_parser("template", help="en tom skabelon til et udtræk eller en referencefil")
    kinds = [*(kind.key for kind in KINDS), *(Path(name).stem for name in REFERENCE_FILES)]
    one.add_argument("kind", metavar="SLAGS", choices=kinds, help=f"hvad filen er: {danish.joined(kinds, 'eller')}")
    one.add_argument("--out", required=True, metavar="FIL", help="filen, skabelonen skrives i")
    one.set_defaults(run=runs["template"])
    _office_commands(parsers, runs)
    return parser


def _office_commands(parsers, runs: Runs) -> None:
    one = _extracts_command(parsers, runs, "import", "tag udtræk ind", as_of=False)
    _writing(one)
    one = _extracts_command(parsers, runs, "publish", "udgiv tallene", as_of=True, some=False)
    _writing(one)
    one.add_argument(
        "--reason",
        metavar="BEGRUNDELSE",
        help="begrundelsen, som bliver trykt, når historik ændres eller en udgivelse rettes",
    )
    one = parsers.add_parser("withdraw", help="træk en import tilbage")
    one.add_argument("import_id", metavar="IMPORT", help="importens navn, f.eks. 2023-02-13-1")
    one.add_argument("--reason", metavar="BEGRUNDELSE", help="hvorfor")
    _by(one)
    one.set_defaults(run=runs["withdraw"])
    one = parsers.add_parser("new-key", help="tag en ny nøgle i brug, når den gamle er tabt for altid")
    one.add_argument("--reason", required=True, metavar="BEGRUNDELSE", help="hvorfor importernes rækker må slettes")
    _by(one)
    one.set_defaults(run=runs["new-key"])
    _reference_command(parsers, runs)
    _answer_command(parsers, runs)
    _reading_commands(parsers, runs)
    _paper_commands(parsers, runs)


def _reading_commands(parsers, runs: Runs) -> None:
    words = {"list": "udgivelserne", "show": "en udgivelse", "diff": "forskellen på to", "verify": "kontrolsummerne"}
    for name, help_ in words.items():
        one = parsers.add_parser(name, help=help_)
        one.add_argument("--json", action="store_true", help=AS_JSON)
        one.set_defaults(run=runs[name])
        if name == "diff":
            one.add_argument("keys", nargs=2, metavar="UDGIVELSE", help=A_PUBLICATION)
        elif name == "verify":
            one.add_argument("key", nargs="?", metavar="UDGIVELSE", help=f"{A_PUBLICATION}; ellers alt, der er gemt")
        elif name != "list":
            one.add_argument("key", metavar="UDGIVELSE", help=A_PUBLICATION)
        if name == "show":
            audiences = [INTERNAL.key, PUBLIC.key]
            one.add_argument("--audience", choices=audiences, default=PUBLIC.key, help="visningen; ellers offentlig")


def _paper_commands(parsers, runs: Runs) -> None:
    one = parsers.add_parser("export", help="sagen, bilaget og tabellerne til en modtager")
    one.add_argument("key", metavar="UDGIVELSE", help=A_PUBLICATION)
    recipients = [recipient.key for recipient in RECIPIENTS]
    one.add_argument("--recipient", required=True, choices=recipients, help="hvem sagen er til")
    one.add_argument("--out", required=True, metavar="MAPPE", help="mappen, filerne skrives i")
    one.add_argument("--arrows-2022", action="store_true", help="pile som i 2022")
    one.add_argument(
        "--keep", metavar="BEGRUNDELSE", help="lad det, korrekturen finder i teksterne, stå, og sig hvorfor"
    )
    _by(one)
    one.set_defaults(run=runs["export"])
    one = parsers.add_parser("proofread", help="læs korrektur på en sag: hvad der ikke passer med udgivelsen")
    one.add_argument("file", metavar="FIL", help="en .docx eller .txt")
    one.add_argument("--publication", required=True, metavar="UDGIVELSE", help="udgivelsen, der læses op mod")
    told = "visningen, der læses op mod; ellers den, som programmets egen fil er lavet til, ellers intern"
    one.add_argument("--audience", choices=[INTERNAL.key, PUBLIC.key], help=told)
    one.add_argument("--json", action="store_true", help=AS_JSON)
    one.set_defaults(run=runs["proofread"])


def _answer_command(parsers, runs: Runs) -> None:
    one = parsers.add_parser("answer", help="svar på, hvordan en kilde skal læses; uden svar vises spørgsmålene")
    one.add_argument("source", nargs="?", metavar="KILDE", help="en fil fra kilden, eller kildens nøgle i svar.toml")
    one.add_argument("question", nargs="?", metavar="SPØRGSMÅL", help="spørgsmålets nøgle, som check viser den")
    one.add_argument("answer", nargs="?", metavar="SVAR", help="svaret, som check viser det")
    one.add_argument("--delete", action="store_true", help="slet svaret, så der spørges igen")
    _by(one)
    one.set_defaults(run=runs["answer"])


def _by(one: argparse.ArgumentParser) -> None:
    told = "hvem der gør det; ellers brugeren på maskinen, som skrives med, når navnet er et andet"
    one.add_argument("--by", metavar="NAVN", type=signed, default=machine_user(), help=told)


def _reference_command(parsers, runs: Runs) -> None:
    one = parsers.add_parser("reference", help="tag referencefiler i brug i stedet for dem, der ligger")
    names = danish.joined(list(REFERENCE_FILES), "eller")
    one.add_argument("files", nargs="+", metavar="FIL", help=f"{names}; CSV eller Excel, kendt på overskriften")
    one.add_argument("--dry-run", action="store_true", help="vis kun, hvad der bliver ændret; intet bliver skrevet")
    _by(one)
    one.set_defaults(run=runs["reference"])


def _writing(one: argparse.ArgumentParser) -> None:
    told = "en advarsel, der er i orden, og hvorfor; kan gives flere gange"
    one.add_argument("--accept", action="append", default=[], type=_acceptance, metavar=ACCEPTED, help=told)
    _by(one)


def _acceptance(text: str) -> Acceptance:
    try:
        return acceptance(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} er ikke KODE=BEGRUNDELSE eller KODE@FIL:CELLE=BEGRUNDELSE") from None


def _extracts_command(parsers, runs: Runs, name: str, words: str, as_of: bool, some: bool = True):
    """A command that reads extracts; `as_of` must be given or may be, `some` extracts must."""
    one = parsers.add_parser(name, help=words)
    one.add_argument("extracts", nargs="+" if some else "*", metavar="UDTRÆK", help="mapper eller filer")
    one.add_argument("--as-of", type=_month_end, required=as_of, metavar="DATO", help="periodens sidste dag")
    one.add_argument("--reference", metavar="MAPPE", help="mappen med HR's referencefiler")
    one.add_argument("--drawn", type=_date, metavar="DATO", help="dagen, udtrækkene er trukket")
    one.add_argument("--covers-from", type=_date, metavar="DATO", help="den første dag, historikken er fuldstændig")
    one.add_argument("--on", type=_date, metavar="DATO", help="en statuslistes dag")
    one.set_defaults(run=runs[name])
    return one
