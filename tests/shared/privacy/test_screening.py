"""What tells who somebody is does not pass as free text; what merely has figures in it does."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

import pytest

from shared.privacy.free_text import screen
from shared.privacy.screening import PersonalDataInText, check

IDENTITY, PHONE = "identity-number-in-text", "phone-in-text"
ACCOUNT, ADDRESS, NAME = "account-in-text", "address-in-text", "name-in-text"


def refused(text: str, *names: str, public: bool = False) -> str:
    """The rule that refused; empty when none did."""
    try:
        check("note", text, lambda: names, public=public)
    except PersonalDataInText as why:
        return why.slug
    return ""


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("身份证430111199001011234", IDENTITY),
        ("43011119900101123x", IDENTITY),
        ("43011119900101123X", IDENTITY),
        ("430111 19900101 123X", IDENTITY),
        ("430111-19900101-1234", IDENTITY),
        ("４３０１１１１９９００１０１１２３４", IDENTITY),
        ("一代证430111900101123", IDENTITY),
        ("请打13812345678", PHONE),
        ("138 1234 5678", PHONE),
        ("+86-138-1234-5678", PHONE),
        ("0731-84220000", PHONE),
        ("(0731)84220000", PHONE),
        ("010 65001234", PHONE),
        ("电话:84220000", PHONE),
        ("写信到li.si@example.com", ACCOUNT),
        ("微信号: li_si_88", ACCOUNT),
        ("卡号6222 0200 0000 0000 000", ACCOUNT),
        ("住广济桥社区3栋201", ADDRESS),
        ("韶山中路12号", ADDRESS),
        ("三栋二单元二零一室", ADDRESS),
        ("2单元501室", ADDRESS),
        ("５０２室", ADDRESS),
    ],
)
def test_what_tells_who_somebody_is_is_refused(text: str, rule: str) -> None:
    assert refused(text) == rule
    assert refused(f"多次缺席,{text},特此说明") == rule


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "雨组〔2026〕1号",
        "湘发〔2020〕12号文",
        "多次缺席",
        "广济桥第5党支部",
        "群众诉求所需场地(2026-01-10至2026-01-12)",
        "2026-01-10 10:00 至 2026-01-12 12:00",
        "3楼活动室",
        "12栋楼的楼道灯",
        "2栋3单元楼道",
        "第一单元学习",
        "走访慰问320户困难家庭",
        "V-2026-0001",
        "20260110",
        "区划430111001001",
        "捐款100000元",
        "6222021234567890123",  # as long as a card, but Luhn's digit is wrong
    ],
)
def test_what_merely_has_figures_in_it_passes(text: str) -> None:
    assert refused(text) == ""


def test_a_hall_is_called_by_its_address_but_by_no_number_of_anybody() -> None:
    assert refused("广济桥社区3栋201会议室", public=True) == ""
    assert refused("礼堂,联系13812345678", public=True) == PHONE


def test_those_concerned_are_known_by_name() -> None:
    assert refused("欧阳晓梅未参加组织生活", "王一", "欧阳晓梅") == NAME
    assert (
        refused("王 一未参加", "王一") == ""
    )  # a form it does not know: hence what tells of one person is sealed
    assert refused("本人要求退党", "本") == ""  # one character stands in every other word
    assert refused("多次缺席", "欧阳晓梅") == ""


def test_a_refusal_does_not_quote_what_it_refuses() -> None:
    with pytest.raises(PersonalDataInText) as refusal:
        check("note", "请打13812345678", lambda: ())

    assert "13812345678" not in f"{refusal.value} {refusal.value.message} {refusal.value.label}"


@dataclass(frozen=True)
class Point:
    title: Annotated[str, "free text"]
    unit_id: str = ""


@dataclass(frozen=True)
class Convene:
    meeting_id: str
    venue: Annotated[str, "public name"]
    agenda: tuple[Point, ...] = ()
    remark: Annotated[str, "free text"] | None = None


def field_refused(command: object, names: Iterable[str] = ()) -> tuple[str, str] | None:
    try:
        screen(command, lambda _: names)
    except PersonalDataInText as why:
        return why.field, why.slug
    return None


def test_every_marked_field_of_a_command_is_looked_at_also_within_lists_and_options() -> None:
    assert (
        field_refused(Convene("13812345678", "3栋201室", (Point("路灯", "13812345678"),))) is None
    )
    assert field_refused(Convene("m", "电话13812345678")) == ("venue", PHONE)
    assert field_refused(Convene("m", "厅", (Point("x"), Point("3栋201")))) == (
        "agenda.title",
        ADDRESS,
    )
    assert field_refused(Convene("m", "厅", remark="li@x.cn")) == ("remark", ACCOUNT)
    assert field_refused(Convene("m", "厅", remark="王一说"), ["王一"]) == ("remark", NAME)


@dataclass(frozen=True)
class Step:
    unit_id: str


@dataclass(frozen=True)
class Noted(Step):
    remark: Annotated[str, "free text"]


@dataclass(frozen=True)
class Record:
    steps: tuple[Step, ...]


def test_a_command_made_of_others_is_looked_at_as_what_they_are() -> None:
    assert field_refused(Record((Step("x"), Noted("x", "13812345678")))) == ("steps.remark", PHONE)


def test_names_are_asked_for_only_when_there_is_something_to_look_at() -> None:
    def nobody(_: object) -> Iterable[str]:
        raise AssertionError("asked for names in vain")

    screen(Convene("m", " ", remark=""), nobody)
