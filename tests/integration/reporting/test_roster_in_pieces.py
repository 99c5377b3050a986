"""The printed roster is read piece by piece, and is the same as read at once."""

from datetime import date

from services.reporting.conferences.compiling import all_conferences, conferences_of
from services.reporting.conferences.question import Positions, Question
from services.reporting.conferences.roster import After, Slice
from services.reporting.conferences.selecting import selected
from services.reporting.projections.moment import Moment, Period
from services.reporting.settings import Settings
from shared.database import open_engine
from tests.integration.reporting.conftest import Running, publish_year

DAY = date(2026, 9, 30)


def test_in_pieces_it_is_as_at_once(reporting: Running, settings: Settings) -> None:
    publish_year(reporting)
    assert reporting.get("/joint-conferences/4301").status_code == 200  # the view is there
    question = Question("4301", Moment(DAY), Positions(), Period(date(2026, 1, 1), DAY))
    engine = open_engine(settings.database_url)
    with engine.connect() as connection:
        selection = selected(connection, question)
        whole = conferences_of(connection, selection, Slice(After(), 1_000))
        for pieces in (1, 2, 1_000):
            assert list(all_conferences(connection, selection, pieces)) == whole
    engine.dispose()
    assert len(whole) > 2
    assert any(member.shared["hall_loans"] for one in whole for member in one.members)
