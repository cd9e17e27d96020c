"""What HR left out of the other audience's papers, told where one audience's paper is written: a choice is for each."""

from collections.abc import Sequence

from dash import html

from kpi import danish
from kpi.papers.recipients import Recipient
from layouts.address import Address
from layouts.door.identity import sees
from layouts.frame.shell import View
from layouts.papers import recipients
from layouts.reading import Reading, library
from layouts.sections.sentences import Shown, choices, sentence_id


def reminders(view: View, said: Sequence[Shown]) -> list[html.P]:
    """A sentence for each other audience that something is left out for, with the way to what still stands here."""
    return [
        _reminder(those, len(off), [one for one in said if one.key in off and not one.off])
        for those in _others(view)
        if (off := _left_out(view, those[0].audience))
    ]


def _others(view: View) -> list[list[Recipient]]:
    """The recipients of the other audiences, an audience at a time."""
    by_audience: dict[str, list[Recipient]] = {}
    for one in recipients.visible():
        if one.audience != view.reading.audience.key and sees(one.audience):
            by_audience.setdefault(one.audience, []).append(one)
    return list(by_audience.values())


def _left_out(view: View, audience: str) -> set[str]:
    """The keys of the sentences that the audience's papers would have, and HR left out."""
    reading: Reading = library().read(Address("", view.publication.key, audience))
    choice, _ = choices(reading)
    return {one.key for one in reading.sentences() if one.key in choice and choice[one.key].off}


def _reminder(those: Sequence[Recipient], count: int, here: Sequence[Shown]) -> html.P:
    names = danish.joined([one.title for one in those])
    papers = "sagen" if len(those) == 1 else "sagerne"
    told = [f"Udeladt i {papers} til {names}: {danish.counted(count, 'sætning', 'sætninger')}."]
    if not here:
        return html.P(told, className="quiet")
    links = [html.A(f"sætning {one.number}", href=f"#{sentence_id(one.key)}") for one in here]
    between = [part for link in links for part in (", ", link)][1:]
    return html.P([*told, " Med i denne sag: ", *between, "."], className="banner")
