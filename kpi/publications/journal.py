"""What people write and do, in SQLite: the log, acceptances, comments, decisions and answers.

Every line is on disk when a method returns. Nothing that looks like a person number gets in: what a person wrote is
refused, what the program writes about itself is written without it, for a denied attempt must not be lost.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from kpi.danish import joined
from kpi.definitions.disclosure import INTERNAL, PUBLIC
from kpi.definitions.person_numbers import hidden
from kpi.publications.folders import Unpublishable
from kpi.publications.journal_lines import Lines
from kpi.publications.person_numbers import refuse

IMPORT, WITHDRAW, PUBLISH, ERASE, EXPIRE = "import", "tilbagetrækning", "udgivelse", "sletning", "sletning efter frist"
"""The actions that change what is stored."""
PLACE, REPLACED = "placering", "referencefil taget i brug"
"""HR's reference files: one got a line, or was put in use in place of the one before."""
REASON = "begrundelse"
"""The public reason of a publication, written before there is one to print it with."""
DONE, DENIED, FAILED = "gennemført", "nægtet", "fejlet"
INTERPRETATION, DECISION, ACTION = "fortolkning", "beslutning", "handling"
KINDS = (INTERPRETATION, DECISION, ACTION)
UNDER_WAY, COMPLETED, GIVEN_UP, RETRACTED = "i gang", "udført", "opgivet", "trukket tilbage"
STATUSES = (UNDER_WAY, COMPLETED, GIVEN_UP, RETRACTED)
"""What a follow-up can say of its line. One that was written by mistake is retracted: no page and no paper has it."""
ON, OFF, TEXT, OWN, GONE = "on", "off", "text", "own", "gone"
WORDINGS = (ON, OFF, TEXT, OWN, GONE)
"""What HR wants of a sentence: as the product says it, left out, in HR's words; one of HR's own, and that removed."""
COMMENTS, DECISIONS = "comments", "decisions"
"""The tables whose lines can go with a paper."""
DIRECTORS, MANAGERS, WORKS_COUNCIL, COMMITTEE = "direktionen", "chefforum", "hovedudvalget", "oekonomiudvalget"
RECIPIENTS = (DIRECTORS, MANAGERS, WORKS_COUNCIL, COMMITTEE)
"""Those who get a paper, by the keys that `choices` holds them under."""


class Journal(Lines):
    """The journal of a store. Times are local, without zone; lines come back as dictionaries, the oldest first."""

    def record(
        self,
        action: str,
        target: str = "",
        *,
        who: str,
        role: str,
        outcome: str = DONE,
        detail: str = "",
        at: datetime | None = None,
    ) -> int:
        """The id of a new line in the log. What looks like a person number is left out of it."""
        told = {"who": who, "role": role, "action": action, "target": target, "outcome": outcome, "detail": detail}
        return self._add("audit", {"at": _time(at)} | {name: hidden(text) for name, text in told.items()})

    def audit(self, *, action: str | None = None, target: str | None = None, latest: int | None = None) -> list[dict]:
        """The lines of the log: of one action, about one target, only so many of the latest."""
        return self._lines("audit", latest, action=action, target=target)

    def accept(
        self,
        target: str,
        *,
        who: str,
        role: str,
        code: str,
        reason: str,
        file: str = "",
        cell: str = "",
        message: str = "",
        mark: str = "",
        at: datetime | None = None,
    ) -> int:
        """The id of a new acceptance of a warning about an import or a publication.

        The latest about a `mark` holds; one without a reason says that it was taken back.
        """
        refuse(reason, "begrundelsen")
        told = {"code": code, "file": hidden(file), "cell": cell, "message": hidden(message), "reason": reason}
        told["mark"] = mark
        return self._add("acceptances", {"at": _time(at), "who": who, "role": role, "target": target} | told)

    def acceptances(self, target: str | None = None) -> list[dict]:
        """The acceptances, all or those of one import or publication."""
        return self._lines("acceptances", target=target)

    def comment(
        self, publication: str, text: str, *, who: str, role: str, place: str = "", at: datetime | None = None
    ) -> int:
        """The id of a new comment on a publication, or on a place in it."""
        refuse(text, "kommentaren")
        told = {"publication": publication, "place": place, "text": text, "visible": 1}
        return self._add("comments", {"at": _time(at), "who": who, "role": role} | told)

    def comments(self, publication: str | None = None, place: str | None = None) -> list[dict]:
        """The comments, those that are hidden too (`visible` 0)."""
        return self._lines("comments", publication=publication, place=place)

    def show(self, comment: int, visible: bool) -> None:
        """Nothing; the comment is now shown, or hidden."""
        with self._writing() as connection:
            changed = connection.execute("UPDATE comments SET visible = ? WHERE id = ?", (int(visible), comment))
            if not changed.rowcount:
                raise Unpublishable(f"Kommentaren {comment} findes ikke.")

    def decide(
        self,
        kind: str,
        text: str,
        *,
        who: str,
        role: str,
        publication: str = "",
        measure: str = "",
        staff_group: str = "",
        period_end: str = "",
        responsible: str = "",
        due: str = "",
        about: int | None = None,
        status: str = "",
        at: datetime | None = None,
    ) -> int:
        """The id of a new interpretation, decision or action; `about` is the one that it follows up.

        `responsible` is a function, never a name; `due` is a date (ISO). A `status` is told by a follow-up only.
        """
        _refuse_unknown(kind, KINDS, "En linje")
        _refuse_unknown(status, ("", *STATUSES) if about is not None else ("",), "En status")
        refuse(text, "teksten")
        refuse(responsible, "feltet ansvarlig")
        if about is not None:
            self._require(DECISIONS, about)
        cell = {"publication": publication, "measure": measure, "staff_group": staff_group, "period_end": period_end}
        told = {"kind": kind, "text": text, "responsible": responsible, "due": due, "about": about, "status": status}
        return self._add("decisions", {"at": _time(at), "who": who, "role": role} | cell | told)

    def decisions(self, publication: str | None = None, kind: str | None = None) -> list[dict]:
        """The interpretations, decisions and actions, and what followed them up."""
        return self._lines("decisions", publication=publication, kind=kind)

    def choose(
        self, written: str, line: int, recipients: Iterable[str], *, who: str, role: str, at: datetime | None = None
    ) -> int:
        """The id of a new choice: whose papers a comment, or a line of the decisions, goes with from now on."""
        _refuse_unknown(written, (COMMENTS, DECISIONS), "Det skrevne")
        chosen = set(recipients)
        for one in chosen:
            _refuse_unknown(one, RECIPIENTS, "En modtager")
        self._require(written, line)
        told = {"written": written, "line": line, "recipients": " ".join(one for one in RECIPIENTS if one in chosen)}
        return self._add("choices", {"at": _time(at), "who": who, "role": role} | told)

    def choices(self, written: str) -> dict[int, tuple[str, ...]]:
        """The recipients of each comment, or line of the decisions, that HR has chosen any for."""
        lines = self._lines("choices", written=written)
        return {line["line"]: tuple(line["recipients"].split()) for line in lines}

    def word(
        self,
        key: str,
        state: str,
        *,
        text: str = "",
        printed: Mapping[str, str] | None = None,
        after: str = "",
        audience: str = INTERNAL.key,
        publication: str = "",
        who: str,
        role: str,
        at: datetime | None = None,
    ) -> int:
        """The id of a new line about a sentence of the papers for an audience, one of `WORDINGS`.

        `printed` is what stood in the cells behind the `text` when it was written, to the figures of `publication`;
        `after` is the key that an own sentence follows. A sentence that is left out keeps its text here, for the day
        it is taken in again.
        """
        _refuse_unknown(state, WORDINGS, "Valget")
        _refuse_unknown(audience, (INTERNAL.key, PUBLIC.key), "Visningen")
        refuse(text, "sætningen")
        if state in (TEXT, OWN) and not text.strip():
            raise Unpublishable("Skriv en tekst.")
        behind = json.dumps(dict(printed or {}), ensure_ascii=False, sort_keys=True)
        told = {"audience": audience, "key": key, "state": state, "text": text, "printed": behind, "after": after}
        return self._add("sentences", {"at": _time(at), "who": who, "role": role, "publication": publication} | told)

    def wording(self) -> list[dict]:
        """What HR has chosen of the sentences, line by line; the latest about a key and an audience holds."""
        lines = self._lines("sentences")
        return [line | {"printed": json.loads(line["printed"])} for line in lines]

    def keep(
        self,
        key: str,
        *,
        audience: str,
        text: str,
        kind: str,
        words: str,
        found: str,
        reason: str,
        who: str,
        role: str,
        at: datetime | None = None,
    ) -> int:
        """The id of a new line: a fault of a text that HR lets stand, and why.

        It holds for as long as the text, the words and what was `found` about them are the very same.
        """
        _refuse_unknown(audience, (INTERNAL.key, PUBLIC.key), "Visningen")
        refuse(reason, "begrundelsen")
        if not reason.strip():
            raise Unpublishable("Skriv en begrundelse.")
        told = {"key": key, "text": text, "kind": kind, "words": words, "found": found, "reason": reason.strip()}
        return self._add("kept", {"at": _time(at), "who": who, "role": role, "audience": audience} | told)

    def kept(self) -> list[dict]:
        """The faults that HR has let stand, and why."""
        return self._lines("kept")

    def answer(self, source: str, question: str, answer: str, *, who: str, at: datetime | None = None) -> int:
        """The id of a new answer about a source; it holds until the question is answered again."""
        refuse(answer, "svaret")
        told = {"source": hidden(source), "question": hidden(question), "answer": answer}
        return self._add("answers", {"at": _time(at), "who": who} | told)

    def answers(self, source: str) -> dict[str, str]:
        """The answer that holds for each question about a source."""
        return {line["question"]: line["answer"] for line in self._lines("answers", source=hidden(source))}

    def answered(self) -> list[dict]:
        """Every answer as it was given, also those that hold no longer; an empty one was taken back."""
        return self._lines("answers")

    def _require(self, table: str, line: int) -> None:
        if line not in (one["id"] for one in self._lines(table)):
            raise Unpublishable(f"{'Kommentaren' if table == COMMENTS else 'Linjen'} {line} findes ikke.")


def _refuse_unknown(told: str, known: tuple[str, ...], what: str) -> None:
    if told not in known:
        words = [one for one in known if one] or ["tom, til linjen bliver fulgt op"]
        raise Unpublishable(f"{what} er {joined(words, 'eller')}, ikke {hidden(told)}.")


def _time(at: datetime | None) -> str:
    return (at or datetime.now()).isoformat(timespec="seconds")
