"""HR's rules for when a figure calls for action: `handlingsregler.toml`, parsed into the type that is used.

A rule says what HR looks out for and what it then calls for; it claims no cause. A key that is not known, or a value
that cannot be, is a Danish `RulesError` that names the rule and the key.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from string import Formatter

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Unit

FILE = "handlingsregler.toml"
EVERYONE, GROUPS, BOTH, AREAS = "alle", "faggrupper", "alle og faggrupper", "områder"
WHO = (EVERYONE, GROUPS, BOTH, AREAS)
WORSE = "tydeligt forværret"
KINDS = {
    "forslag": "et forslag",
    "gennemgang af introduktionen": "en gennemgang af introduktionen",
    "gennemgang af rekrutteringen": "en gennemgang af rekrutteringen",
}
"""What a rule can call for, as it stands in the file and as it is said."""
PROPOSAL, ONBOARDING, RECRUITMENT = KINDS
ADVICE = {
    PROPOSAL: "Her bør HR-centret foreslå en handling.",
    ONBOARDING: "Her bør introduktionen af nye kolleger gennemgås.",
    RECRUITMENT: "Her bør rekrutteringen gennemgås.",
}
"""What a rule calls for, as a sentence."""
WORDS = ("hvem", "noegletal", "tal", "taeller", "naevner", "periode", "foer", "graense", "kalder_paa")
"""What a sentence can name between braces; `foer` is the year before."""
KEYS = {
    "noegle": "key",
    "noegletal": "measure",
    "hvem": "who",
    "naar": "when",
    "over": "above",
    "under": "below",
    "mindst": "at_least",
    "kalder_paa": "calls_for",
    "saetning": "sentence",
}
NEEDED = ("noegle", "noegletal", "hvem", "kalder_paa", "saetning")


class RulesError(Exception):
    """Raised, with a Danish message that names the rule and its key, where the rules cannot be used."""


@dataclass(frozen=True)
class Rule:
    """Something that HR looks out for: every condition that is given must hold.

    `when` is `WORSE` or empty; `above` and `below` are limits of the figure, in its unit; `at_least` is how many the
    denominator must have. `calls_for` is one of `KINDS`; `sentence` names `WORDS` between braces.
    """

    key: str
    measure: str
    who: str
    calls_for: str
    sentence: str
    when: str = ""
    above: float | None = None
    below: float | None = None
    at_least: float = 0

    @property
    def condition(self) -> str:
        """What must hold, in words: tydeligt forværret, over 20 procent, mindst 20 i nævneren."""
        unit = {Unit.PERCENT: " procent", Unit.HOURS: " timer", Unit.COUNT: ""}[BY_KEY[self.measure].unit]
        told = [self.when] if self.when else []
        told += [f"over {_limit(self.above)}{unit}"] if self.above is not None else []
        told += [f"under {_limit(self.below)}{unit}"] if self.below is not None else []
        told += [f"mindst {_limit(self.at_least)} i nævneren"] if self.at_least else []
        return danish.joined(told)


HOUSE = (
    Rule(
        "omsaetning",
        "turnover",
        BOTH,
        PROPOSAL,
        "{hvem}: personaleomsætningen er steget tydeligt, fra {foer} til {tal} procent. Der fratrådte {taeller}; "
        "et år før var der {naevner} ansatte.",
        when=WORSE,
    ),
    Rule(
        "korte_ansaettelser",
        "left_within_3m",
        BOTH,
        ONBOARDING,
        "{hvem}: {taeller} af {naevner} fratrådte ({periode}) havde været ansat i mindre end 3 måneder. Det er {tal} "
        "procent og over grænsen på {graense} procent; året før var det {foer} procent.",
        when=WORSE,
        above=15,
        at_least=20,
    ),
    Rule(
        "nye_kolleger",
        "first_year_exit_3m",
        BOTH,
        ONBOARDING,
        "{hvem}: af {naevner}, der blev ansat for et til to år siden, var {taeller} fratrådt igen inden for 3 måneder. "
        "Det er {tal} procent og over grænsen på {graense} procent.",
        above=20,
        at_least=20,
    ),
    Rule(
        "annoncer",
        "adverts_without_hire",
        AREAS,
        RECRUITMENT,
        "{hvem}: {taeller} af {naevner} jobannoncer i {periode} førte ikke til ansættelse. Det er {tal} procent "
        "og over grænsen på {graense} procent.",
        above=40,
        at_least=20,
    ),
    Rule(
        "fuld_tid",
        "full_time_share",
        BOTH,
        PROPOSAL,
        "{hvem}: andelen på fuld tid er faldet tydeligt, fra {foer} til {tal} procent.",
        when=WORSE,
    ),
    Rule(
        "arbejdstid",
        "weekly_hours",
        BOTH,
        PROPOSAL,
        "{hvem}: den gennemsnitlige arbejdstid er faldet tydeligt, fra {foer} til {tal} timer om ugen.",
        when=WORSE,
    ),
)
"""The house's own rules, until HR writes others. The limits are a beginning, for HR to set."""


def rules_of(text: str) -> tuple[Rule, ...]:
    """The rules that a TOML text holds, each under `[[regel]]`; raises `RulesError`."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RulesError(f"{FILE} kan ikke læses: {danish.toml_fault(error)}.") from None
    unknown = [name for name in told if name != "regel"]
    if unknown:
        raise RulesError(
            f"{FILE} har en nøgle, som programmet ikke kender: {unknown[0]}. Hver regel begynder med [[regel]]."
        )
    listed = told.get("regel", [])
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise RulesError(f"{FILE}: hver regel begynder med [[regel]], i to par kantede parenteser.")
    rules = tuple(_rule(one, place) for place, one in enumerate(listed, 1))
    names = [rule.key for rule in rules]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise RulesError(f"{FILE}, regel «{twice[0]}»: noegle står to gange. Hver regel har sin egen.")
    return rules


def _rule(told: Mapping, place: int) -> Rule:
    name = f"«{told['noegle']}»" if isinstance(told.get("noegle"), str) and told["noegle"] else f"nr. {place}"
    for holds, message in _demands(told):
        if not holds:
            raise RulesError(f"{FILE}, regel {name}: {message}.")
    return Rule(**{KEYS[key]: value.strip() if isinstance(value, str) else value for key, value in told.items()})


def _demands(told: Mapping):
    """What must hold of a rule, each with the message where it does not; later ones rest on earlier ones."""
    unknown = [key for key in told if key not in KEYS]
    yield not unknown, f"nøglen {', '.join(unknown)} findes ikke"
    for key in NEEDED:
        yield isinstance(told.get(key), str) and bool(told[key].strip()), f"{key} mangler eller er ikke en tekst"
    for key in ("over", "under", "mindst"):
        yield key not in told or _is_number(told[key]), f"{key} skal være et tal uden anførselstegn, f.eks. 20"
    yield told["noegletal"] in BY_KEY, f"noegletal {told['noegletal']} findes ikke"
    yield told["hvem"] in WHO, f"hvem skal være {danish.joined(list(WHO), 'eller')}"
    is_of_areas = not BY_KEY[told["noegletal"]].about_people
    yield (
        not is_of_areas or told["hvem"] in (EVERYONE, AREAS),
        f"hvem: jobannoncer opgøres for {EVERYONE} eller {AREAS}",
    )
    yield is_of_areas or told["hvem"] != AREAS, f"hvem: kun jobannoncer opgøres for {AREAS}"
    yield told.get("naar", WORSE) == WORSE, f"naar kan kun være «{WORSE}»"
    yield {"naar", "over", "under"} & told.keys(), "der mangler en betingelse: naar, over eller under"
    way = BY_KEY[told["noegletal"]].polarity
    yield (
        "naar" not in told or bool(way),
        "naar: nøgletallet har ingen retning, der er bedre, så det kan ikke forværres",
    )
    yield told["kalder_paa"] in KINDS, f"kalder_paa skal være {danish.joined(list(KINDS), 'eller')}"
    yield from _sentence_demands(told)


def _sentence_demands(told: Mapping):
    try:
        parsed = [part[1:] for part in Formatter().parse(told["saetning"]) if part[1] is not None]
        named = [name + (f":{form}" if form or turned else "") for name, form, turned in parsed]
    except ValueError:
        named = None
    yield named is not None, "saetning har en tuborgklamme, der ikke er lukket"
    wrong = [name for name in named if name not in WORDS]
    yield (
        not wrong,
        f"saetning kan ikke nævne {{{wrong[0] if wrong else ''}}}; den kan nævne {danish.joined(list(WORDS))}",
    )
    yield (
        "graense" not in named or {"over", "under"} & told.keys(),
        "saetning nævner {graense}, men der er ingen grænse",
    )
    yield "foer" not in named or "naar" in told, "saetning nævner {foer}, men reglen ser ikke på året før: skriv naar"


def _is_number(value: object) -> bool:
    return type(value) in (int, float) and isfinite(value)


def _limit(value: float) -> str:
    return danish.number(value, 0 if value == int(value) else 1)
