"""Answers about HR's sources: to a question of a draft, or in place of an answer that is kept."""

from collections.abc import Sequence
from http import HTTPStatus

import flask

from kpi.publications.folders import Unpublishable
from kpi.refreshing import answering
from kpi.refreshing.acceptances import Refused
from layouts import gate
from layouts.data import draft_pages, front_pages
from layouts.data.drafts import asked_about, found_draft, outcome, waiting
from layouts.data.room import room
from layouts.door import roles

GONE = "Spørgsmålet findes ikke længere. Se listen igen."


def answer_draft(draft: str) -> flask.Response:
    """The way to the findings, with the answer kept and the draft's files being read again; or what was refused."""
    held = found_draft(draft)
    if not held.job.is_done:
        return waiting(held)
    found, read = outcome(held)
    sources, wrong = asked_about(read)
    wrong = wrong or _keep(answering.open_questions(found), sources)
    if wrong:
        return draft_pages.findings(draft, wrong, HTTPStatus.UNPROCESSABLE_ENTITY)
    return draft_pages.again(draft)


def answer_kept() -> flask.Response:
    """The way to the front, with an answer changed or taken back; or the front with what was refused."""
    gate.require(roles.ONLY_HR)
    try:
        wrong = _keep([], answering.kept(room().office))
    except Refused as error:
        wrong = str(error)
    if wrong:
        return front_pages.front(wrong, HTTPStatus.UNPROCESSABLE_ENTITY)
    held = room().draft_of()
    if held:
        draft_pages.read_again(held)
    return flask.redirect("/data?svar=ja#svar", HTTPStatus.SEE_OTHER)


def _keep(asked: Sequence[answering.Question], sources: Sequence[answering.AskedSource]) -> str:
    """What was refused; empty where the answer that was sent is kept, or taken back."""
    by, form, office = gate.require(roles.ONLY_HR), flask.request.form, room().office
    known = [*asked, *(told.question for source in sources for told in source.told)]
    sent = form.get("kilde", ""), form.get("spoergsmaal", "")
    question = next((one for one in known if (one.source, one.key) == sent), None)
    if question is None:
        return GONE
    try:
        if form.get("slet"):
            answering.take_back(office, question, by.name, room().moment())
        else:
            answering.answer(office, question, form.get("svar", ""), by.name, room().moment())
    except (Refused, Unpublishable) as error:
        return str(error)
    return ""
