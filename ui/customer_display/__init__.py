"""The second screen, turned to the customer: what is bought, what it costs, what was saved, what comes back."""

from ui.customer_display.display import CustomerDisplay
from ui.customer_display.placing import Placing

__all__ = ["CustomerDisplay", "Placing"]
