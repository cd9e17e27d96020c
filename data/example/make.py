"""Make the example municipality: `python data/example/make.py` writes the same bytes every time.

How the inversion works. targets/persons.csv is one set of bare stays that gives every figure of the tables of October
2022: 3.968 people, each in one group, with a hire date, a last day and the hours of three dates. `skeletons` reads it.
Life is then added by steps that cannot move a figure, so that nothing has to be searched for or solved:

* a figure sees of a stay only the half-year of its first and last day, whether it ended within 3 or 12 months, and the
  rate on three dates: within that the days are drawn anew, by season (`skeletons`);
* two people may swap all that comes after a day: as many as before are then in each group, with each rate, and leave.
  Changes of group, hours, category and leadership from 2020 on are such trades (`stays.trade`, `trades`);
* whatever lies before December 2019, between two status dates, in a gap of at most 31 days, in a second job of fewer
  hours, or outside the permanent staff, no figure sees (`past`, `histories`, `others`);
* units, contract forms and employment numbers change within what counts as the same (`employments`);
* what came after June 2022 is free (`coming`), and what was learnt late is in the second extract only (`amendments`).

`--out DIR` writes elsewhere than beside this file; `--clean DIR` writes the second extract without its faults to DIR.
"""

import argparse
import json
from pathlib import Path

import adverts
import amendments
import coming
import faults
import histories
import others
import past
import people
import posts
import register
import skeletons
import totals
import trades
from days import DECEMBER, DECEMBER_DRAWN, JUNE, JUNE_DRAWN

HERE = Path(__file__).parent


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=HERE, metavar="DIR")
    parser.add_argument("--clean", type=Path, metavar="DIR")
    wish = parser.parse_args()
    units = posts.Units()
    everyone, every_advert = municipality(units), adverts.everything()
    if not wish.clean:
        write_june(wish.out / JUNE.isoformat(), everyone, every_advert)
    changes = amendments.amend(everyone, units)
    folder = wish.clean or wish.out / DECEMBER.isoformat()
    write_december(folder, everyone, every_advert, units, changes, with_faults=not wish.clean)


def municipality(units):
    """Everybody who worked there between 2015 and February 2023, with their numbers."""
    stays = skeletons.stays()
    stays += past.stays(stays)
    trades.make(stays)
    stays += coming.live_on(stays)
    histories.enrich(stays)
    everyone = people.of_stays(stays, units)
    others.beside(everyone, units)
    everyone += others.strangers(units)
    people.give_numbers(everyone)
    register.give_numbers(everyone)
    return everyone


def write_june(folder, everyone, every_advert):
    jobs = adverts.lines(adverts.as_in_june(every_advert), JUNE_DRAWN)
    _write(folder, JUNE, JUNE_DRAWN, register.rows(everyone, JUNE_DRAWN), jobs)


def write_december(folder, everyone, every_advert, units, changes, with_faults):
    staff, jobs = register.rows(everyone, DECEMBER_DRAWN), adverts.lines(every_advert, DECEMBER_DRAWN)
    control = totals.lines(everyone, DECEMBER, units)
    records = faults.commit(staff, jobs, control) if with_faults else []
    _write(folder, DECEMBER, DECEMBER_DRAWN, staff, jobs)
    register.write(folder / "extract" / "kontroltal.csv", totals.COLUMNS, control)
    _write_json(folder / "changed_history.json", changes)
    _write_json(folder / "faults.json", records)


def _write(folder, as_of, drawn, staff, jobs):
    register.write(folder / "extract" / "ansaettelser.csv", register.COLUMNS, staff)
    register.write(folder / "extract" / "annoncer.csv", adverts.COLUMNS, jobs)
    _write_json(folder / "case.json", {"as_of": as_of.isoformat(), "drawn": drawn.isoformat()})


def _write_json(path, thing):
    """A list as one line per record, anything else as one line."""
    records = thing if isinstance(thing, list) else [thing]
    text = ",\n ".join(json.dumps(record, ensure_ascii=False) for record in records)
    path.write_bytes((f"[{text}]\n" if isinstance(thing, list) else f"{text}\n").encode())


if __name__ == "__main__":
    main()
