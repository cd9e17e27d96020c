"""The declarations as plain data: what a publication keeps of its definitions, and the method page reads."""

from collections.abc import Iterable

from kpi.definitions import populations
from kpi.definitions.breaks import Break, as_json
from kpi.definitions.disclosure import INTERNAL, PUBLIC, Audience
from kpi.definitions.indicators import EXPLAINING, INDICATORS
from kpi.definitions.model import Indicator

RULES = (
    (
        "Person, ikke ansættelse",
        "Hver person tælles én gang. Har en person flere ansættelser samme dag, taler den med den højeste "
        "beskæftigelsesdecimal; står de lige, den med den tidligste ansættelsesdato, så det laveste tjenestenummer, så "
        "den seneste startdato.",
    ),
    (
        "Fastansat",
        "Fastansatte månedslønnede og fleksjobbere. Elever, ekstraordinært ansatte, paragraf 94, vikarer og "
        "timelønnede tæller ikke med. Ulønnet orlov og barsel tæller som ansat, så længe ansættelsen løber.",
    ),
    (
        "Ansættelsesforløb",
        "En persons ansættelser er ét forløb, når der er højst 31 dage mellem den sidste dag i de tidligere og den "
        "første i den næste. Pausen tæller som ansat. Skift af afdeling, faggruppe eller ansættelse bryder ikke "
        "forløbet.",
    ),
    (
        "Ansættelsesdato",
        "Forløbets første dag. Er historikken afskåret, bruges ansættelsens tidligere ansættelsesdato. "
        "Anciennitetsdatoer bruges aldrig.",
    ),
    (
        "Antal ansatte på en dag",
        "De personer, hvis forløb er begyndt og ikke slutter den dag: opgjort ved dagens slutning. Derfor gælder "
        "altid: antal ved slutningen = antal ved begyndelsen + tilgang − afgang. Det kontrolleres ved hver beregning.",
    ),
    (
        "Fratrædelse",
        "Et forløb, hvis sidste dag ligger i perioden; slutdagen er med, startdagen er ikke. Den sidste dag afgør "
        "faggruppen. En fratrædelse mindre end 31 dage før udtrækket kan vise sig at være en pause: tallet er "
        "foreløbigt.",
    ),
    (
        "Inden for 3 og 12 måneder",
        "Den sidste dag ligger før ansættelsesdatoen plus 3 (12) kalendermåneder. Ansat 1. januar og fratrådt 31. "
        "marts er inden for 3 måneder; 1. april er ikke.",
    ),
    (
        "Jobannoncer",
        "Ansat: mindst én blev ansat. Uden ansættelse: ingen blev ansat, og annoncen er lukket eller mindst 90 dage "
        "over ansøgningsfristen, da udtrækket blev trukket. Resten er uafklarede og holdes ude af andelen.",
    ),
    (
        "Afrunding",
        "Én decimal, afrundet op fra 5, af den uafrundede brøk. Forskelle regnes af de viste tal, i procentpoint eller "
        "timer.",
    ),
    (
        "Pil",
        "Forskellen mellem to viste tal: op, ned eller uændret, målt mod den viste kolonne før. Pilen siger retning; "
        "farve og ord siger, om det er bedre eller værre.",
    ),
    (
        "Ingen kilde er ikke nul",
        "Det, udtrækkene ikke dækker, foreligger ikke (..). En nævner på 0 kan ikke beregnes (–). 0,0 procent er et "
        "tal.",
    ),
)
"""The rules of definitions.md that every figure rests on, in the words of the method page."""


def declared(
    audiences: tuple[Audience, ...] = (INTERNAL, PUBLIC), breaks: Iterable[Break] = (), paid_alike: bool = False
) -> dict:
    """Every indicator, population, rule, audience and break as text and numbers, ready to be kept as JSON.

    `paid_alike`: the sources do not say who is paid by the hour.
    """
    people = {one.population for one in INDICATORS if one.population}
    return {
        "indicators": [_indicator(one) for one in INDICATORS],
        "explaining": [_indicator(one) for one in EXPLAINING],
        "populations": [
            {"key": one.key, "words": one.words, "footnote": populations.footnote_where(one.footnote, paid_alike)}
            for one in sorted(people, key=lambda one: one.key)
        ],
        "categories": {"permanent": list(populations.QUALIFYING), "all": list(populations.CATEGORIES)},
        "rules": [{"title": title, "text": text} for title, text in RULES],
        "audiences": [
            {
                "key": one.key,
                "title": one.title,
                "smallest_base": one.smallest_base,
                "largest_small_count": one.largest_small_count,
                "rule": one.rule,
            }
            for one in audiences
        ],
        "breaks": as_json(breaks),
    }


def _indicator(one: Indicator) -> dict:
    plain = {name: getattr(one, name) for name in ("key", "title", "short_title", "footnote", "reference", "page")}
    numbers = {name: getattr(one, name) for name in ("table", "decimals", "subset", "about_people", "printed")}
    return (
        plain
        | numbers
        | {
            "unit": one.unit.value,
            "polarity": one.polarity.value,
            "population": one.population.key if one.population else "",
            "span": one.span.value,
            "numerator": one.numerator.words,
            "denominator": one.denominator.words if one.denominator else "",
        }
    )
