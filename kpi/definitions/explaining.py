"""The indicators that explain turnover, declared: its parts and its other readings (definitions.md, last part).

The paper prints none of them. Where a denominator is the stock a year before, the parts are procentpoint of turnover.
"""

from kpi.definitions import populations as who
from kpi.definitions.model import Condition, Indicator, Polarity, Source, Span, Tally, Unit, When
from kpi.definitions.tallies import EXITS, HIRED, STOCK_A_YEAR_BEFORE

RULES = "HR-centrets opgørelsesregler, personaleomsætning"
TURNOVER, SHORT_STAYS = "personaleomsaetning", "korte-ansaettelser"
MEAN_STOCK = Tally(Source.STAFF, When.MEAN, "Ansatte i gennemsnit", "gennemsnit af antal ansatte ved begge ender")
KNOWN_AGE = Tally(
    Source.STAFF, When.AT_END, "Ansatte med kendt alder", "ansatte med kendt alder på opgørelsesdagen", who.AGE_KNOWN
)
HIRED_A_YEAR_AGO = Tally(
    Source.ENTRIES, When.FIRST_YEAR, "Ansat", "ansat i de tolv måneder, der sluttede et år før slutdagen"
)


def _of_turnover(
    key: str,
    title: str,
    numerator: Tally,
    footnote: str,
    polarity: Polarity = Polarity.NONE,
    requires: tuple[Source, ...] = (),
) -> Indicator:
    """A part of turnover, or a flow beside it, in percent of the stock a year before."""
    return Indicator(
        key=key,
        title=title,
        short_title=title,
        unit=Unit.PERCENT,
        polarity=polarity,
        population=who.PERMANENT_AND_FLEX,
        span=Span.ROLLING_YEAR,
        numerator=numerator,
        denominator=STOCK_A_YEAR_BEFORE,
        footnote=footnote,
        reference=RULES,
        page=TURNOVER,
        table=0,
        subset=False,
        printed=False,
        requires=requires,
    )


def _exits(condition: Condition, label: str) -> Tally:
    return Tally(Source.EXITS, When.WITHIN, label, f"fratrådte {condition.words}", condition)


_IN_PERCENT = "i procent af antal ansatte et år før"
BY_TENURE = tuple(
    _of_turnover(
        key,
        f"Fratrådt {condition.words}",
        _exits(condition, label),
        f"Fratrådte {condition.words}, {_IN_PERCENT}. De tre dele er tilsammen personaleomsætningen.",
        Polarity.LOWER,
    )
    for key, condition, label in (
        ("turnover_left_3m", who.WITHIN_3_MONTHS, "Heraf inden 3 mdr."),
        ("turnover_left_3_12m", who.LEFT_AFTER_3_TO_12_MONTHS, "Heraf efter 3 til 12 mdr."),
        ("turnover_left_later", who.LEFT_LATER, "Heraf senere"),
    )
)
BY_AGE = tuple(
    _of_turnover(
        key,
        f"Fratrådt {condition.words}",
        _exits(condition, label),
        f"Fratrådte {condition.words}, {_IN_PERCENT}. Alderen er fratrædelsens år minus fødselsåret.",
        requires=(Source.AGES,),
    )
    for key, condition, label in (
        ("turnover_under_30", who.UNDER_30, "Heraf under 30 år"),
        ("turnover_30_59", who.BETWEEN_30_AND_59, "Heraf 30 til 59 år"),
        ("turnover_60_plus", who.SIXTY_OR_OVER, "Heraf 60 år og derover"),
        ("turnover_age_unknown", who.AGE_NOT_KNOWN, "Heraf ukendt alder"),
    )
)
BY_REASON = tuple(
    _of_turnover(
        f"turnover_reason_{key}",
        f"Fratrådt {condition.words}",
        _exits(condition, label),
        f"Fratrådte {condition.words}, {_IN_PERCENT}. Årsagen er den, lønsystemet har; kun ordet gemmes.",
        requires=(Source.REASONS,),
    )
    for key, condition, label in (
        ("egen", who.left_because("egen opsigelse"), "Heraf egen opsigelse"),
        ("afsked", who.left_because("afsked"), "Heraf afsked"),
        ("pension", who.left_because("pension"), "Heraf pension"),
        ("udloeb", who.left_because("udløb"), "Heraf udløb"),
        ("doed", who.left_because("død"), "Heraf død"),
        ("andet", who.left_because("andet"), "Heraf andet"),
        ("uoplyst", who.left_because(""), "Heraf uoplyst"),
    )
)
FLOWS = (
    _of_turnover(
        "turnover_hired",
        "Ansat",
        HIRED,
        f"Ansatte, hvis forløb begyndte i de tolv måneder, {_IN_PERCENT}. Den første dag afgør faggruppen.",
    ),
    _of_turnover(
        "turnover_moved_in",
        "Kommet fra en anden faggruppe",
        Tally(Source.MOVED_IN, When.WITHIN, "Flyttet ind", "flyttet ind i faggruppen i perioden"),
        f"Ansatte, der skiftede til faggruppen i de tolv måneder, {_IN_PERCENT}. De er ikke nye i kommunen.",
    ),
    _of_turnover(
        "turnover_moved_out",
        "Gået til en anden faggruppe",
        Tally(Source.MOVED_OUT, When.WITHIN, "Flyttet ud", "flyttet ud af faggruppen i perioden"),
        f"Ansatte, der skiftede fra faggruppen i de tolv måneder, {_IN_PERCENT}. De er ikke fratrådt.",
    ),
)
READINGS = (
    Indicator(
        key="stayers_left",
        title="Fratrådt af dem, der var ansat et år før",
        short_title="Fratrådt af bestanden",
        unit=Unit.PERCENT,
        polarity=Polarity.LOWER,
        population=who.PERMANENT_AND_FLEX,
        span=Span.ROLLING_YEAR,
        numerator=Tally(
            Source.STAFF, When.GONE_BY_END, "Heraf fratrådt", "ansatte året før, hvis forløb er slut på slutdagen"
        ),
        denominator=STOCK_A_YEAR_BEFORE,
        footnote="Andelen af dem, der var ansat et år før, som er fratrådt på slutdagen. Faggruppen er den, de var i "
        "et år før. 100 minus tallet er stabiliteten.",
        reference=RULES,
        page=TURNOVER,
        table=0,
        printed=False,
    ),
    Indicator(
        key="turnover_mean_stock",
        title="Personaleomsætning af gennemsnitlig bestand",
        short_title="Omsætning af gennemsnit",
        unit=Unit.PERCENT,
        polarity=Polarity.LOWER,
        population=who.PERMANENT_AND_FLEX,
        span=Span.ROLLING_YEAR,
        numerator=EXITS,
        denominator=MEAN_STOCK,
        footnote="Fratrådte i de tolv måneder i procent af gennemsnittet af antal ansatte ved begge ender.",
        reference=RULES,
        page=TURNOVER,
        table=0,
        subset=False,
        printed=False,
    ),
)
FIRST_YEAR_EXITS = tuple(
    Indicator(
        key=f"first_year_exit_{months}m",
        title=f"Nyansatte fratrådt inden for {months} måneder",
        short_title=f"Nye fratrådt inden {months} mdr.",
        unit=Unit.PERCENT,
        polarity=Polarity.LOWER,
        population=who.PERMANENT,
        span=Span.TWO_YEARS,
        numerator=Tally(
            Source.ENTRIES,
            When.FIRST_YEAR,
            f"Heraf fratrådt inden {months} mdr.",
            f"nyansatte, der fratrådte {condition.words}",
            condition,
        ),
        denominator=HIRED_A_YEAR_AGO,
        footnote=f"Af dem, der blev ansat i de tolv måneder, der sluttede et år før slutdagen: andelen, der fratrådte "
        f"{condition.words}. Faggruppen er den, de blev ansat i.",
        reference=RULES,
        page=SHORT_STAYS,
        table=0,
        printed=False,
    )
    for months, condition in ((3, who.WITHIN_3_MONTHS), (12, who.WITHIN_12_MONTHS))
)
SENIORS = Indicator(
    key="seniors_58",
    title=f"Ansatte på {who.SENIOR_AGE} år og derover",
    short_title=f"{who.SENIOR_AGE} år og derover",
    unit=Unit.PERCENT,
    polarity=Polarity.NONE,
    population=who.PERMANENT_AND_FLEX,
    span=Span.STATUS,
    numerator=Tally(
        Source.STAFF,
        When.AT_END,
        f"Heraf {who.SENIOR_AGE}+",
        f"ansatte, der fylder {who.SENIOR_AGE} år eller mere i årets løb",
        who.AGE_KNOWN,
        since="senior_from",
    ),
    denominator=KNOWN_AGE,
    footnote=f"Andelen af de ansatte med kendt alder, der er fyldt {who.SENIOR_AGE} år eller fylder det i årets løb.",
    reference="HR-centrets opgørelsesregler, senioraftaler",
    page=TURNOVER,
    table=0,
    printed=False,
    requires=(Source.AGES,),
)

EXPLAINING = (*BY_TENURE, *BY_AGE, *BY_REASON, *FLOWS, *READINGS, *FIRST_YEAR_EXITS, SENIORS)
"""Every indicator that explains those of the paper, in the order in which they are told."""
