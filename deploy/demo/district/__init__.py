"""Chapter one: the district's organisations and members, and its statistics."""

from deploy.demo.caught_up import newest
from deploy.demo.chapter import Scene, Told
from deploy.demo.client import Answer, Client
from deploy.demo.district import figures, loading
from deploy.sample.chance import seeded
from deploy.sample.divisions import DISTRICT
from deploy.sample.yuhua import yuhua

SEED = 430111
_STATISTICS = f"/reporting/statistics/{DISTRICT}"


class District:
    """`deploy.demo.chapter.Chapter` of membership."""

    name = "district"

    def load(self, scene: Scene) -> None:
        district = yuhua(scene.today, seeded(SEED))
        loading.load(district, scene.officers, scene.home / "rosters")

    def caught_up(self, scene: Scene) -> None:
        caught_up(scene.officers.city(), scene.officers.district())

    def told(self, scene: Scene) -> Told:
        answer = statistics(scene.officers.district())
        summary = figures.summary(answer)
        return Told(summary, figures.figures(answer), figures.printed(answer))


def statistics(reader: Client) -> Answer:
    """The district statistics as reporting tells them."""
    return reader.get(_STATISTICS)


def caught_up(operator: Client, reader: Client) -> None:
    """Wait until reporting has taken up all that membership has recorded."""
    reader.get(_STATISTICS, {"Read-After": newest(operator, "membership")})
