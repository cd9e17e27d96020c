"""The proof-reader on sentences that were written freely, before it had seen them: alarms and faults found, measured.

`proofreading/frie_1.txt` to `frie_5.txt` (publication, tab, sentence) hold true sentences about the example's two
publications, as different officers would write them. Each file was written before the proof-reader was run on any of
it; what it got wrong was then mended by its general cause. False sentences are made of them by `seeded_faults.py`.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kpi.papers.proofread import proofread
from kpi.papers.proofreading.texts import of_text
from kpi.papers.sentences.ledger import Ledger
from tests.example_for_tests import december_publication, example_publication
from tests.seeded_faults import seeded

CORPUS = Path(__file__).resolve().parent / "proofreading"
FREE = [
    tuple(line.split("\t"))
    for path in sorted(CORPUS.glob("frie_*.txt"))
    for line in path.read_text(encoding="utf-8").splitlines()
]
NOT_FALSE = (
    "Mellem den højeste og den højeste",
    "Der er 7,1 timer mellem den længste og den længste",
    "er dermed frem på nogenlunde samme niveau",
    "45 %s forskel",
    "er hverken faldet eller faldet",
    "er hverken steget eller steget",
)
"""What a seeded sentence that is no sentence has in it: the rule met words that it does not know."""


@pytest.fixture(scope="module")
def publications():
    return {one.key: one for one in (example_publication(), december_publication())}


def faults_of(publication, text):
    return proofread(of_text(text), publication, "intern")


def test_freely_written_true_sentences_are_left_alone(publications):
    alarms = [(text, faults) for key, text in FREE if (faults := faults_of(publications[key], text))]
    print(f"false alarms: {len(alarms)} of {len(FREE)} freely written true sentences")
    assert len(FREE) >= 290 and {key for key, _ in FREE} == set(publications)
    assert len(alarms) <= 0.02 * len(FREE), alarms


def test_faults_in_freely_written_sentences_are_found(publications):
    known = {key: {entry.text for entry in Ledger(one, "intern").entries.values()} for key, one in publications.items()}
    made = [(key, one) for key, text in FREE for one in seeded(text, known[key])]
    made = [(key, one) for key, one in made if not any(words in one.false for words in NOT_FALSE)]
    missed = [
        one for key, one in made if not {fault.kind for fault in faults_of(publications[key], one.false)} & one.expected
    ]
    print(f"seeded faults found: {len(made) - len(missed)} of {len(made)}", Counter(one.rule for one in missed))
    assert len(made) >= 450
    assert len(missed) <= 0.02 * len(made), [(one.rule, one.false) for one in missed]


def test_a_fall_that_is_called_a_rise_is_found_among_other_faults(publications):
    """The sentences before it carry over lærere and 2021, of which the figure is neither's."""
    [december] = [one for one in publications.values() if one.as_of.month == 12]
    text = (
        "Personaleomsætningen for HTK i alt var 21,7 % i 2022, en stigning på 2,7 % fra 2021. Lærerne er holdt op på "
        "grund af løn. Andelen på fuld tid steg til 63,0 procent."
    )
    found = {fault.kind: fault.words for fault in faults_of(december, text)}
    assert found == {
        "tal_ikke_i_tabellerne": "21,7 %",
        "procent_for_procentpoint": "2,7 %",
        "aarsag": "på grund af",
        "forkert_retning": "steg",
    }
    assert faults_of(december, text.split(". ")[-1].replace("steg", "faldt")) == ()
