"""python -m kpi …: the command line. Messages in Danish on standard error, results on standard output or in a file."""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from kpi import danish, pipeline, showing
from kpi.command_line import (
    answer_command,
    commands,
    next_steps,
    paper_commands,
    publication_commands,
    reference_command,
)
from kpi.command_line.arguments import parser_of
from kpi.definitions.disclosure import AUDIENCES
from kpi.extracts.asking.answers import FILE, NO_ANSWERS, Answers
from kpi.extracts.checking.read_as import paid_alike
from kpi.extracts.files.template import write_template
from kpi.extracts.findings import STOP, Stopped
from kpi.extracts.placement.reference_files import HISTORY, REFERENCE_FILES
from kpi.extracts.secret import SecretError, secret_file
from kpi.municipality.settings import SettingsError
from kpi.publications.folders import Unpublishable
from kpi.publications.traces import without_text
from kpi.publications.transactions import recover
from kpi.refreshing import answering
from kpi.refreshing.acceptances import Refused
from kpi.refreshing.office import COMES_WITH_IT, Office, office_at
from kpi.refreshing.store_key import take_new_key

ROOT = Path(__file__).resolve().parent.parent
CONTRACT_COLUMNS = "measure group period_end period numerator denominator value status arrow assessment".split()
DONE, STOPPED = 0, 1


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status of a command: 0 done, 1 stopped by findings or a rule, 2 wrong use."""
    chosen = parser_of(_runs()).parse_args(arguments)
    try:
        return chosen.run(chosen)
    except Stopped as stopped:
        commands.tell(stopped.findings)
        answer_command.tell_questions(stopped.findings, getattr(chosen, "extracts", ()))
        commands.say(next_steps.after_findings(stopped.findings, _own_reference(chosen), COMES_WITH_IT))
        return STOPPED
    except (Refused, Unpublishable, SecretError, SettingsError) as error:
        return commands.refused(error)
    except BrokenPipeError:
        sys.stdout = None
        return DONE
    except OSError as error:
        commands.say(f"Filen kan ikke læses eller skrives: {error.filename or error.strerror}")
        return STOPPED
    except Exception as error:  # its text may be a cell of a file
        commands.say(f"Der skete en fejl i programmet. Intet er ændret.\n{without_text(error)}")
        return STOPPED


def figures(chosen: argparse.Namespace) -> int:
    """Writes the figures of extracts as CSV; stores nothing."""
    commands.progress("Læser filerne og måler")
    intake = _taken_in(chosen)
    commands.tell(intake.findings, paid_alike(intake.extracts))
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
    commands.progress("Læser filerne")
    try:
        found, read_as = pipeline.checked(_paths(chosen), _reference(chosen), answers=_answers(), **_dates(chosen))
    except Stopped as stopped:
        found, read_as = list(stopped.findings), []
    if chosen.json:
        print(json.dumps([finding.as_json() for finding in found], ensure_ascii=False, indent=1))
        commands.tell_besides(found, read_as)
    else:
        commands.tell(found, read_as)
        answer_command.tell_questions(found, chosen.extracts)
        if not found:
            commands.say("Ingen fund. Filerne kan læses, og alle koder er placeret.")
        commands.say(next_steps.after_findings(found, _own_reference(chosen), COMES_WITH_IT))
    return STOPPED if any(finding.severity == STOP for finding in found) else DONE


def example(chosen: argparse.Namespace) -> int:
    """Writes the example municipality as HR would have it: extract/, reference/ and case.json."""
    source, out = ROOT / "data" / "example" / chosen.as_of, Path(chosen.out)
    shutil.copytree(source / "extract", out / "extract", dirs_exist_ok=True)
    shutil.copytree(COMES_WITH_IT, out / "reference", dirs_exist_ok=True)
    shutil.copyfile(source / "case.json", out / "case.json")
    drawn = json.loads((out / "case.json").read_text(encoding="utf-8"))["drawn"]
    commands.say(f"Eksempel – opdigtede personer: skrevet i {out}")
    commands.say(next_steps.after_example(out, chosen.as_of, drawn))
    return DONE


def template(chosen: argparse.Namespace) -> int:
    """Writes the standard template of a kind of extract, or of a reference file, whose columns are told."""
    file = REFERENCE_FILES.get(f"{chosen.kind}.csv")
    if file:
        Path(chosen.out).write_bytes(file.template)
        for column in file.columns:
            commands.say(f"{column.name}: {column.told}")
        for text in HISTORY if file.is_dated else ():
            commands.say(text)
    else:
        write_template(chosen.kind, Path(chosen.out))
    print(f"Skabelonen er skrevet i {chosen.out}", file=sys.stderr)
    return DONE


def verify(chosen: argparse.Namespace) -> int:
    """Checks what is stored, also where a part of it is so damaged that nothing else can be done."""
    root = (_own_data() or ROOT / "data") / "store"
    for message in recover(root):
        commands.say(message)
    return publication_commands.verify(chosen, root)


def new_key(chosen: argparse.Namespace) -> int:
    """Takes a new key in use where the old one is lost; the rows that were taken in with it are deleted."""
    folder, at = _own_data() or ROOT / "data", datetime.now().replace(microsecond=0)
    gone = take_new_key(folder / "store", folder, os.environ, chosen.by, chosen.reason, at)
    told = f"Rækkerne i {danish.joined(list(gone))} er slettet. " if gone else ""
    commands.say(f"{told}En ny nøgle er i brug, og udgivelser er ikke ændret. Næste skridt: tag en sikkerhedskopi af")
    commands.say(f"nøglen i {secret_file(os.environ)}, og tag udtrækkene ind igen med python -m kpi import.")
    return DONE


def _own_data() -> Path | None:
    """The municipality's own data folder; None where the example's is used."""
    data = os.environ.get("KPI_DATA_DIR")
    return Path(data) if data else None


def _in_the_office(
    command: Callable[[argparse.Namespace, Office], int], with_key: bool
) -> Callable[[argparse.Namespace], int]:
    """The command, run in the office of the data folder; what was put right after an interruption is told first."""

    def run(chosen: argparse.Namespace) -> int:
        office = office_at(_own_data(), os.environ, with_key)
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
    data = _own_data()
    return answering.answers_in(data / FILE) if data else NO_ANSWERS


def _paths(chosen: argparse.Namespace) -> list[Path]:
    return [Path(path) for path in chosen.extracts]


def _dates(chosen: argparse.Namespace) -> dict:
    return {name: getattr(chosen, name) for name in ("as_of", "drawn", "covers_from", "on")}


def _reference(chosen: argparse.Namespace) -> Path:
    """The folder of the reference files that hold."""
    own = _own_reference(chosen)
    return own if chosen.reference or own.is_dir() else COMES_WITH_IT


def _own_reference(chosen: argparse.Namespace) -> Path:
    """Where the reference files that HR may change lie, or will."""
    if getattr(chosen, "reference", None):
        return Path(chosen.reference)
    data = _own_data()
    return data / "reference" if data else COMES_WITH_IT


def _runs() -> dict[str, Callable[[argparse.Namespace], int]]:
    """What each command does, by its name."""
    with_key = {"import": commands.import_, "publish": commands.publish, "answer": answer_command.answer}
    without = {
        "withdraw": commands.withdraw,
        "list": publication_commands.list_,
        "show": publication_commands.show,
        "diff": publication_commands.diff,
        "reference": reference_command.reference,
        "export": paper_commands.export,
        "proofread": paper_commands.proofread_,
    }
    alone = {"figures": figures, "check": check, "example": example, "template": template}
    alone |= {"new-key": new_key, "verify": verify}
    return (
        alone
        | {name: _in_the_office(command, with_key=True) for name, command in with_key.items()}
        | {name: _in_the_office(command, with_key=False) for name, command in without.items()}
    )


if __name__ == "__main__":
    sys.exit(main())
