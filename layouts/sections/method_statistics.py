"""Metode, about change: what each sign takes, how the intervals are made, what can be compared, and HR's rules."""

from collections.abc import Iterable

from dash import html

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.papers.explanations.explained import readings_table
from kpi.papers.writers.around import text_sign
from layouts.drawing.parts import drawn, figures, markup
from layouts.frame.shell import View
from layouts.reading import library

RULES_OF_SIGNS = {
    "clear_up": "Intervallet om ændringen fra samme tid året før ligger helt over 0 (for et forhold: over 1).",
    "clear_down": "Intervallet ligger helt under 0 (for et forhold: under 1).",
    "up": "Det viste tal er højere end året før, men intervallet rummer 0: så meget svinger tallet af sig selv.",
    "down": "Det viste tal er lavere end året før, men intervallet rummer 0.",
    "flat": "De to viste tal er ens.",
    "too_few": "Under 20 i nævneren, nu eller året før. Så små grupper svinger for meget til at kunne vurderes.",
    "not_comparable": "Der er ingen lige lang periode året før at holde tallet op imod, den er skjult, eller "
    "opgørelsen er ændret imellem.",
}
FIRST = (
    "Hvert tal holdes op mod samme tid året før: tolv måneder mod tolv måneder, første halvår mod første halvår, en "
    "dag mod samme dag. Tegnene prøves nedefra, og det første, der passer, gælder: kan ikke sammenlignes, for få, "
    "uændret, tydelig, og ellers op eller ned. Kun et tydeligt tegn får ordet forbedret eller forværret og en farve."
)
INTERVALS = (
    (
        "Andele",
        "Jobannoncer uden ansættelse, fratrådte inden for 3 og 12 måneder og nyansatte, der er fratrådt igen: det er "
        "nye personer hver gang. Forskellen har et 95 %-interval efter Newcombes metode, bygget på Wilsons interval "
        "for hver andel.",
    ),
    (
        "Personaleomsætning",
        "Fratrådte er ikke en del af dem, der var ansat året før, så tallet er en rate. De to år sammenlignes ved "
        "deres forhold, med et eksakt betinget binomialinterval: 1,24 betyder 24 procent flere fratrådte pr. ansat.",
    ),
    (
        "Fuld tid og arbejdstid",
        "Det er mest de samme mennesker på de to dage. Intervallet regnes person for person (forskellen ± 1,96 gange "
        "roden af summen af hver persons bidrag i anden potens), så det ved, hvem der er gået op, ned eller er blevet.",
    ),
    (
        "Hvad et interval siger",
        "Tallene er optællinger af alle, ikke stikprøver. Intervallet siger, hvor meget et tal plejer at svinge, når "
        "intet har ændret sig.",
    ),
    (
        "Mange tal på én gang",
        "Når 45 tal vurderes, er omkring 2 tydelige ved et tilfælde. Derfor siges det også, hvilke der står, når de "
        "ses under ét: Benjamini og Hochbergs metode ved 10 procent.",
    ),
)
METHODS = (
    (
        "Kurver over kvartaler",
        "XmR-diagram: grænserne er gennemsnittet ± 2,66 gange det gennemsnitlige spring mellem to kvartaler; "
        "usædvanligt store spring (3,267 gange gennemsnittet og derover) tages fra først. Et signal er et punkt uden "
        "for grænserne, syv punkter i træk til samme side, seks skridt i træk samme vej, eller to af tre punkter "
        "yderst i samme side. Der tegnes ingen grænser ved under 12 kvartaler, og aldrig på rullende tolv måneder.",
    ),
    (
        "Enheder mod hinanden",
        "Tragtdiagram: enhederne vises efter størrelse med eksakte binomialgrænser på 95 og 99,8 procent om det "
        "fælles tal. Små enheder svinger mere, og grænserne er derfor videre for dem.",
    ),
    (
        "Hvor længe nye kolleger bliver",
        "Kaplan–Meier efter halvår for ansættelsen: andelen, der stadig er ansat efter 3, 6, 12 og 24 måneder. De, "
        "der stadig er ansat, tæller med, så længe de kan følges.",
    ),
    (
        "Hvad en ændring i alt består af",
        "Kitagawas opdeling: hvad der skete inden for hver faggruppe, og hvad der skete, fordi grupperne fylder mere "
        "eller mindre. Delene er tilsammen ændringen.",
    ),
    (
        "Hvad det kræver",
        "De seneste tolv måneders fratrådte, delt med antal ansatte året før, gange antal ansatte nu. Intervallet er "
        "et forudsigelsesinterval (negativ binomial), der regner med, at raten selv kun kendes fra ét år. Det er et "
        "regnestykke, ikke en prognose.",
    ),
)
COMPARABLE = (
    (
        "Kolonner, der overlapper",
        "De tolv måneder til og med juni har seks måneder til fælles med kalenderåret før. De samme fratrædelser "
        "tæller i begge, så pilen mellem de to kolonner undervurderer ændringen. Det står ved tabellen.",
    ),
    (
        "Et halvt år ved siden af hele",
        "Tabel 3's sidste kolonne kan dække et halvt år. Fratrædelser følger årets gang, så det kan ikke holdes op "
        "mod et helt år.",
    ),
    (
        "Brud",
        "Når opgørelsen eller kredsen ændres, kan tal på hver side af ændringen ikke sammenlignes. Det står med "
        "årsagen.",
    ),
    (
        "Det, kilden ikke dækker",
        "En kolonne, som udtrækkene ikke dækker, springes over; pilen ser så på den forrige, der foreligger, og det "
        "står der.",
    ),
)
RULES_INTRO = (
    "HR-centrets egne regler for, hvornår et tal kalder på handling. De siger, hvad der skal ses på, ikke hvad "
    "årsagen er. Alle betingelser i en regel skal holde på én gang, og skjulte tal udløser ingen."
)


def sections(view: View) -> tuple[tuple[str, str, list], ...]:
    """The sections, each with its anchor, heading and content."""
    return (
        (
            "vurdering",
            "Er ændringen reel?",
            [html.P(FIRST), _terms(_signs()), html.H3("Sådan regnes det"), _terms(INTERVALS)],
        ),
        ("sammenlignelighed", "Kan tallene sammenlignes?", [_terms(COMPARABLE)]),
        ("omsaetning", "Personaleomsætning på tre måder", _readings(view)),
        ("metoder", "Kurver, enheder, fastholdelse og regnestykker", [_terms(METHODS)]),
        ("forklarende", "Forklarende nøgletal", _explaining(view)),
        ("handlingsregler", "Handlingsregler", [html.P(RULES_INTRO), *_rules()]),
    )


def _terms(pairs: Iterable[tuple[str, str]]) -> html.Dl:
    return html.Dl([part for term, text in pairs for part in (html.Dt(term), html.Dd(text))], className="definition")


def _signs() -> Iterable[tuple[str, str]]:
    for key, (sign, words) in danish.SIGNS.items():
        yield f"{text_sign(sign)} {words}", RULES_OF_SIGNS[key]


def _readings(view: View) -> list:
    table = view.reading.told_of(readings_table)
    if table is None:
        return [html.P("Udgivelsen er fra før de tre læsninger blev opgjort.")]
    return [markup(figures(table, view.reading))]


def _explaining(view: View) -> list:
    told = view.publication.definitions.get("explaining", ())
    if not told:
        return [html.P("Udgivelsen er fra før de forklarende nøgletal blev opgjort.")]
    words = "De er ikke i papirets tabeller, men står ved siden af dem og forklarer, hvad de består af."
    return [html.P(words), _terms((one["title"], one["footnote"]) for one in told)]


def _rules() -> list:
    rows = [
        (f"{BY_KEY[rule.measure].title} ({rule.measure})", rule.who, rule.condition, rule.calls_for)
        for rule in library().rules
    ]
    if not rows:
        return [html.P("Der er ingen regler.")]
    heads = ("Nøgletal", "Hvem", "Når", "Så bør der laves")
    return [markup(drawn("listing.html", caption="Handlingsregler", heads=heads, rows=rows, shape=""))]
