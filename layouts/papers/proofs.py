"""What the proof-reader has to say of the texts that people wrote in a recipient's paper, as the page reads them."""

from kpi.papers.document import Sentence
from kpi.papers.read_through import Found, bound_cells, found_in
from kpi.papers.recipients import Recipient
from kpi.papers.sentences.edits import Choice, Own, printed_behind, with_choices
from kpi.papers.texts import parts_of
from kpi.papers.written import written_for
from layouts import gate
from layouts.reading import Reading, library
from layouts.sections.sentences import choices
from layouts.written import publication_of


def found(reading: Reading, recipient: Recipient) -> tuple[Found, ...]:
    """What does not hold in the texts of the recipient's paper, those that HR lets stand among them."""
    journal, shown = gate.journal(), reading.publication
    written = written_for(journal, shown, recipient, publication_of, (), library().today())
    told = with_choices(reading.sentences(), written.choices, written.own, reading.ledger())
    parts = parts_of(shown, recipient, told, written)
    return found_in(parts, shown, recipient.audience, journal.kept())


def printed_with(reading: Reading, one: Sentence, text: str) -> dict[str, str]:
    """What is printed in the cells that a text says in place of a sentence; in the sentence's where it says none."""
    choice, own = choices(reading)
    choice = {**choice, one.key: Choice(text=text)}
    said = with_choices(reading.sentences(), choice, own, reading.ledger())
    return printed_behind(bound_cells(said, one.key, reading.ledger()) or one.cells, reading.ledger())


def printed_in(reading: Reading, one: Own) -> dict[str, str]:
    """What is printed in the cells that an own sentence says where it will stand."""
    choice, own = choices(reading)
    own = (*(other for other in own if other.key != one.key), one)
    said = with_choices(reading.sentences(), choice, own, reading.ledger())
    return printed_behind(bound_cells(said, one.key, reading.ledger()), reading.ledger())
