"""Taking an appeal down: what is kept, where it goes, and what is refused."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.petitions.domain.categories import decider as categories
from services.petitions.domain.categories.events import CategoryRetired
from services.petitions.domain.categories.rejections import CategoryIsRetired, UnknownCategory
from services.petitions.domain.directory.rejections import PlaceOutsideDistrict
from services.petitions.domain.petition import intake
from services.petitions.domain.petition import rejections as refused
from services.petitions.domain.petition.causes import RefusalCause
from services.petitions.domain.petition.commands import (
    AcceptPetition,
    AttachFile,
    EraseAppellant,
    RecategorisePetition,
    RefusePetition,
)
from services.petitions.domain.petition.events import (
    PetitionRecategorised,
    PetitionRefused,
    PetitionRegistered,
)
from services.petitions.domain.petition.facts import Note
from services.petitions.domain.petition.words import Kept, Stage, Status, Stop
from services.petitions.domain.rejection import Rejection
from services.petitions.domain.streams import CATEGORIES
from services.petitions.domain.terms import Kind, Mode
from tests.unit.petitions.petition_scene import (
    COMMUNITY,
    DISTRICT,
    ELSEWHERE,
    START,
    STREET,
    TODAY,
    WORDS,
    Scene,
    a_file,
    after,
    dispatch,
    names,
    register,
    resolve,
    told,
)


def test_an_appeal_is_taken_down_and_goes_where_category_and_place_lead() -> None:
    scene = Scene()
    (event,) = scene.when(register(attachments=(a_file(),)))
    assert isinstance(event, PetitionRegistered)
    assert event.about.category_path == "housing/property-management"
    assert event.about.place_path.endswith(f"{STREET}/{COMMUNITY}")
    assert (event.about.mode, event.about.registered_at) == (Mode.NORMAL, START)
    assert (event.after.status, event.after.unit_id) == (Status.REGISTERED, COMMUNITY)
    assert event.effective_date == TODAY
    (clock,) = event.started
    assert (clock.stage, clock.moments.due_at) == (Stage.DISPATCH, after(hours=24))


def test_what_the_community_does_at_once_is_promised_from_the_first_word_on() -> None:
    (event,) = Scene().when(register(category_id="noise"))
    assert isinstance(event, PetitionRegistered)
    due = {clock.stage: clock.moments.due_at for clock in event.started}
    assert due == {Stage.ON_SITE: after(minutes=10), Stage.HANDLE: after(minutes=30)}
    assert (event.after.response, event.after.handling) == (Kept.PENDING, Kept.PENDING)


def test_for_thanks_nothing_is_promised() -> None:
    scene = Scene().given(register(kind=Kind.THANKS), dispatch())
    assert scene.petition().clock_count == 0


def test_the_day_is_the_citys() -> None:
    late = datetime(2026, 5, 31, 16, 30, tzinfo=UTC)
    (event,) = Scene().when(register(now=late))
    assert event.effective_date == TODAY


@pytest.mark.parametrize(
    ("given", "rejection", "field"),
    [
        ({"category_id": "unheard-of"}, UnknownCategory, "category_id"),
        ({"place": "440111001001"}, PlaceOutsideDistrict, "place"),
        ({"text": Note("c2VhbGVk", 0)}, refused.NoteMissing, "text"),
        ({"text": Note("c2VhbGVk", 50_000)}, refused.NoteTooLong, "text"),
        ({"tracking_digest": "1234"}, intake.DigestInvalid, "tracking_digest"),
        (
            {"attachments": tuple(a_file(f"f{n}") for n in range(10))},
            intake.TooManyAttachments,
            "attachments",
        ),
        ({"attachments": (a_file(size=0),)}, intake.AttachmentIsEmpty, "attachments.size"),
        ({"attachments": (a_file(size=10**9),)}, intake.AttachmentTooLarge, "attachments.size"),
        (
            {"attachments": (a_file(media_type="application/x-msdownload"),)},
            intake.AttachmentTypeRefused,
            "attachments.media_type",
        ),
        ({"attachments": (a_file(sha256="?"),)}, intake.DigestInvalid, "attachments.sha256"),
        ({"at": after(seconds=1)}, refused.HappenedInFuture, "at"),
        ({"now": datetime(2026, 6, 1, 9)}, refused.HappenedWithoutZone, "at"),  # noqa: DTZ001 -- the fault
    ],
)
def test_what_cannot_be_an_appeal_is_refused(
    given: dict[str, Any], rejection: type[Rejection], field: str
) -> None:
    with pytest.raises(rejection) as refusal:
        Scene().decide(register(**given))
    assert refusal.value.field == field
    assert refusal.value.label


def test_an_id_names_one_appeal() -> None:
    scene = Scene().given(register())
    with pytest.raises(intake.PetitionAlreadyRegistered):
        scene.decide(register(tracking_digest="cd" * 32))


def test_a_letter_that_came_earlier_counts_from_then() -> None:
    earlier = START - timedelta(days=1)
    (event,) = Scene().when(register(at=earlier))
    assert event.at == earlier
    assert isinstance(event, PetitionRegistered)
    assert event.about.registered_at == earlier


def test_it_is_accepted_by_an_office_of_the_place() -> None:
    scene = Scene().given(register())
    assert names(scene.when(told(AcceptPetition, by=STREET))) == ["PetitionAccepted"]
    with pytest.raises(refused.NotEntitledToDirect):
        Scene().given(register()).decide(told(AcceptPetition, by=ELSEWHERE))


def test_it_is_refused_for_a_stated_cause_and_its_promises_are_void() -> None:
    scene = Scene().given(register())
    (event,) = scene.when(told(RefusePetition, cause=RefusalCause.IN_COURT))
    assert isinstance(event, PetitionRefused)
    assert [end.stop for end in event.stopped] == [Stop.VOID]
    assert scene.petition().clocks == ()
    with pytest.raises(refused.PetitionIsClosed):
        scene.decide(dispatch())


def test_another_cause_needs_words() -> None:
    scene = Scene().given(register())
    with pytest.raises(refused.NoteMissing):
        scene.decide(told(RefusePetition, cause=RefusalCause.OTHER))
    assert scene.when(told(RefusePetition, cause=RefusalCause.OTHER, note=WORDS))


def test_what_it_is_about_is_put_right_before_it_is_dispatched() -> None:
    scene = Scene().given(register())
    command = told(RecategorisePetition, category_id="parking", place=ELSEWHERE)
    (event,) = scene.when(command)
    assert isinstance(event, PetitionRecategorised)
    assert event.about_before.category_id == "property-management"
    assert (event.about.category_id, event.about.place) == ("parking", ELSEWHERE)
    assert event.after.unit_id == STREET
    assert scene.petition().clock(Stage.DISPATCH) is not None
    scene.when(dispatch(lead_id=STREET, by=STREET))
    with pytest.raises(refused.StepOutOfOrder):
        scene.decide(told(RecategorisePetition, category_id="noise", place=ELSEWHERE, by=STREET))


def test_files_are_added_while_it_is_open() -> None:
    scene = Scene().given(register(attachments=(a_file("f0"),)))
    added = [told(AttachFile, attachment=a_file(f"f{n}")) for n in range(1, 9)]
    scene.given(*added)
    with pytest.raises(intake.TooManyAttachments):
        scene.decide(told(AttachFile, attachment=a_file("f9")))
    with pytest.raises(refused.NotEntitledToDirect):
        scene.decide(told(AttachFile, attachment=a_file("f9"), by=ELSEWHERE))


def test_the_appellant_is_forgotten_and_every_figure_stays() -> None:
    scene = Scene().given(register(), dispatch(), resolve())
    before = scene.petition().standing
    assert names(scene.when(told(EraseAppellant))) == ["AppellantErased"]
    assert scene.petition().standing == before


def test_nothing_is_done_about_what_was_never_registered() -> None:
    for command in (dispatch(), resolve(), told(EraseAppellant), told(AcceptPetition, by=DISTRICT)):
        with pytest.raises(refused.UnknownPetition):
            Scene().decide(command)


def test_nothing_happens_in_a_retired_category() -> None:
    scene = Scene()
    scene.states[CATEGORIES] = categories.fold((CategoryRetired("housing", TODAY),))
    with pytest.raises(CategoryIsRetired):
        scene.decide(register())
