"""Every indicator, declared, in the order of the paper (definitions.md, "The tables")."""

from kpi.definitions import populations as who
from kpi.definitions.model import Indicator, Polarity, Source, Span, Tally, Unit, When

MINUTES = "Direktionen 10-10-2022, punkt 3"

STOCK = Tally(Source.STAFF, When.AT_END, "Ansatte", "antal ansatte på opgørelsesdagen")
STOCK_A_YEAR_BEFORE = Tally(
    Source.STAFF, When.AT_START, "Ansatte året før", "antal ansatte et år før periodens slutdag"
)
EXITS = Tally(Source.EXITS, When.WITHIN, "Fratrådte", "fratrådte i perioden")
PUBLISHED = Tally(Source.ADVERTS, When.WITHIN, "Publiceret", "jobannoncer, der første gang er publiceret i perioden")

INDICATORS = (
    Indicator(
        key="adverts",
        title="Jobannoncer publiceret",
        short_title="Publiceret",
        unit=Unit.COUNT,
        polarity=Polarity.NONE,
        population=None,
        span=Span.QUARTER,
        numerator=PUBLISHED,
        denominator=None,
        footnote="Data er hentet fra rekrutteringssystemet Emply.",
        reference=f"{MINUTES}, tabel 1",
        page="stillingsannoncer",
        table=1,
        about_people=False,
    ),
    Indicator(
        key="adverts_without_hire",
        title="Jobannoncer uden ansættelse",
        short_title="Uden ansættelse",
        unit=Unit.PERCENT,
        polarity=Polarity.LOWER,
        population=None,
        span=Span.QUARTER,
        numerator=Tally(
            Source.ADVERTS, When.WITHIN, "Uden ansættelse", "jobannoncer, hvor ingen blev ansat", who.WITHOUT_HIRE
        ),
        denominator=Tally(Source.ADVERTS, When.WITHIN, "Afklarede", "jobannoncer med afklaret udfald", who.DECIDED),
        footnote="Andelen er annoncer uden ansættelse i procent af annoncer med afklaret udfald; de uafklarede er "
        "holdt ude.",
        reference=f"{MINUTES}, tabel 1",
        page="stillingsannoncer",
        table=1,
        about_people=False,
    ),
    Indicator(
        key="turnover",
        title="Personaleomsætning",
        short_title="Personaleomsætning",
        unit=Unit.PERCENT,
        polarity=Polarity.LOWER,
        population=who.PERMANENT_AND_FLEX,
        span=Span.ROLLING_YEAR,
        numerator=EXITS,
        denominator=STOCK_A_YEAR_BEFORE,
        footnote="Fratrådte i de tolv måneder til og med slutdagen i procent af antal ansatte et år før.",
        reference=f"{MINUTES}, tabel 2",
        page="personaleomsaetning",
        table=2,
        subset=False,
    ),
    Indicator(
        key="left_within_3m",
        title="Fratrådt inden for 3 måneder",
        short_title="Fratrådt inden 3 mdr.",
        unit=Unit.PERCENT,
        polarity=Polarity.LOWER,
        population=who.PERMANENT,
        span=Span.YEAR_TO_DATE,
        numerator=Tally(
            Source.EXITS,
            When.WITHIN,
            "Heraf inden 3 mdr.",
            "fratrådte inden for 3 måneder efter ansættelsen",
            who.WITHIN_3_MONTHS,
        ),
        denominator=EXITS,
        footnote="Andelen af periodens fratrådte, der fratrådte inden for 3 måneder efter ansættelsen.",
        reference=f"{MINUTES}, tabel 3",
        page="korte-ansaettelser",
        table=3,
    ),
    Indicator(
        key="left_within_12m",
        title="Fratrådt inden for 12 måneder",
        short_title="Fratrådt inden 12 mdr.",
        unit=Unit.PERCENT,
        polarity=Polarity.LOWER,
        population=who.PERMANENT,
        span=Span.YEAR_TO_DATE,
        numerator=Tally(
            Source.EXITS,
            When.WITHIN,
            "Heraf inden 12 mdr.",
            "fratrådte inden for 12 måneder efter ansættelsen",
            who.WITHIN_12_MONTHS,
        ),
        denominator=EXITS,
        footnote="Andelen af periodens fratrådte, der fratrådte inden for 12 måneder efter ansættelsen.",
        reference=f"{MINUTES}, tabel 3",
        page="korte-ansaettelser",
        table=3,
    ),
    Indicator(
        key="full_time_share",
        title="Ansatte på fuld tid",
        short_title="På fuld tid",
        unit=Unit.PERCENT,
        polarity=Polarity.HIGHER,
        population=who.PERMANENT_TEN_HOURS,
        span=Span.STATUS,
        numerator=Tally(
            Source.STAFF, When.AT_END, "Heraf på fuld tid", "ansatte på fuld tid på opgørelsesdagen", who.FULL_TIME
        ),
        denominator=STOCK,
        footnote="Fuld tid er 37 timer om ugen (beskæftigelsesdecimal 0,9995 eller derover).",
        reference=f"{MINUTES}, tabel 4",
        page="fuldtid",
        table=4,
    ),
    Indicator(
        key="weekly_hours",
        title="Gennemsnitlig arbejdstid",
        short_title="Arbejdstid",
        unit=Unit.HOURS,
        polarity=Polarity.HIGHER,
        population=who.PERMANENT_TEN_HOURS,
        span=Span.STATUS,
        numerator=Tally(Source.STAFF, When.AT_END, "Timer i alt", "ansattes timer pr. uge lagt sammen", value="hours"),
        denominator=STOCK,
        footnote="Timer pr. uge er beskæftigelsesdecimal gange 37.",
        reference=f"{MINUTES}, tabel 5",
        page="timer",
        table=5,
    ),
    Indicator(
        key="adverts_undecided",
        title="Jobannoncer med uafklaret udfald",
        short_title="Uafklarede",
        unit=Unit.COUNT,
        polarity=Polarity.NONE,
        population=None,
        span=Span.QUARTER,
        numerator=Tally(Source.ADVERTS, When.WITHIN, "Uafklarede", "jobannoncer med uafklaret udfald", who.UNDECIDED),
        denominator=None,
        footnote="Uafklaret: ingen ansat endnu, ikke lukket, og mindre end 90 dage over ansøgningsfristen, da "
        "udtrækket blev trukket.",
        reference="HR-centrets opgørelsesregler, tabel 1",
        page="stillingsannoncer",
        table=1,
        about_people=False,
        printed=False,
    ),
    Indicator(
        key="adverts_hires",
        title="Ansættelser på jobannoncerne",
        short_title="Ansættelser",
        unit=Unit.COUNT,
        polarity=Polarity.NONE,
        population=None,
        span=Span.QUARTER,
        numerator=Tally(Source.ADVERTS, When.WITHIN, "Ansættelser", "ansættelser på annoncerne", value="hires"),
        denominator=None,
        footnote="Nogle jobannoncer har ført til flere ansættelser.",
        reference=f"{MINUTES}, tabel 1, note 2",
        page="stillingsannoncer",
        table=1,
        about_people=False,
        printed=False,
    ),
)

BY_KEY = {indicator.key: indicator for indicator in INDICATORS}
PAGES = tuple(dict.fromkeys(indicator.page for indicator in INDICATORS))
"""The measures' pages, in the order of the paper's tables."""
