"""Every state of every screen, as what a person does to come there from a till where somebody has just signed in.

A state is reached through the real window and the real desk, so a picture shows what a cashier sees and nothing else.
A new screen adds a module with its states, and its line here: it is then rendered and checked like all the others.
"""

from ui.gallery.states.counter import COUNTER
from ui.gallery.states.customer import CUSTOMER
from ui.gallery.states.members import MEMBERS
from ui.gallery.states.paying import PAYING
from ui.gallery.states.people import PEOPLE
from ui.gallery.states.pickup import PICKUP
from ui.gallery.states.rooms import ROOMS
from ui.gallery.states.selling import SELLING
from ui.gallery.states.stock import STOCK

STATES = (*PEOPLE, *SELLING, *COUNTER, *MEMBERS, *PAYING, *CUSTOMER, *PICKUP, *STOCK, *ROOMS)
"""In the order of the pages."""
