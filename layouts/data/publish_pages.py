"""From what is stored to a publication: see the tables, see the difference, accept, give the reason, publish."""

from datetime import date
from http import HTTPStatus

import flask

from kpi import danish
from kpi.definitions.periods import is_month_end
from kpi.extracts.findings import Stopped
from kpi.papers.arrows import without_judgement
from kpi.papers.paper import PAPER_TABLES
from kpi.papers.texts import nameless
from kpi.publications.changes import COUNTED
from kpi.publications.folders import Unpublishable
from kpi.refreshing import on_the_way, refresh
from kpi.refreshing.acceptances import Refused
from layouts import gate
from layouts.address import SHOWN_TO, last
from layouts.data import differences, page, steps
from layouts.data.acceptances import holding, stops, take_back
from layouts.data.draft_pages import why_not
from layouts.data.findings import listed, refused
from layouts.data.room import room
from layouts.door import roles
from layouts.door.identity import person
from layouts.drawing import parts
from layouts.reading import Reading

NOT_A_DATE = ("Adressen skal ende på den sidste dag i en måned, skrevet som åååå-mm-dd.",)


class NotYet(Exception):
    """Raised with the answer to give where there is no proposal to show, or not yet."""

    def __init__(self, answer: flask.Response):
        super().__init__()
        self.answer = answer


def start(as_of: str) -> flask.Response:
    """The way to the first of the three steps."""
    return flask.redirect(f"/data/udgiv/{_day(as_of).isoformat()}/tabeller", HTTPStatus.SEE_OTHER)


def status(as_of: str) -> flask.Response:
    """How far the figures are, for the page that waits."""
    job = room().previews.of(_day(as_of))
    return flask.jsonify(done=job.is_done, told=job.told)


def tables(as_of: str) -> flask.Response:
    """The five tables as they would look, for one audience at a time."""
    try:
        day, proposal = _proposal(as_of, "tabeller")
    except NotYet as not_yet:
        return not_yet.answer
    chosen = SHOWN_TO.get(last(flask.request.args.getlist("visning") or None), next(iter(SHOWN_TO.values())))
    reading = Reading(proposal.publication, chosen)
    without_files = parts.Dressing(files=False)
    pointing = without_judgement if reading.is_judged else lambda table: table
    drawn = [parts.figures(pointing(reading.paper_table(one.number)), reading, without_files) for one in PAPER_TABLES]
    return page.shown(
        "tables.html",
        f"Tabellerne, som de bliver: data pr. {danish.day(day)}",
        hidden=proposal.hidden,
        day=day,
        chosen=chosen,
        audiences=list(SHOWN_TO.values()),
        tables=drawn,
        publication=proposal.publication,
        steps=steps.of_proposal(day, proposal, "tabeller"),
    )


def compare(as_of: str, error: str = "", code: int = 200) -> flask.Response:
    """The two lists of differences, and the reason that changed history asks for."""
    try:
        day, proposal = _proposal(as_of, "forskel")
    except NotYet as not_yet:
        return not_yet.answer
    change, made = proposal.difference, proposal.publication
    changed = differences.changed(change.changed_history, made)
    return page.shown(
        "differences.html",
        f"Forskel fra sidste udgivelse: data pr. {danish.day(day)}",
        code,
        error=error,
        day=day,
        before=proposal.before,
        publication=made,
        periods=differences.new_periods(change.new_period, made),
        changed=changed,
        by_table=differences.by_table(changed),
        counts=change.counts,
        counted=COUNTED,
        needs_reason=proposal.needs_reason,
        reason=on_the_way.reason_of(room().office, proposal),
        steps=steps.of_proposal(day, proposal, "forskel"),
    )


def keep_reason(as_of: str) -> flask.Response:
    """The way to the last step, with the public reason kept."""
    by, day = gate.require(roles.ONLY_HR), _day(as_of)
    reason = " ".join(flask.request.form.get("begrundelse", "").split())
    wrong = why_not(reason)
    if wrong:
        return compare(as_of, wrong, HTTPStatus.UNPROCESSABLE_ENTITY)
    on_the_way.keep_reason(room().office, day, reason, by.name, room().moment())
    return flask.redirect(f"/data/udgiv/{day.isoformat()}/udgiv", HTTPStatus.SEE_OTHER)


def last_step(as_of: str, error: str = "", code: int = 200) -> flask.Response:
    """What is left to accept, and the button."""
    try:
        day, proposal = _proposal(as_of, "udgiv")
    except NotYet as not_yet:
        return not_yet.answer
    return page.shown(
        "publish.html",
        f"Udgiv: data pr. {danish.day(day)}",
        code,
        error=error,
        day=day,
        as_of=danish.day(day),
        publication=proposal.publication,
        findings=listed(proposal.findings, holding(proposal, ()), {}),
        lacks=_lacks(proposal),
        nameless=nameless(proposal.publication, is_published=False),
        reason=on_the_way.reason_of(room().office, proposal),
        needs_reason=proposal.needs_reason,
        two=room().office.settings.two_persons_publish,
        takers=danish.joined(on_the_way.takers(room().office, proposal)),
        is_a_colleagues=on_the_way.must_be_another(room().office, proposal, person().name),
        seen=_mark(proposal),
        steps=steps.of_proposal(day, proposal, "udgiv"),
    )


def accept(as_of: str) -> flask.Response:
    """The way back to the last step, with one warning more accepted; or one less."""
    by, (day, proposal) = gate.require(roles.ONLY_HR), _proposal_or_abort(as_of)
    number = flask.request.form.get("fund", type=int)
    if number is None or not 0 <= number < len(proposal.findings):
        return last_step(as_of, "Fundet findes ikke længere. Se listen igen.", HTTPStatus.UNPROCESSABLE_ENTITY)
    finding = proposal.findings[number]
    reason = " ".join(flask.request.form.get("begrundelse", "").split())
    if flask.request.form.get("fortryd"):
        take_back(finding, proposal, by.name)
    else:
        wrong = why_not(reason) or ("Et stop kan ikke godkendes." if finding in stops(proposal.findings) else "")
        if wrong:
            return last_step(as_of, refused(finding, wrong), HTTPStatus.UNPROCESSABLE_ENTITY)
        on_the_way.accept(room().office, proposal, finding, reason, by.name, room().moment())
    return flask.redirect(f"/data/udgiv/{day.isoformat()}/udgiv#fund-{number}", HTTPStatus.SEE_OTHER)


def publish(as_of: str) -> flask.Response:
    """The way to the front, once it is published; or the last step again, with what was refused."""
    by, (_, proposal) = gate.require(roles.ONLY_HR), _proposal_or_abort(as_of)
    if flask.request.form.get("set") != _mark(proposal):
        wrong = "Tallene er beregnet igen, eller begrundelsen er rettet, siden du så dem. Se efter, og udgiv så."
        return last_step(as_of, wrong, HTTPStatus.CONFLICT)
    try:
        reason = on_the_way.reason_of(room().office, proposal)
        key = refresh.publish(room().office, proposal, by.name, room().moment(), (), reason.text if reason else "")
    except (Refused, Stopped, Unpublishable) as error:
        return last_step(as_of, str(error), HTTPStatus.UNPROCESSABLE_ENTITY)
    return flask.redirect(f"/data?udgivet={key}", HTTPStatus.SEE_OTHER)


def _lacks(proposal: refresh.Proposal) -> list[str]:
    open_ones, lacks_reason = steps.lacking(proposal)
    told = [danish.counted(open_ones, "advarsel er ikke godkendt", "advarsler er ikke godkendt")] if open_ones else []
    about = "de ændrede tal" if proposal.difference.needs_reason else "rettelsen"
    return told + ([f"begrundelsen for {about} mangler"] if lacks_reason else [])


def _mark(proposal: refresh.Proposal) -> str:
    """What tells this proposal from the next: what a person publishes is what they have seen."""
    reason = on_the_way.reason_of(room().office, proposal)
    seen = [proposal.publication.key, proposal.publication.published.isoformat()]
    return " ".join([*seen, *([reason.at.isoformat(), reason.by] if reason else [])])


def _day(as_of: str) -> date:
    gate.require(roles.ONLY_HR)
    try:
        day = date.fromisoformat(as_of)
    except ValueError:
        day = None
    if day is None or not is_month_end(day):
        flask.abort(page.refused("Datoen kan ikke bruges", NOT_A_DATE, HTTPStatus.NOT_FOUND))
    return day


def _proposal(as_of: str, here: str) -> tuple[date, refresh.Proposal]:
    """The proposal with its day; raises `NotYet` with the page that waits, or that says why there is none."""
    day = _day(as_of)
    job = room().previews.of(day)
    if not job.is_done:
        poll = page.Poll(f"/data/udgiv/{day.isoformat()}/status", job.told)
        held = steps.of_proposal(day, None, here)
        raise NotYet(page.shown("waiting.html", "Tabellerne bliver beregnet", poll=poll, steps=held))
    try:
        return day, job.result()
    except Stopped as stopped:
        found = listed(stopped.findings, (), {})
        title, code = "Tabellerne kan ikke beregnes", HTTPStatus.CONFLICT
        raise NotYet(page.shown("stopped.html", title, code, findings=found)) from None
    except (Refused, Unpublishable) as error:
        words = (str(error),)
        raise NotYet(page.refused("Tabellerne kan ikke beregnes", words, HTTPStatus.CONFLICT, "/data/ny")) from None


def _proposal_or_abort(as_of: str) -> tuple[date, refresh.Proposal]:
    try:
        return _proposal(as_of, "udgiv")
    except NotYet as not_yet:
        flask.abort(not_yet.answer)
