"""The recruitment system's adverts: in June those of January to March in three areas, later the whole house's."""

from datetime import date, timedelta

from chance import Chance
from days import DAY, OPEN, danish

COLUMNS = ("Job-id", "Titel", "Område", "Publiceret", "Ansøgningsfrist", "Afsluttet", "Antal ansatte")
QUARTERS = (date(2022, 1, 1), date(2022, 4, 1), date(2022, 7, 1), date(2022, 10, 1), date(2023, 1, 1), date(2023, 2, 4))
# adverts by quarter (and in January 2023); how many of the first quarter's led to no hire; the usual share later
PRINTED = {
    "Skoleområdet": ((17, 31, 14, 12, 5), 5, 0.25),
    "Dagtilbud": ((63, 57, 66, 49, 19), 23, 0.36),
    "Plejecentre/hjemmeplejen": ((37, 42, 35, 44, 14), 23, 0.58),
}
OTHERS = {
    "Social og handicap": ((14, 12, 15, 11, 4), 5, 0.35),
    "Sundhed": ((9, 7, 8, 9, 2), 2, 0.3),
    "Børn og unge": ((11, 9, 12, 10, 3), 3, 0.3),
    "Kultur og fritid": ((6, 8, 9, 4, 1), 0, 0.1),
    "Teknik og miljø": ((8, 6, 7, 5, 2), 2, 0.25),
    "Ejendomme og service": ((5, 6, 4, 5, 2), 1, 0.1),
    "Borger og arbejdsmarked": ((12, 10, 11, 13, 4), 1, 0.15),
    "Administration": ((16, 13, 15, 17, 5), 2, 0.15),
}
TITLES = {
    "Skoleområdet": (
        "Lærer",
        "Lærer",
        "Pædagog til SFO",
        "Børnehaveklasseleder",
        "Pædagogmedhjælper til SFO",
        "Afdelingsleder",
    ),
    "Dagtilbud": (
        "Pædagog",
        "Pædagog",
        "Pædagogisk assistent",
        "Pædagogmedhjælper",
        "Støttepædagog",
        "Souschef",
        "Køkkenmedhjælper",
    ),
    "Plejecentre/hjemmeplejen": (
        "Social- og sundhedsassistent",
        "Social- og sundhedsassistent",
        "Social- og sundhedshjælper",
        "Sygeplejerske",
        "Omsorgsmedhjælper",
        "Teamleder",
    ),
    "Social og handicap": ("Socialpædagog", "Omsorgsmedhjælper", "Socialrådgiver"),
    "Sundhed": ("Fysioterapeut", "Ergoterapeut", "Sygeplejerske", "Visitator"),
    "Børn og unge": ("Socialrådgiver", "Psykolog", "Sundhedsplejerske", "Klinikassistent"),
    "Kultur og fritid": ("Bibliotekar", "Livredder", "Klubmedarbejder"),
    "Teknik og miljø": ("Gartner", "Ingeniør", "Byggesagsbehandler"),
    "Ejendomme og service": ("Rengøringsassistent", "Teknisk servicemedarbejder"),
    "Borger og arbejdsmarked": ("Jobkonsulent", "Sagsbehandler", "Socialrådgiver"),
    "Administration": ("Akademisk medarbejder", "Kontorassistent", "It-medarbejder", "Afdelingsleder"),
}


def everything():
    """Every advert of January 2022 to February 2023, numbered in the order in which they were published."""
    made = []
    for area, (numbers, without, share) in (PRINTED | OTHERS).items():
        chance = Chance("adverts", area)
        for quarter, number in enumerate(numbers):
            for n in range(number):
                nobody = n < without if quarter == 0 else chance.yes(share)
                made.append(_advert(chance, area, QUARTERS[quarter], QUARTERS[quarter + 1] - DAY, nobody))
    made.sort(key=lambda a: (a["published"], a["area"], a["title"], a["deadline"]))
    number = 4100
    for advert in made:
        number += 1 + Chance("advert", number).below(3)
        advert["number"] = number
    return made


def as_in_june(adverts):
    """What Emply gave in the summer of 2022: the first quarter of three areas."""
    return [a for a in adverts if a["area"] in PRINTED and a["published"] < QUARTERS[1]]


def _advert(chance, area, first, last, nobody):
    published = first + chance.below((last - first).days + 1) * DAY
    deadline = published + timedelta(chance.pick((14, 14, 21, 21, 28)))
    decided = deadline + timedelta(chance.between(10, 60))
    return {
        "title": chance.pick(TITLES[area]),
        "area": area,
        "published": published,
        "deadline": deadline,
        "decided": decided,
        "closed": decided if chance.yes(0.86) else OPEN,
        "hires": 0 if nobody else chance.weighted((1, 2, 3, 5), (74, 17, 7, 2)),
    }


def lines(adverts, drawn):
    """The adverts as rows of the template, as far as they had come when the extract was drawn."""
    return [
        {
            "Job-id": f"HR-{a['number']}",
            "Titel": a["title"],
            "Område": a["area"],
            "Publiceret": danish(a["published"]),
            "Ansøgningsfrist": danish(a["deadline"]),
            "Afsluttet": danish(a["closed"]) if a["closed"] <= drawn else "",
            "Antal ansatte": str(a["hires"] if a["decided"] <= drawn else 0),
        }
        for a in adverts
        if a["published"] <= drawn
    ]
