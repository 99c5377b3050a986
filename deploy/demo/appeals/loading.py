"""Enters the appeals with all that was done about them, as they stand in the books."""

from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time
from threading import Event

from deploy.demo.caught_up import NotHeard
from deploy.demo.chapter import Scene
from deploy.demo.client import Client
from deploy.demo.progress import Bar, each
from deploy.sample.appeals import SEED_COMMUNITY, UNITS, SampleAppeal, week, year
from deploy.sample.chance import seeded
from deploy.sample.divisions import DISTRICT, enrolled_communities, read_divisions
from shared.clock import CITY_TIME

_PETITIONS = "/petitions"
_SEED = 243030
_AT_ONCE = 4
_TRIES, _SECONDS = 300, 0.2


def load(scene: Scene) -> None:
    """The units that are sent for; then every appeal, some at once, for they are independent."""
    city, midnight = scene.officers.city(), _midnight(scene)
    places = {one.code for one in enrolled_communities(read_divisions())} | {SEED_COMMUNITY}
    _wait_for(city, places)
    city.post(f"{_PETITIONS}/units", {"units": list(UNITS)}, once="units")
    rng = seeded(_SEED)
    _enter(f"补录诉求 {SEED_COMMUNITY} 全年 a year", year(midnight, rng), scene)
    others = sorted(places - {SEED_COMMUNITY})
    _enter("补录诉求 全区一周 a week", week(midnight, others, rng), scene)


def _midnight(scene: Scene) -> datetime:
    return datetime.combine(scene.today, time(), CITY_TIME)


def _wait_for(city: Client, places: Collection[str]) -> None:
    """Membership's divisions come to the petitions service as messages."""
    bar = Bar("等待区划同步 divisions")
    for _ in range(_TRIES):
        known = {unit["unit_id"] for unit in city.get(f"{_PETITIONS}/units")["items"]}
        bar.show(len(known.intersection(places)), len(places))
        if known.issuperset(places):
            bar.end(len(places), len(places))
            return
        Event().wait(_SECONDS)
    raise NotHeard(
        f"{len(set(places) - known)} communities of {DISTRICT} are not known to petitions"
    )


def _enter(label: str, appeals: tuple[SampleAppeal, ...], scene: Scene) -> None:
    desk = scene.officers.district()

    def enter(one: SampleAppeal) -> None:
        desk.post(f"{_PETITIONS}/petitions/records", one.body, once=one.key)

    with ThreadPoolExecutor(_AT_ONCE) as clerks:
        entering: Iterator[None] = clerks.map(enter, appeals)
        for _ in each(label, appeals):
            next(entering)
