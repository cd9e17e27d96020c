"""A publication's frames come back from their files as they were: numbers to the last digit, and texts."""

from math import inf, nan

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from kpi.definitions.frames import FIGURE_COLUMNS, NUMBERS, RETENTION_COLUMNS, TYPES
from kpi.publications.csv_frames import frame_in, written

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12) | st.sampled_from(
    ["", 'sagt «ja», "nej"', "to\nlinjer", "1,5;2", "NA", "nan", "True", "Ældrepleje"]
)
NUMBER = st.floats() | st.integers(0, 5000).map(float) | st.sampled_from([nan, inf, -inf, 0.0, 1e22, 0.1])
CELLS = {float: NUMBER, int: st.integers(0, 10**6), bool: st.booleans(), str: TEXT}


def frames(columns):
    row = st.fixed_dictionaries({name: CELLS[TYPES.get(name, str)] for name in columns})
    return st.lists(row, max_size=6).map(
        lambda rows: pd.DataFrame(rows, columns=list(columns)).astype({one: TYPES.get(one, str) for one in columns})
    )


@given(st.sampled_from([FIGURE_COLUMNS, RETENTION_COLUMNS]).flatmap(frames))
def test_a_frame_comes_back_as_it_was(frame):
    back = frame_in(written(frame), tuple(frame.columns))
    pd.testing.assert_frame_equal(back, frame, check_exact=True)


def test_what_an_earlier_version_wrote_is_read_as_it_was():
    lines = ["group,cohort_start,cohort_end,cohort,months,hired,at_risk,gone,value,status"]
    lines += ["htk,2021-06-30,2021-12-31,2. halvår 2021,3,12.0,11.0,1.0,91.66666666666667,ok"]
    lines += ['htk,2021-06-30,2021-12-31,"a, b",6,,,,,suppressed']
    back = frame_in("\n".join(lines).encode(), RETENTION_COLUMNS)
    assert back.iloc[0].to_list() == [
        *("htk", "2021-06-30", "2021-12-31", "2. halvår 2021"), 3, 12.0, 11.0, 1.0, 91.66666666666667, "ok",
    ]  # fmt: skip
    assert back["cohort"][1] == "a, b"
    assert back.loc[1, [name for name in RETENTION_COLUMNS if name in NUMBERS]].isna().all()
