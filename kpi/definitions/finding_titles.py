"""What each finding is called, by its code: on the page where it is mended, and in the annex of what was accepted."""

from kpi import danish

TITLES = {
    "kolonne_mangler": "En kolonne mangler",
    "ukendt_fil": "Filen kan ikke genkendes",
    "tom_fil": "Filen er tom",
    "ulaeselig_fil": "Filen kan ikke læses",
    "ulaeselig_dato": "En dato kan ikke læses",
    "ulaeseligt_tal": "Et tal kan ikke læses",
    "ulaeselig_vaerdi": "En værdi kan ikke læses",
    "person_mangler": "Personens nummer mangler",
    "slut_foer_start": "Rækken slutter, før den begynder",
    "overlappende_raekker": "To rækker om samme ansættelse siger hver sit",
    "sats_udenfor": "Beskæftigelsen er for lav eller for høj",
    "ukendt_stillingskode": "En stillingskode har ingen plads",
    "ukendt_ansaettelsesform": "En ansættelsesform er ukendt",
    "ukendt_afdeling": "En afdeling er ukendt",
    "ukendt_omraade": "Et område er ukendt",
    "identitet_brudt": "Bestand og bevægelser passer ikke sammen",
    "referencefil_fejl": "En af HR's egne filer kan ikke bruges",
    "dublet": "En række står to gange",
    "ansat_efter_start": "Ansættelsesdatoen ligger efter rækkens start",
    "fratraadt_uden_slut": "Fratrædelse uden slutdato",
    "fratraadt_foer_slut": "Fratrædelsen ligger før slutdatoen",
    "flere_ansaettelser": "Nogle personer har flere ansættelser",
    "forsvundne_raekker": "Ansættelser er forsvundet siden sidst",
    "aendret_historik": "Historikken er ændret siden sidst",
    "stort_udsving": "En gruppe er vokset eller faldet mere end en femtedel",
    "udtraek_for_tidligt": "Udtrækket er trukket for tidligt",
    "udtraeksdato_antaget": "Dagen for udtrækket er ikke oplyst",
    "maaneder_uden_annoncer": "Der er måneder uden jobannoncer",
    "omraader_uden_annoncer": "Der er områder uden jobannoncer",
    "ens_tal": "To tal er ens",
    "kontroltal_afviger": "Et kontroltal afviger",
    "tvetydig_kolonne": "En kolonne kan læses på flere måder",
    "ukendt_aarsag": "Årsager til fratrædelse, som ikke er kendte",
    "ukendt_ark": "Et ark er ikke læst",
    "blev_fast_undervejs": "Nogle blev fastansat undervejs",
    "lister_ikke_brugt": "Listerne er ikke brugt",
    "kan_regnes_ud": "Skjulte tal kan regnes ud",
}


def finding_title(code: str) -> str:
    """What the finding is called in Danish; its own code in words where nobody has named it."""
    return TITLES.get(code, danish.sentence(code.replace("_", " ")))
