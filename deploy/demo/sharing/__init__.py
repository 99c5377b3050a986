"""Chapter three: the units of 73 communities confer, and one of them lends its hall and gives money."""

from datetime import date, timedelta

from deploy.demo.caught_up import newest
from deploy.demo.chapter import Scene, Told
from deploy.demo.client import Answer, Client
from deploy.demo.sharing import figures, loading
from deploy.sample.appeals import SEED_COMMUNITY
from deploy.sample.divisions import DISTRICT
from deploy.sample.sharing import YEAR_DAYS

_ROSTER = "/reporting/joint-conferences"


class Sharing:
    """`deploy.demo.chapter.Chapter` of resources."""

    name = "sharing"

    def load(self, scene: Scene) -> None:
        loading.load(scene)

    def caught_up(self, scene: Scene) -> None:
        operator = scene.officers.city()
        both = ",".join(newest(operator, service) for service in ("membership", "resources"))
        scene.officers.district().get(f"{_ROSTER}/{DISTRICT}?limit=1", {"Read-After": both})

    def told(self, scene: Scene) -> Told:
        reader = scene.officers.district()
        district = _roster(reader, DISTRICT, scene.today, "&limit=1")
        community = _roster(reader, SEED_COMMUNITY, scene.today)
        summary = figures.summary(district, community)
        return Told(summary, summary, figures.printed(district, community))


def _roster(reader: Client, place: str, today: date, page: str = "") -> Answer:
    """As of the day of the sample, with what was shared in the year that ends with it."""
    first = today - timedelta(YEAR_DAYS)
    return reader.get(f"{_ROSTER}/{place}?as_of={today}&from={first}&to={today}{page}")
