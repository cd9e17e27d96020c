"""The kinds of file that HR hands over, and their columns: one declaration a column (extracts.md).

What a column is called, what its cells hold and which tables it moves stands here and nowhere else.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum

PEOPLE, HOURS_TABLES, TENURE, ADVERTS = (2, 3, 4, 5), (4, 5), (3,), (1,)


class Type(StrEnum):
    """What the cells of a column hold."""

    TEXT = "tekst"
    NUMBER = "nummer"
    PERSON = "personnummer"
    DATE = "dato"
    END = "dato eller åben"
    LEAVE = "sidste dag eller åben"
    MONTH = "måned"
    RATE = "beskæftigelsesdecimal"
    HOURS = "timer pr. uge"
    DEGREE = "decimal, procent eller timer"
    NUMERATOR = "tæller"
    DENOMINATOR = "nævner"
    DECIMAL = "tal"
    COUNT = "antal"
    FLAG = "ja eller nej"
    PAY = "lønform"
    MONTHLY = "månedslønnet"
    STATUS = "statuskode"
    REASON = "fratrædelsesårsag"
    TITLE = "stillingens navn"
    UNUSED = "bruges ikke"


@dataclass(frozen=True)
class Column:
    """A column: its header, the field it fills, what its cells hold and how to write them.

    `need` names what must be there: one column of that need is enough, and an empty one is optional. `blank` says
    that a cell may be empty. `template` says that the column stands in the standard template. `unsure` are names of
    columns that may be this one, but which HR is asked about.
    """

    name: str
    field: str
    type: Type
    need: str
    rule: str
    example: str
    aliases: tuple[str, ...] = ()
    tables: tuple[int, ...] = ()
    identifies: bool = False
    blank: bool = False
    template: bool = True
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """A kind of file: what one row is, and its columns in the order of the template."""

    key: str
    title: str
    row: str
    columns: tuple[Column, ...]

    @property
    def needs(self) -> dict[str, list[Column]]:
        """What must be there, each with the columns that give it, the preferred one first."""
        return {
            need: [column for column in self.columns if column.need == need]
            for need in dict.fromkeys(column.need for column in self.columns if column.need)
        }

    def names(self) -> dict[str, tuple[Column, int]]:
        """Every name a header may go by, as `folded`, with its column and its rank (0: the canonical name)."""
        return {
            folded(name): (column, rank)
            for column in self.columns
            for rank, name in enumerate((column.name, *column.aliases))
        }

    def unsure_names(self) -> dict[str, Column]:
        """Every name, as `folded`, that does not tell by itself whether it is the column."""
        return {folded(name): column for column in self.columns for name in column.unsure}


def folded(name: object) -> str:
    """The name as names are compared: case, blanks and . _ - / do not count, æøå do."""
    return re.sub(r"[\s._/\-\ufeff\u00ad]+", "", unicodedata.normalize("NFC", str(name))).casefold()


def tables_in_words(tables: tuple[int, ...]) -> str:
    """The tables as a sentence ends: "tabel 2 til 5", "tabel 4 og 5", "tabel 3"; empty for none."""
    if not tables:
        return ""
    if len(tables) == 1:
        return f"tabel {tables[0]}"
    return f"tabel {tables[0]} {'og' if len(tables) == 2 else 'til'} {tables[-1]}"


def moves(subject: str, tables: tuple[int, ...]) -> str:
    """The sentence that says what the rows or columns move: "Rækken tæller i tabel 2 til 5."."""
    verb = f"tæller i {tables_in_words(tables)}" if tables else "bruges ikke i nogen tabel endnu"
    return f"{subject} {verb}."


_T = Type
_LEVELS = (*(f"NY{level}-niveau" for level in range(1, 8)), *(f"ORG{level}" for level in range(1, 7)))
"""Levels of the organisation in payroll systems: only the file's owner knows which of them is the center."""
_CPR = Column(
    "CPR", "person", _T.PERSON, "person", "Personens nummer med ti cifre. Det gemmes ikke.", "610190-0000",
    ("CPR-nr", "CPR-nummer", "Personnummer", "PersonCivilRegistrationIdentifier", "PersonID"), PEOPLE, identifies=True,
)  # fmt: skip
_SERVICE = Column(
    "Tjenestenummer", "service_number", _T.NUMBER, "service_number", "Ansættelsens nummer. Det gemmes ikke.", "900001",
    ("Tjenestenr", "Tjnr", "Tj.nr.", "Ansættelsesnr", "AnsættelsesID", "EmploymentIdentifier", "Medarbejdernummer",
     "Medarb.nr.", "Personalenummer", "Lønnummer", "Lønnr"), PEOPLE, identifies=True,
)  # fmt: skip
_EMPLOYMENT = (
    _CPR,
    Column("Institution", "institution", _T.NUMBER, "", "Lønsystemets institution, hvis der er flere.", "AB",
           ("Inst", "Institutionskode", "Institutionsnr", "InstitutionIdentifier", "SENR", "SE-nr"), PEOPLE,
           blank=True),
    _SERVICE,
    Column("Afdeling", "unit", _T.TEXT, "unit", "Afdelingens kode, som i afdelinger.csv.", "SK01",
           ("Afdelingskode", "Afdelingsnavn", "Stamafdeling", "DepartmentIdentifier", "Organisationsenhed", "Org.enhed",
            "orgUnit", "Enhed", "Arbejdssted", "LOS", "LOSID", "Omkostningssted", "costCenter"), PEOPLE),
    Column("Center", "center", _T.UNUSED, "", "Bruges ikke: centret følger af afdelingen.", "ISC", _LEVELS,
           template=False),
    Column("Stillingskode", "job_code", _T.TEXT, "job_code", "Stillingens kode, som i stillinger.csv.", "3001",
           ("STK", "STILKO0", "STILKO1", "STILKO2", "STILKO3", "JobPositionIdentifier", "positionId", "Klassifikation"),
           PEOPLE),
    Column("Stilling", "title", _T.TITLE, "", "Stillingens navn. Vises ved en kode uden plads; gemmes ikke.", "Lærer",
           ("Stillingsbetegnelse", "Titel", "EmploymentName", "position", "Stillingsgruppe", "Personalegruppe")),
    Column("Ansættelsesform", "contract", _T.TEXT, "contract", "Som i ansaettelsesformer.csv.", "Fastansat",
           ("Ansættelsestype", "Ansættelseskode", "AppointmentCode", "workContract", "workContractText",
            "Medarbejdergruppe", "Ansættelsesvilkår"), PEOPLE),
    Column("Overenskomst", "agreement", _T.UNUSED, "", "Bruges ikke.", "",
           ("OK", "Overenskomstkode", "Overenskomstnr", "SalaryAgreementIdentifier", "Overenskomstområde"),
           template=False),
    Column("Beskæftigelsesdecimal", "rate", _T.RATE, "rate", "1 er 37 timer om ugen. Skriv 0 til 1,3.", "0,8649",
           ("Besk.dec.", "Ansættelsesbrøk", "Stillingsbrøk", "OccupationRate"), HOURS_TABLES),
    Column("Timer pr. uge", "rate", _T.HOURS, "rate", "Timer om ugen. Skriv 0 til 48.", "32,5",
           ("Timer", "Timer/uge", "Ugentlige timer", "Ugetimer", "Ugentlig arbejdstid", "Arbejdstid",
            "Arbejdstid pr. uge", "Normtid"), HOURS_TABLES, template=False),
    Column("Beskæftigelsesgrad", "rate", _T.DEGREE, "rate", "En decimal, en procent eller timer.", "0,8649",
           ("Besk.grad", "Beskæft.grad", "Ansættelsesgrad"), HOURS_TABLES, template=False),
    Column("Tæller", "rate", _T.NUMERATOR, "rate", "Timer om ugen, hvor Nævner er fuld tid.", "32",
           ("numerator",), HOURS_TABLES, template=False),
    Column("Nævner", "full_time", _T.DENOMINATOR, "", "Timer om ugen ved fuld tid.", "37",
           ("denominator",), HOURS_TABLES, template=False),
    Column("Lønform", "hourly", _T.PAY, "", "Måned eller Time.", "Måned",
           ("Aflønningsform", "Aflønning", "Løntype", "DEL", "Medarbejderkreds"), PEOPLE, blank=True),
    Column("Månedslønnet", "hourly", _T.MONTHLY, "", "Ja eller Nej.", "Ja", ("SalariedIndicator",), PEOPLE, blank=True,
           template=False),
    Column("Leder", "leader", _T.FLAG, "leader", "Ja eller Nej.", "Nej", ("Er leder", "isManager", "Ledelsesniveau"),
           TENURE, blank=True),
    Column("Statuskode", "status", _T.STATUS, "", "Lønsystemets status: 0, 1, 3, 4, 7, 8, 9 eller S.", "1",
           ("Status", "STAT", "Ansættelsesstatus", "EmploymentStatusCode"), PEOPLE, blank=True, template=False),
    Column("Ansættelsesdato", "hired", _T.DATE, "hired", "Den første dag i ansættelsen.", "01-03-2022",
           ("Ansat dato", "Ansat fra", "Tiltrædelsesdato", "Tiltrådt", "EmploymentDate", "entryDate", "initialEntry",
            "Ansættelse start"), TENURE),
    Column("Anciennitetsdato", "seniority", _T.UNUSED, "", "Bruges aldrig som ansættelsesdato.", "",
           ("SeniorityDate", "AnniversaryDate", "Jubilæumsdato", "Jubi"), template=False),
)  # fmt: skip
_LEFT = Column("Fratrædelsesdato", "left", _T.LEAVE, "left", "Den sidste dag i ansættelsen; tom, når den fortsætter.",
               "31-03-2022", ("Fratrådt", "Fratrådt dato", "Fratrædelse", "Ansat til", "leaveDate", "Ophørsdato"),
               PEOPLE, blank=True)  # fmt: skip
_REASON = Column("Fratrædelsesårsag", "reason", _T.REASON, "",
                 "Egen opsigelse, Afsked, Pension, Udløb, Død eller Andet.", "Pension",
                 ("Årsag", "Fratrædelseskode", "Ophørsårsag", "Fratrædelsesårsagskode", "Afgangsårsag"),
                 identifies=True, blank=True)  # fmt: skip
_HISTORY = (
    *(replace(column, blank=True) if column.field == "hired" else column for column in _EMPLOYMENT),
    Column("Startdato", "start", _T.DATE, "start", "Den første dag, rækken gælder.", "01-03-2022",
           ("Start", "Fra", "Fradato", "Gyldig fra", "ActivationDate"), PEOPLE),
    Column("Slutdato", "end", _T.END, "end", "Den sidste dag, rækken gælder; tom, når den stadig gælder.",
           "31-03-2022", ("Slut", "Til", "Tildato", "Gyldig til", "DeactivationDate"), PEOPLE, blank=True),
    _LEFT,
    _REASON,
)  # fmt: skip
_ON = Column("Opgørelsesdato", "on", _T.DATE, "on", "Den dag, listen gælder.", "30-06-2022",
             ("Opgjort pr.", "Statusdato", "Opgørelsesdag"), PEOPLE)  # fmt: skip
_UNIT = Column("Afdeling", "unit", _T.TEXT, "unit", "Afdelingens kode, som i afdelinger.csv.", "SK01",
               ("Afdelingskode", "Enhed", "Organisationsenhed", "Arbejdssted"))  # fmt: skip
_YEAR = Column("År", "year", _T.COUNT, "year", "Fire cifre.", "2022", ("Aar", "Årstal"))

KINDS = (
    Kind("ansaettelser", "Ansættelser med historik", "en ansættelse, gyldig fra og til", _HISTORY),
    Kind("bestand", "Statusliste", "en ansættelse på én dag", (*_EMPLOYMENT, _LEFT, _ON)),
    Kind("fratraadte", "Liste over fratrådte", "en ansættelse, der er ophørt", (*_EMPLOYMENT, _LEFT, _REASON)),
    Kind("annoncer", "Jobannoncer fra Emply", "en annonce", (
        Column("Job-id", "job_id", _T.TEXT, "job_id", "Annoncens nummer i Emply.", "J00001",
               ("Jobnr", "Jobnummer", "Nummer", "Number", "shortId", "Sags-id"), ADVERTS),
        Column("Titel", "title", _T.UNUSED, "", "Annoncens titel. Bruges ikke.", "Lærer"),
        Column("Område", "area", _T.TEXT, "area", "Området, som i afdelinger.csv.", "Skole", (), ADVERTS),
        Column("Publiceret", "published", _T.DATE, "published", "Dagen, annoncen først blev publiceret.", "26-01-2022",
               ("Published", "Publiceringsdato", "Promotion date"), ADVERTS),
        Column("Ansøgningsfrist", "deadline", _T.END, "deadline", "Fristens sidste dag; tom, når der ingen er.",
               "16-02-2022", ("Frist", "Deadline"), ADVERTS, blank=True),
        Column("Afsluttet", "closed", _T.END, "closed", "Dagen, sagen blev lukket; tom, når den er åben.", "13-04-2022",
               ("Arkiveret", "Archived", "Lukket"), ADVERTS, blank=True),
        Column("Antal ansatte", "hires", _T.COUNT, "hires", "Hvor mange der blev ansat; 0, når ingen blev det.", "1",
               ("Ansatte", "Hired", "Antal ansættelser"), ADVERTS),
        Column("Status", "status", _T.UNUSED, "", "Emplys status. Bruges ikke.", "Afsluttet", template=False),
    )),
    Kind("sygefravaer", "Sygefravær", "en afdeling i en måned", (
        _UNIT,
        Column("Måned", "month", _T.MONTH, "month", "Månedens første dag eller måned og år.", "01-2022"),
        Column("Fraværsdage", "absence_days", _T.DECIMAL, "absence", "Dage med sygefravær.", "41,5"),
        Column("Fraværstimer", "absence_hours", _T.DECIMAL, "absence", "Timer med sygefravær.", "307,1",
               template=False),
        Column("Fuldtidsbeskæftigede", "full_time", _T.DECIMAL, "full_time", "Omregnet til fuld tid.", "23,4"),
    )),
    Kind("maaltal", "Måltal", "et måltal", (
        Column("Center", "center", _T.TEXT, "center", "Centret, som i afdelinger.csv.", "ISC", ("Sektor",),
               unsure=_LEVELS),
        _YEAR,
        Column("Måltal", "target", _T.DECIMAL, "target", "Målet.", "4,5"),
    )),
    Kind("senioraftaler", "Senioraftaler", "en leders svar", (
        _UNIT,
        _YEAR,
        Column("Ansatte 58+", "seniors", _T.COUNT, "seniors", "Ansatte på 58 år og derover.", "7"),
        Column("Tilbudt aftale", "offered", _T.COUNT, "offered", "Hvor mange der fik tilbud om en aftale.", "5"),
        Column("Indgået aftale", "agreed", _T.COUNT, "agreed", "Hvor mange der indgik en aftale.", "3"),
    )),
    Kind("benchmark", "Tal fra andre", "et tal fra andre", (
        Column("Personalegruppe", "group", _T.TEXT, "group", "Gruppens navn hos kilden.", "Lærere"),
        Column("Kommune", "municipality", _T.TEXT, "municipality", "Kommunens navn.", "Eksempel Kommune"),
        Column("Periode", "period", _T.TEXT, "period", "Som kilden skriver den.", "2021"),
        Column("Afgangsprocent", "turnover", _T.DECIMAL, "turnover", "I procent.", "19,8"),
        Column("Kilde", "source", _T.TEXT, "source", "Hvor tallet står.", "KRL"),
        Column("Definition", "definition", _T.TEXT, "definition", "Hvordan tallet er gjort op.", "Afgang i et år"),
    )),
    Kind("kontroltal", "Kontroltal", "et kontroltal", (
        Column("Kilde", "source", _T.TEXT, "source", "Hvor tallet kommer fra.", "Lønsystemet"),
        Column("Dato", "on", _T.DATE, "on", "Den dag, tallet gælder.", "30-06-2022"),
        Column("Center", "center", _T.TEXT, "center", "Centret; tom, når tallet gælder alle.", "ISC", blank=True,
               unsure=_LEVELS),
        Column("Antal ansatte", "headcount", _T.COUNT, "headcount", "Antal personer.", "412"),
    )),
)  # fmt: skip
BY_KEY = {kind.key: kind for kind in KINDS}
