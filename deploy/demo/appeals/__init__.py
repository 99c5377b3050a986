"""Chapter two: a year of one community's appeals and a week of the district's, and what became of them."""

from datetime import date, timedelta

from deploy.demo.appeals import figures, loading
from deploy.demo.caught_up import newest
from deploy.demo.chapter import Scene, Told
from deploy.demo.client import Answer, Client
from deploy.sample.appeals import SEED_COMMUNITY, WEEK_DAYS, YEAR_DAYS
from deploy.sample.divisions import DISTRICT

_REPORT = "/reporting/petitions"


class Appeals:
    """`deploy.demo.chapter.Chapter` of petitions."""

    name = "appeals"

    def load(self, scene: Scene) -> None:
        loading.load(scene)

    def caught_up(self, scene: Scene) -> None:
        position = newest(scene.officers.city(), "petitions")
        scene.officers.district().get(f"{_REPORT}/{DISTRICT}", {"Read-After": position})

    def told(self, scene: Scene) -> Told:
        reader = scene.officers.district()
        year = _report(reader, SEED_COMMUNITY, scene.today, YEAR_DAYS)
        week = _report(reader, DISTRICT, scene.today, WEEK_DAYS)
        summary = {"petitions": figures.summary(year, week)}
        return Told(summary, summary, figures.printed(year, week))


def _report(reader: Client, place: str, today: date, days: int) -> Answer:
    """The report of so many whole days before today."""
    first, last = today - timedelta(days), today - timedelta(1)
    return reader.get(f"{_REPORT}/{place}?from={first}&to={last}")
