"""Enters the units, founds their conferences, and puts the year on record."""

from concurrent.futures import ThreadPoolExecutor

from deploy.demo.caught_up import wait_until_heard
from deploy.demo.chapter import Scene
from deploy.demo.client import Client
from deploy.demo.progress import each
from deploy.sample.chance import seeded
from deploy.sample.sharing import SampleConference, acts, conferences

_RESOURCES = "/resources"
_SEED = 73
_AT_ONCE = 4


def load(scene: Scene) -> None:
    """Some communities at once, for they are independent; then the year, act by act."""
    office = scene.officers.district()
    wait_until_heard(scene.officers.city(), "resources", "membership")
    founded = conferences(scene.today, seeded(_SEED))
    with ThreadPoolExecutor(_AT_ONCE) as clerks:
        entering = clerks.map(lambda one: _found(office, one), founded)
        for _ in each("登记驻区单位、成立党建联席会", founded):
            next(entering)
    for number, act in enumerate(each("补录全年资源共享 a year", tuple(acts(scene.today)))):
        office.post(f"{_RESOURCES}{act.path}", act.body, once=f"sharing-{number}")


def _found(office: Client, one: SampleConference) -> None:
    """A community's units, then their conference."""
    for unit in one.units:
        office.post(f"{_RESOURCES}/units", unit, once=unit["unit_id"])
    office.post(f"{_RESOURCES}/conferences", one.body, once=f"conference-{one.community_code}")
