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


IN_PERCENT = "i procent af antal ansatte et år før"


def _explaining(
    key: str, title: str, numerator: Tally, footnote: str, denominator: Tally = STOCK_A_YEAR_BEFORE, **told
) -> Indicator:
    """An indicator in percent that explains those of the paper; `told` is what differs from most of them."""
    most = {
        "short_title": title,
        "polarity": Polarity.LOWER,
        "population": who.PERMANENT_AND_FLEX,
        "span": Span.ROLLING_YEAR,
        "reference": RULES,
        "page": TURNOVER,
    }
    return Indicator(
        key=key,
        title=title,
        unit=Unit.PERCENT,
        numerator=numerator,
        denominator=denominator,
        footnote=footnote,
        table=0,
        printed=False,
        **most | told,
    )


def _parts(note: str, *conditions: tuple[str, Condition, str], **told) -> tuple[Indicator, ...]:
    """Parts of turnover: the leavers of each condition, by key and label, in percent of the stock a year before."""
    return tuple(
        _explaining(
            key,
            f"Fratrådt {condition.words}",
            Tally(Source.EXITS, When.WITHIN, f"Heraf {label}", f"fratrådte {condition.words}", condition),
            f"Fratrådte {condition.words}, {IN_PERCENT}. {note}",
            subset=False,
            **told,
        )
        for key, condition, label in conditions
    )


BY_TENURE = _parts(
    "De tre dele er tilsammen personaleomsætningen.",
    ("turnover_left_3m", who.WITHIN_3_MONTHS, "inden 3 mdr."),
    ("turnover_left_3_12m", who.LEFT_AFTER_3_TO_12_MONTHS, "efter 3 til 12 mdr."),
    ("turnover_left_later", who.LEFT_LATER, "senere"),
)
BY_AGE = _parts(
    "Alderen er fratrædelsens år minus fødselsåret.",
    ("turnover_under_30", who.UNDER_30, "under 30 år"),
    ("turnover_30_59", who.BETWEEN_30_AND_59, "30 til 59 år"),
    ("turnover_60_plus", who.SIXTY_OR_OVER, "60 år og derover"),
    ("turnover_age_unknown", who.AGE_NOT_KNOWN, "ukendt alder"),
    polarity=Polarity.NONE,
    requires=(Source.AGES,),
)
BY_REASON = _parts(
    "Årsagen er den, lønsystemet har; kun ordet gemmes.",
    ("turnover_reason_egen", who.left_because("egen opsigelse"), "egen opsigelse"),
    ("turnover_reason_afsked", who.left_because("afsked"), "afsked"),
    ("turnover_reason_pension", who.left_because("pension"), "pension"),
    ("turnover_reason_udloeb", who.left_because("udløb"), "udløb"),
    ("turnover_reason_doed", who.left_because("død"), "død"),
    ("turnover_reason_andet", who.left_because("andet"), "andet"),
    ("turnover_reason_uoplyst", who.left_because(""), "uoplyst"),
    polarity=Polarity.NONE,
    requires=(Source.REASONS,),
)
FLOWS = tuple(
    _explaining(key, title, counted, footnote, polarity=Polarity.NONE, subset=False)
    for key, title, counted, footnote in (
        (
            "turnover_hired",
            "Ansat",
            HIRED,
            f"Ansatte, hvis forløb begyndte i de tolv måneder, {IN_PERCENT}. Den første dag afgør faggruppen.",
        ),
        (
            "turnover_moved_in",
            "Kommet fra en anden faggruppe",
            Tally(Source.MOVED_IN, When.WITHIN, "Flyttet ind", "flyttet ind i faggruppen i perioden"),
            f"Ansatte, der skiftede til faggruppen i de tolv måneder, {IN_PERCENT}. De er ikke nye i kommunen.",
        ),
        (
            "turnover_moved_out",
            "Gået til en anden faggruppe",
            Tally(Source.MOVED_OUT, When.WITHIN, "Flyttet ud", "flyttet ud af faggruppen i perioden"),
            f"Ansatte, der skiftede fra faggruppen i de tolv måneder, {IN_PERCENT}. De er ikke fratrådt.",
        ),
    )
)
READINGS = (
    _explaining(
        "stayers_left",
        "Fratrådt af dem, der var ansat et år før",
        Tally(Source.STAFF, When.GONE_BY_END, "Heraf fratrådt", "ansatte året før, hvis forløb er slut på slutdagen"),
        "Andelen af dem, der var ansat et år før, som er fratrådt på slutdagen. Faggruppen er den, de var i et år før. "
        "100 minus tallet er stabiliteten.",
        short_title="Fratrådt af bestanden",
    ),
    _explaining(
        "turnover_mean_stock",
        "Personaleomsætning af gennemsnitlig bestand",
        EXITS,
        "Fratrådte i de tolv måneder i procent af gennemsnittet af antal ansatte ved begge ender.",
        MEAN_STOCK,
        short_title="Omsætning af gennemsnit",
        subset=False,
    ),
)
FIRST_YEAR_EXITS = tuple(
    _explaining(
        f"first_year_exit_{months}m",
        f"Nyansatte fratrådt inden for {months} måneder",
        Tally(
            Source.ENTRIES,
            When.FIRST_YEAR,
            f"Heraf fratrådt inden {months} mdr.",
            f"nyansatte, der fratrådte {condition.words}",
            condition,
        ),
        f"Af dem, der blev ansat i de tolv måneder, der sluttede et år før slutdagen: andelen, der fratrådte "
        f"{condition.words}. Faggruppen er den, de blev ansat i.",
        HIRED_A_YEAR_AGO,
        short_title=f"Nye fratrådt inden {months} mdr.",
        population=who.PERMANENT,
        span=Span.TWO_YEARS,
        page=SHORT_STAYS,
    )
    for months, condition in ((3, who.WITHIN_3_MONTHS), (12, who.WITHIN_12_MONTHS))
)
SENIORS = _explaining(
    "seniors_58",
    f"Ansatte på {who.SENIOR_AGE} år og derover",
    Tally(
        Source.STAFF,
        When.AT_END,
        f"Heraf {who.SENIOR_AGE}+",
        f"ansatte, der fylder {who.SENIOR_AGE} år eller mere i årets løb",
        who.AGE_KNOWN,
        since="senior_from",
    ),
    f"Andelen af de ansatte med kendt alder, der er fyldt {who.SENIOR_AGE} år eller fylder det i årets løb.",
    KNOWN_AGE,
    short_title=f"{who.SENIOR_AGE} år og derover",
    polarity=Polarity.NONE,
    span=Span.STATUS,
    reference="HR-centrets opgørelsesregler, senioraftaler",
    requires=(Source.AGES,),
)

EXPLAINING = (*BY_TENURE, *BY_AGE, *BY_REASON, *FLOWS, *READINGS, *FIRST_YEAR_EXITS, SENIORS)
"""Every indicator that explains those of the paper, in the order in which they are told."""

WHOLE = {one.key: "turnover" for one in (*BY_TENURE, *BY_AGE, *BY_REASON, *READINGS)}
"""The measure of the paper that an indicator is a part or another reading of: where that one breaks, this one does."""
