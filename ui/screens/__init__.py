"""The screens of the till, one module each, joined by the registry of this folder alone.

A screen draws what a desk returned and turns touches and keys into calls; it does not know its siblings.
"""

from ui.screen import ScreenEntry
from ui.screens.devices import DevicesScreen
from ui.screens.exceptions import ExceptionsScreen
from ui.screens.pickup import PickupScreen
from ui.screens.sell import SellScreen
from ui.screens.settings import SettingsScreen
from ui.screens.sign_in import SignInScreen
from ui.screens.stock import StockScreen
from ui.screens.without_network import WithoutNetworkScreen

SCREENS = (
    ScreenEntry("sign_in", SignInScreen, signed_out=True),
    ScreenEntry("sell", SellScreen, "shopping-basket", "ui.sell", "F1"),
    ScreenEntry("pickup", PickupScreen, "package-check", "ui.pickup", "F2", room="pickup"),
    ScreenEntry("stock", StockScreen, "boxes", "ui.stock", "F4", room="stock"),
    ScreenEntry(
        "devices",
        DevicesScreen,
        "activity",
        "ui.devices",
        "Ctrl+D",
        needs_rooms=True,
        at_the_bottom=True,
        signed_out=True,
    ),
    ScreenEntry("exceptions", ExceptionsScreen, key="Ctrl+G", room="exceptions"),
    ScreenEntry("without_network", WithoutNetworkScreen, key="Ctrl+E", needs_rooms=True, signed_out=True),
    ScreenEntry("settings", SettingsScreen, "settings", "ui.settings", "Ctrl+,", needs_rooms=True, at_the_bottom=True),
)
