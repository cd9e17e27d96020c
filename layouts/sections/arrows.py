"""The switch between the signs of what was judged and the house arrows of the minutes; its state is in the address."""

from dash import html

from layouts.address import HOUSE_ARROWS
from layouts.frame.shell import View

NOT_JUDGED = (
    "Udgivelsen er lavet, før det blev vurderet, om en ændring er tydelig. Pilene viser retningen fra kolonnen før, "
    "ikke om ændringen er større end de sædvanlige udsving."
)
AS_IN_2022 = (
    "Her står pilene som i 2022. De viser retningen fra kolonnen før, ikke om ændringen er større end de sædvanlige "
    "udsving. "
)


def told(view: View) -> list[html.P]:
    """What is to be known of the arrows where no signs are shown, with the way back to the signs."""
    if not view.reading.is_judged:
        return [html.P(NOT_JUDGED, className="banner")]
    if not view.house_arrows:
        return []
    back = html.A("Vis, om ændringen er tydelig", href=view.address.with_arrows(""))
    return [html.P([AS_IN_2022, back], className="banner")]


def switch(view: View) -> list[html.P]:
    """The way to the house arrows; nothing where they are shown."""
    if view.house_arrows:
        return []
    return [html.P(html.A("Vis pile som i 2022", href=view.address.with_arrows(HOUSE_ARROWS)), className="downloads")]
