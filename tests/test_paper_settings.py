"""`sager.toml`: a municipality's own sections and words, and what is refused in Danish."""

import flask
import pytest

from kpi.municipality.paper_settings import read_recipients, recipients_of
from kpi.municipality.settings import SettingsError
from kpi.papers.recipients import BY_KEY, RECIPIENTS
from layouts.papers.recipients import Papers, goes_to


def test_without_a_file_the_papers_are_the_houses(tmp_path):
    assert read_recipients(tmp_path) == RECIPIENTS


def test_sections_their_order_and_words_are_the_municipalitys_own(tmp_path):
    (tmp_path / "sager.toml").write_text(
        '[chefforum]\nafsnit = ["sagsfremstilling", "baggrund"]\nbaggrund = "Kort om {periode}."\n'
        'indstilling = ["Chefforum tager data til efterretning."]\nformaal = "til orientering"\n',
        encoding="utf-8-sig",
    )
    told = {one.key: one for one in read_recipients(tmp_path)}
    assert told["chefforum"].sections == ("sagsfremstilling", "baggrund")
    assert told["chefforum"].background == "Kort om {periode}."
    assert told["chefforum"].proposal == ("Chefforum tager data til efterretning.",)
    assert told["chefforum"].heading == "Sag til Chefforum, til orientering"
    assert told["chefforum"].audience == "intern"
    assert told["direktionen"] == BY_KEY["direktionen"]


def test_the_pages_call_a_recipient_what_the_municipality_does():
    server = flask.Flask("prøve")
    own = recipients_of('[oekonomiudvalget]\ntitel = "Økonomi- og Erhvervsudvalget"')
    Papers(recipients=own).place_in(server)
    with server.app_context():
        assert goes_to(("oekonomiudvalget", "direktionen")) == (
            "følger sagen til Direktionen og Økonomi- og Erhvervsudvalget"
        )
        assert goes_to(()) == "følger ingen sag"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[chefforum", "kan ikke læses"),
        ("[byraadet]\n", "[byraadet] er ikke en modtager"),
        ('[chefforum]\nafsnit = ["bagrund"]', "chefforum.afsnit har bagrund, som ikke er et afsnit"),
        ('[chefforum]\nafsnit = "baggrund"', "chefforum.afsnit er en liste af tekster"),
        ("[chefforum]\nbaggrund = 3", "chefforum.baggrund er en tekst"),
        ('[oekonomiudvalget]\nvisning = "intern"', "oekonomiudvalget.visning kendes ikke"),
    ],
)
def test_what_cannot_be_used_is_named(text, says):
    with pytest.raises(SettingsError) as refused:
        recipients_of(text)
    assert says in str(refused.value)
