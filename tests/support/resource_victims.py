"""What is killed: the policies of resources and its clerk, with the parts the service runs."""

from services.resources.application import Resources
from services.resources.domain.booking.commands import BookTogether
from services.resources.policies import departures, fulfilment, serving
from shared.acting import Acting
from shared.database import open_engine, open_pool
from shared.policies.reaction import Reaction
from tests.support.policy_victims import PolicyStore
from tests.support.town_hall import TownHall
from tests.support.victims import Faults, follow
from tests.unit.resources.scene import asked, at, slot


def _hall(url: str, faults: Faults) -> TownHall:
    """A service whose every later statement is a step; it looks back at what happened in March."""
    hall = TownHall(url, pool := open_pool(url), open_engine(url))
    hall.resources = Resources(PolicyStore(faults, pool), hall.city)
    hall.now = hall.now.replace(day=20)
    faults.watch(hall.engine)
    return hall


def _react(url: str, faults: Faults, name: str) -> None:
    hall = _hall(url, faults)
    policy = hall.policies()[name]
    [source] = policy.feed.sources()
    follow(faults, source, Reaction(hall.engine, name, policy.react))


def look(url: str, faults: Faults) -> None:
    """The clerk at his clock, in a town hall whose views are up to date."""
    _hall(url, faults).look_once()


def book_together(url: str, faults: Faults) -> None:
    """A hall and a projector; the same command in every life."""
    hall = _hall(url, faults)
    wanted = (slot(at(25, 9)), slot(at(25, 9), 2, "projector", amount=1))
    told = {"unit_id": "school", "purpose": "讲座", **asked(hall.now)}
    command = BookTogether(combination_id="c", wanted=wanted, **told)
    acting = Acting(hall.now, "officer-1", "together")
    hall.resources.commands.execute(command, acting)


ROLES = {
    "combination": book_together,
    "fulfilment": lambda url, faults: _react(url, faults, fulfilment.NAME),
    "serving": lambda url, faults: _react(url, faults, serving.NAME),
    "departures": lambda url, faults: _react(url, faults, departures.NAME),
    "clock": look,
}
