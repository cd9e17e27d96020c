"""Who is counted, each with the footnote that says so (definitions.md, "The tables")."""

from kpi.definitions.model import FULL_WEEK, RATE_UNIT, Condition, Population

CATEGORIES = ("fast", "fleksjob", "elev", "ekstraordinær", "§94", "vikar")
QUALIFYING = ("fast", "fleksjob")
"""Permanent staff: rows of these categories make a stay, unless they are paid by the hour."""

PAID_ALIKE = "uden_loenform"
"""The fact of a publication that names the files of staff that do not say who is paid by the hour."""

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
WITHIN_6_MONTHS = Condition(
    "inden_6_mdr",
    "inden for 6 måneder efter ansættelsen",
    lambda exits: exits["tenure_months"].to_numpy() < 6,
)
WITHIN_12_MONTHS = Condition(
    "inden_12_mdr",
    "inden for 12 måneder efter ansættelsen",
    lambda exits: exits["tenure_months"].to_numpy() < 12,
)
WITHIN_24_MONTHS = Condition(
    "inden_24_mdr",
    "inden for 24 måneder efter ansættelsen",
    lambda exits: exits["tenure_months"].to_numpy() < 24,
)

LEFT_AFTER_3_TO_12_MONTHS = Condition(
    "3_til_12_mdr",
    "mellem 3 og 12 måneder efter ansættelsen",
    lambda exits: (exits["tenure_months"].to_numpy() >= 3) & (exits["tenure_months"].to_numpy() < 12),
)
LEFT_LATER = Condition(
    "senere",
    "12 måneder eller mere efter ansættelsen",
    lambda exits: exits["tenure_months"].to_numpy() >= 12,
)

SENIOR_AGE = 58
UNDER_30 = Condition(
    "under_30", "under 30 år", lambda exits: (exits["age"].to_numpy() >= 0) & (exits["age"].to_numpy() < 30)
)
BETWEEN_30_AND_59 = Condition(
    "30_59", "30 til 59 år", lambda exits: (exits["age"].to_numpy() >= 30) & (exits["age"].to_numpy() < 60)
)
SIXTY_OR_OVER = Condition("60_plus", "60 år og derover", lambda exits: exits["age"].to_numpy() >= 60)
AGE_NOT_KNOWN = Condition("alder_ukendt", "uden kendt alder", lambda exits: exits["age"].to_numpy() < 0)
AGE_KNOWN = Condition("alder_kendt", "med kendt alder", lambda staff: staff["birth_year"].to_numpy() >= 0)

REASONS = ("egen opsigelse", "afsked", "pension", "udløb", "død", "andet")
"""Why somebody left, as few words as the source's own codes and words are kept as; -1 where it does not say."""
UNTOLD = -1
"""The birth year or the reason of whom the source does not tell."""


def left_because(reason: str) -> Condition:
    """The condition that the source gives the reason, one of `REASONS`, or none where it is empty."""
    place = REASONS.index(reason) if reason else UNTOLD
    words = f"med årsagen {reason}" if reason else "uden oplyst årsag"
    return Condition(f"aarsag_{place}", words, lambda exits: exits["reason"].to_numpy() == place)


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


def footnote_where(footnote: str, paid_alike: bool) -> str:
    """The footnote; where the sources do not say who is paid by the hour, it does not say that none of them counts."""
    told = "fastansatte (også timelønnede, hvis der er nogen: udtrækkene skelner dem ikke fra månedslønnede)"
    return footnote.replace("fastansatte månedslønnede", told, 1) if paid_alike else footnote
