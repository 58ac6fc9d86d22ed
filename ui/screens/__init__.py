"""The screens of the till, one module each, joined by the registry of this folder alone.

A screen draws what a desk returned and turns touches and keys into calls; it does not know its siblings.
"""

from ui.screen import ScreenEntry
from ui.screens.sell import SellScreen
from ui.screens.sign_in import SignInScreen

SCREENS = (
    ScreenEntry("sign_in", SignInScreen),
    ScreenEntry("sell", SellScreen, "shopping-basket", "ui.sell", "F1"),
)
