"""Free text that is kept in clear is looked through at the door: it must not say who somebody is.

What a person may be found by belongs into the fields that are sealed with his key. Screening knows it by
its form, and names by the names of those concerned. It is a fence for honest people in a hurry, no
proof: a stranger's name has no form. So what tells about one person is sealed and not screened.

Sources: GB 11643 (identity numbers), GB/T 2260 therein; 工信部 numbering plan (mobile 1[3-9], area codes
from 0); ISO/IEC 7812 (cards, with Luhn's digit).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

_SHORTEST_NAME = 2
_CARD = 16


class Rule(NamedTuple):
    """What a text must not hold.

    Attributes:
        slug: the rule's name, for programs.
        message: what is wrong and where it belongs, in English.
        label: the same for people.
        found: whether the text, in its plain form, has it.
    """

    slug: str
    message: str
    label: str
    found: Callable[[str], bool]


def plain(text: str) -> str:
    """Full-width signs as usual ones, and no blanks or hyphens between digits."""
    usual = unicodedata.normalize("NFKC", text)
    return re.sub(r"(?<=\d)[ \t·.\-]{1,3}(?=[\dXx])", "", usual)


def _like(pattern: str) -> Callable[[str], bool]:
    sought = re.compile(pattern)
    return lambda text: sought.search(text) is not None


_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_COUNT = r"[0-9A-Za-z零〇一二三四五六七八九十百]{1,5}"
_CARDS = re.compile(r"(?<!\d)\d{16,19}(?!\d)")


_like_account = _like(r"[\w.+-]+@[\w-]+\.\w+|(?:微信|QQ|qq)号?\s*[:是]?\s*[A-Za-z0-9_-]{5,}")


def _has_card(text: str) -> bool:
    return any(_is_card(found) for found in _CARDS.findall(text))


def _is_card(number: str) -> bool:
    """Luhn's digit is right."""
    doubled = (int(one) * (1 + at % 2) for at, one in enumerate(reversed(number)))
    return sum(each - 9 * (each > 9) for each in doubled) % 10 == 0  # noqa: PLR2004 -- one digit


_SEALED = "give it in the person's own sealed fields"
_BELONGS = "请填入该人员的个人信息栏(密封保存),说明文字中不得出现"
IDENTITY_NUMBER = Rule(
    "identity-number-in-text",
    f"an identity number stands in it; {_SEALED}",
    f"{_BELONGS}身份证号",
    _like(
        rf"(?<!\d)[1-9]\d{{5}}(?:(?:18|19|20)\d{{2}}{_DAY}\d{{3}}[\dXx]|\d{{2}}{_DAY}\d{{3}})(?!\d)"
    ),
)
PHONE_NUMBER = Rule(
    "phone-in-text",
    f"a telephone number stands in it; {_SEALED}",
    f"{_BELONGS}电话号码",
    _like(
        r"(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)"
        r"|(?<!\d)\(?0(?:10|2\d|[3-9]\d{2})\)?\d{7,8}(?!\d)"
        r"|(?:电话|手机|座机|[Tt]el)\D{0,3}\d{7,8}(?!\d)"
    ),
)
ACCOUNT = Rule(
    "account-in-text",
    f"a bank card, e-mail address or messenger account stands in it; {_SEALED}",
    f"{_BELONGS}银行卡号、邮箱或社交账号",
    lambda text: _has_card(text) or _like_account(text),
)
ADDRESS = Rule(
    "address-in-text",
    f"an address to the house or flat stands in it; {_SEALED}",
    f"{_BELONGS}门牌地址",
    _like(
        rf"(?:路|街|巷|弄|里|村|道|胡同|园|苑|小区|社区){_COUNT}号"
        rf"|{_COUNT}(?:栋|幢|号楼)(?:{_COUNT}(?:室|号|户)|\d{{2,4}})"
        rf"|{_COUNT}单元{_COUNT}(?:室|号|户)"
        r"|(?<!\d)\d{3,4}室"
    ),
)
NAME = "name-in-text"
ALL = (IDENTITY_NUMBER, PHONE_NUMBER, ACCOUNT, ADDRESS)
OF_PUBLIC_NAMES = (IDENTITY_NUMBER, PHONE_NUMBER, ACCOUNT)
"""A hall that is lent to everybody is found by its address."""


class PersonalDataInText(Exception):
    """A free text holds what would tell who somebody is; nothing happened, and the text is not quoted.

    Attributes:
        field: the command's field, nested ones behind a dot.
        slug: the rule it breaks.
        message: what is wrong and what to do, in English.
        label: the same for people.
    """

    def __init__(self, field: str, slug: str, message: str, label: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field, self.slug, self.message, self.label = field, slug, message, label


def check(
    field: str, text: str, names: Callable[[], Iterable[str]], *, public: bool = False
) -> None:
    """Refuse a text that tells who somebody is.

    Args:
        field: what it is called where it was given.
        text: as it was given.
        names: of the persons concerned, as far as they are known; asked for only where it matters.
        public: it is what a body or a place is called that everybody may know.

    Raises:
        PersonalDataInText: naming the field and the rule.
    """
    if not text.strip():
        return
    told = plain(text)
    for rule in OF_PUBLIC_NAMES if public else ALL:
        if rule.found(told):
            raise PersonalDataInText(field, rule.slug, rule.message, rule.label)
    if any(name in told for name in _worth_looking_for(names())):
        message = "it names the person it is about; he is named by his id already"
        raise PersonalDataInText(
            field, NAME, message, "说明文字中请勿写出当事人姓名,系统已按编号关联"
        )


def _worth_looking_for(names: Iterable[str]) -> Iterator[str]:
    """A single character stands in every other word."""
    return (name for name in map(plain, names) if len(name) >= _SHORTEST_NAME)
