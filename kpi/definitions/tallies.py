"""What several indicators add up: stocks at either end, exits, and adverts."""

from kpi.definitions.model import Source, Tally, When

STOCK = Tally(Source.STAFF, When.AT_END, "Ansatte", "antal ansatte på opgørelsesdagen")
STOCK_A_YEAR_BEFORE = Tally(
    Source.STAFF, When.AT_START, "Ansatte året før", "antal ansatte et år før periodens slutdag"
)
EXITS = Tally(Source.EXITS, When.WITHIN, "Fratrådte", "fratrådte i perioden")
HIRED = Tally(Source.ENTRIES, When.WITHIN, "Ansat", "ansat i perioden")
PUBLISHED = Tally(Source.ADVERTS, When.WITHIN, "Publiceret", "jobannoncer, der første gang er publiceret i perioden")
