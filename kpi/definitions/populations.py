"""Who is counted, each with the footnote that says so (definitions.md, "The tables")."""

from kpi.definitions.model import FULL_WEEK, RATE_UNIT, Condition, Population

CATEGORIES = ("fast", "fleksjob", "elev", "ekstraordinær", "§94", "vikar")
QUALIFYING = ("fast", "fleksjob")
"""Permanent staff: rows of these categories make a stay, unless they are paid by the hour."""

PERMANENT_AND_FLEX = Population(
    "fast_og_fleksjob",
    "fastansatte månedslønnede og fleksjobbere",
    lambda main: main["category"].to_numpy() >= 0,
    "Data omfatter fastansatte månedslønnede og fleksjobbere, eksklusive elever, ekstraordinært ansatte, "
    "paragraf 94 og vikarer.",
)
PERMANENT = Population(
    "fast",
    "fastansatte månedslønnede",
    lambda main: main["category"].to_numpy() == QUALIFYING.index("fast"),
    "Data omfatter fastansatte månedslønnede, eksklusive elever, ekstraordinært ansatte, vikarer, paragraf 94 og "
    "fleksjobbere.",
)
PERMANENT_TEN_HOURS = Population(
    "fast_10_timer",
    "fastansatte månedslønnede med mindst 10 timer pr. uge",
    lambda main: (
        (main["category"].to_numpy() == QUALIFYING.index("fast"))
        & (main["rate"].to_numpy() * FULL_WEEK >= 9.995 * RATE_UNIT)
    ),
    "Data omfatter fastansatte månedslønnede, eksklusive elever, ekstraordinært ansatte, fleksjobbere, paragraf 94 "
    "og vikarer samt fastansatte med mindre end 10 timer pr. uge.",
)

FULL_TIME = Condition(
    "fuld_tid",
    "på fuld tid (37 timer om ugen)",
    lambda main: main["rate"].to_numpy() >= 0.9995 * RATE_UNIT,
)
WITHIN_3_MONTHS = Condition(
    "inden_3_mdr",
    "inden for 3 måneder efter ansættelsen",
    lambda exits: exits["tenure_months"].to_numpy() < 3,
)
WITHIN_12_MONTHS = Condition(
    "inden_12_mdr",
    "inden for 12 måneder efter ansættelsen",
    lambda exits: exits["tenure_months"].to_numpy() < 12,
)

OUTCOMES = ("ansat", "uden ansættelse", "uafklaret")
WITHOUT_HIRE = Condition(
    "uden_ansaettelse",
    "hvor ingen blev ansat",
    lambda adverts: adverts["outcome"].to_numpy() == OUTCOMES.index("uden ansættelse"),
)
DECIDED = Condition(
    "afgjort",
    "med et afklaret udfald (ansat eller uden ansættelse)",
    lambda adverts: adverts["outcome"].to_numpy() != OUTCOMES.index("uafklaret"),
)
UNDECIDED = Condition(
    "uafklaret",
    "hvor udfaldet endnu ikke er afklaret",
    lambda adverts: adverts["outcome"].to_numpy() == OUTCOMES.index("uafklaret"),
)
