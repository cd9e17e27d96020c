"""DuckDB: its best formulation that was found, in stages of SQL over temporary tables.

It is given the same ideas as the kernel: intervals only where rows overlap, and runs of periods by a look-up table
instead of a join with the days. A stay's number is its person's, shifted, plus its place among the person's stays.
"""

import duckdb
import numpy as np
from task import BRIDGE_DAYS, FULL_TIME, TALLIES, TEN_HOURS, Calendar, before, leaves, rolled_up

from kpi.definitions.people import OPEN

DAY = "date '1970-01-01'"
STAGES = f"""
create or replace temp table qualifying as
    with bounds as (select employment, max("left") as last_day, min("start") as begins from rows group by employment)
    select municipality, person, service_rank, "group", center, category, leader, rate,
        (hired - {DAY})::int as hired, ("start" - {DAY})::int as "start",
        coalesce((least("end", last_day) - {DAY})::int, {OPEN}) as "end", "start" = begins as earliest
    from rows join bounds using (employment)
    where category >= 0 and "start" <= coalesce(least("end", last_day), "start");

create or replace temp table placed as
    with reaching as (
        select *, max("end") over (
            partition by person order by "start" rows between unbounded preceding and 1 preceding
        ) as latest_before, lead("start") over (partition by person order by "start") as next_start
        from qualifying
    ), apart as (
        select *, coalesce("start" - latest_before, {OPEN}) as gap, greatest("end", latest_before) as latest_end
        from reaching
    )
    select *, gap > 0 and coalesce(next_start > latest_end, true) as alone,
        coalesce(next_start - latest_end > {BRIDGE_DAYS}, true) as final,
        case when next_start - latest_end <= {BRIDGE_DAYS} then next_start else latest_end end as "out",
        (person::bigint << 16) + sum((gap > {BRIDGE_DAYS})::int) over so_far::int as stay,
        (person::bigint << 16) + sum((gap > 0)::int) over so_far::int as cluster
    from apart window so_far as (partition by person order by "start" rows between unbounded preceding and current row);

create or replace temp table stays as
    with bare as (
        select stay, min("start") as "first", max("end") as "last" from placed group by stay
    ), following as (
        select *, coalesce(lag("last") over (partition by stay >> 16 order by stay), -{OPEN}) as last_before from bare
    ), trusted as (
        select stay, min(hired) as hired from placed join following using (stay)
        where earliest and "start" = "first" and hired > last_before group by stay
    )
    select stay, least(trusted.hired, "first") as hired from following left join trusted using (stay);

create or replace temp table together as
    select *, row_number() over (order by rate desc, hired, service_rank, "start" desc) as rank
    from placed where not alone;

create or replace temp table spells as
    with cuts as (
        select distinct cluster, unnest(["start", "end" + 1]) as "first" from together
    ), best as (
        select cluster, "first", min(rank) as rank from cuts join together using (cluster)
        where "first" between "start" and "end" group by cluster, "first"
    ), stretches as (
        select cluster, max("out") as "out", bool_or(final) as final from together group by cluster
    ), speaking as (
        select rank, "first", lead("first", 1, "out") over following as "out",
            final and lead("first") over following is null as final
        from best join stretches using (cluster) window following as (partition by cluster order by "first")
    )
    select municipality, center, "group", leader, category, rate, stay, "start" as "first", "out", final
    from placed where alone
    union all
    select municipality, center, "group", leader, category, rate, stay, "first", speaking."out", speaking.final
    from speaking join together using (rank);

create or replace temp table exits as
    select municipality, center, "group", leader, category, "out" as day,
        {DAY} + "out" < ({DAY} + hired) + interval 3 month as within_3,
        {DAY} + "out" < ({DAY} + hired) + interval 12 month as within_12
    from spells join stays using (stay) where final and "out" < {OPEN};
"""
COUNTED = (
    ("spells", "start_of_rolling", "start_of_rolling", {"stock_before": "1"}),
    (
        f"spells where category = 0 and rate >= {TEN_HOURS}",
        "end_of_status",
        "end_of_status",
        {"stock": "1", "full_time": f"(rate >= {FULL_TIME})::int", "rate": "rate"},
    ),
    ("exits", "end_of_rolling", "start_of_rolling", {"exits": "1"}),
    (
        "exits where category = 0",
        "end_of_year",
        "start_of_year",
        {"exits_fast": "1", "exits_3": "within_3::int", "exits_12": "within_12::int"},
    ),
)
"""Of whom, the days that a run of periods begins and ends by, and what is added up of them."""


def prepared(rows: str, calendar: Calendar) -> duckdb.DuckDBPyConnection:
    """A connection with the calendar's look-up tables and `rows`, which the given statement makes."""
    connection = duckdb.connect()
    connection.execute("set preserve_insertion_order = false")
    connection.execute(rows)
    rolling, year, status = calendar.rolling, calendar.year, calendar.status
    sides = {
        "start_of_rolling": rolling.starts,
        "end_of_rolling": rolling.ends,
        "start_of_year": year.starts,
        "end_of_year": year.ends,
        "end_of_status": status.ends,
    }
    for name, days in sides.items():
        place, first = before(days)
        table = {"day": np.arange(first, first + len(place)).astype(np.int32), "place": place.astype(np.int32)}
        connection.register("given", table)
        connection.execute(f"create table {name} as select * from given")
    return connection


def figures(connection: duckdb.DuckDBPyConnection, calendar: Calendar, municipalities: int = 1) -> np.ndarray:
    """All tallies, shaped (municipalities, *task.shape), of a `prepared` connection."""
    connection.execute(STAGES)
    marks: dict[str, np.ndarray] = {}
    for people, begin, finish, counted in COUNTED:
        marks |= _marks(connection, people, begin, finish, counted, (municipalities, *leaves(len(calendar))))
    return rolled_up(np.stack([marks[name] for name in TALLIES], axis=1))


def _marks(connection, people: str, begin: str, finish: str, counted: dict[str, str], shape: tuple) -> dict:
    """What begins less what ends, for each thing counted: shaped (municipalities, *leaves)."""
    days = ("first", "out") if people.startswith("spells") else ("day", "day")
    cell = f'((municipality::int * {shape[1]} + center) * {shape[2]} + "group" + 1) * 2 + leader::int'

    def clipped(side: str, table: str) -> str:
        return f'greatest(least("{side}", (select max(day) from {table})), (select min(day) from {table}))'

    sides = " union all ".join(
        f"""select ({cell}) * {shape[4]} + place as leaf,
                {", ".join(f"{sign} * {what} as {name}" for name, what in counted.items())}
            from (select *, {clipped(side, table)} as asked from {people}) join {table} on {table}.day = asked"""
        for side, table, sign in ((days[0], begin, 1), (days[1], finish, -1))
    )
    sums = ", ".join(f"sum({name})::bigint as {name}" for name in counted)
    found = connection.execute(f"with sides as ({sides}) select leaf, {sums} from sides group by leaf").fetchnumpy()
    marks = {name: np.zeros(np.prod(shape), np.int64) for name in counted}
    for name in counted:
        marks[name][found["leaf"]] = found[name]
    return {name: of.reshape(shape) for name, of in marks.items()}
