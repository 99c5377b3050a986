"""`dead-letters list | show | retry | discard`: what a view, a policy or a consumer could not take."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from deploy.operate.answers import Refused, Status, table
from shared.freshness import NotInTime
from shared.subscription.dead_letters import DeadLetter
from shared.subscription.healing import Healed, Healing
from shared.subscription.promise import NO_SEQUENCE, Fenced

Ailing = Healing[Any]
_SHORT, _NONE = 60, "-"
_GONE = "已不在原处 no longer where it stood: its topic was made anew"
_HEADERS = (
    "编号 id",
    "订阅 subscription",
    "来源 source",
    "位置 position",
    "序号 sequence",
    "类型 type",
    "流 stream",
    "原因 reason",
)


def letters_of(healings: Iterable[Ailing]) -> Iterator[tuple[Ailing, DeadLetter]]:
    """All that waits for a decision, in order."""
    for healing in healings:
        yield from ((healing, letter) for letter in healing.listed())


def run_list(healings: Iterable[Ailing]) -> Status:
    """Print all that waits; `LEFT` when something does."""
    found = [letter for _, letter in letters_of(healings)]
    print(_listing(found, empty="没有搁置的消息 nothing is set aside"))
    return Status.LEFT if found else Status.DONE


def run_show(healings: Iterable[Ailing], number: int) -> Status:
    """Print one with its reason and its content."""
    _, letter = _found(healings, number)
    told = {
        "编号 id": letter.id,
        "订阅 subscription": letter.subscription,
        "来源 source": f"{letter.source}, {_GONE if letter.position is None else letter.position}",
        "序号 sequence": _sequence(letter),
        "类型 type": letter.type,
        "流 stream": letter.key,
        "搁置 set aside": f"{letter.parked_at.astimezone().replace(microsecond=0)}",
        "原因 reason": letter.reason,
        "内容 content": letter.value.decode(errors="backslashreplace"),
    }
    print("\n".join(f"{name}: {value}" for name, value in told.items()))
    return Status.DONE


def run_retry(healings: Iterable[Ailing], *, stream: str | None, dry_run: bool) -> Status:
    """Take what waits, stream by stream; `LEFT` when some fail again."""
    waiting = [(one, d) for one, d in letters_of(healings) if stream in {None, d.key}]
    if not waiting and stream is not None:
        raise Refused(f"nothing of stream {stream} is set aside: see `dead-letters list`")
    streams = dict.fromkeys((one.name, letter.key) for one, letter in waiting)
    by_name = {one.name: one for one, _ in waiting}
    if dry_run:
        print("试运行 dry run: nothing is changed")
        return _told(streams, lambda name, key: by_name[name].preview(key))
    return _told(streams, lambda name, key: by_name[name].retry(key))


def run_discard(healings: Iterable[Ailing], number: int, *, because: str, dry_run: bool) -> Status:
    """Leave one out for good, in every rebuild too, and take those behind it; `LEFT` when some fail again."""
    healing, letter = _found(healings, number)
    what = f"{letter.id}: {letter.type} of {letter.key} in {healing.name}"
    stream = [(healing.name, letter.key)]
    if dry_run:
        print(f"试运行 dry run: would leave out {what}, because: {because}")
        others = [d for d in healing.listed() if d.key == letter.key and d.id != number]
        print(_listing(others, empty="同流没有其他 nothing else of its stream waits"))
        return _told(stream, lambda _, key: healing.preview(key, without=number))
    healed = _fenced(partial(healing.discard, number, because))
    print(f"已弃用 left out: {what}")
    return _told(stream, lambda *_: healed)


def _listing(letters: Iterable[DeadLetter], *, empty: str) -> str:
    rows = [
        (
            *(d.id, d.subscription, d.source, _NONE if d.position is None else d.position),
            *(_sequence(d), d.type, d.key, d.reason[:_SHORT]),
        )
        for d in letters
    ]
    return table(_HEADERS, rows, empty=empty)


def _sequence(letter: DeadLetter) -> str:
    return _NONE if letter.sequence == NO_SEQUENCE else str(letter.sequence)


def _found(healings: Iterable[Ailing], number: int) -> tuple[Ailing, DeadLetter]:
    for healing, letter in letters_of(healings):
        if letter.id == number:
            return healing, letter
    raise Refused(f"no entry {number} waits for a decision: see `dead-letters list`")


def _told(streams: Iterable[tuple[str, str]], act: Callable[[str, str], Healed]) -> Status:
    done = [((name, key), _fenced(partial(act, name, key))) for name, key in streams]
    print(_healed(done))
    return Status.LEFT if any(one.left for _, one in done) else Status.DONE


def _healed(found: Iterable[tuple[tuple[str, str], Healed]]) -> str:
    headers = ("订阅 subscription", "流 stream", "已恢复 healed", "仍搁置 left", "原因 reason")
    rows = [(n, one.key, one.healed, one.left, one.reason[:_SHORT]) for (n, _), one in found]
    return table(headers, rows, empty="没有搁置的消息 nothing is set aside")


def _fenced(act: Callable[[], Healed]) -> Healed:
    try:
        return act()
    except Fenced as error:
        raise Refused(
            f"{error}: wait until its rebuild is done, or its new release runs, and say it again"
        ) from error
    except LookupError as error:  # somebody else has decided on it meanwhile
        raise Refused(f"{error}: see `dead-letters list`") from error
    except NotInTime as error:
        raise Refused(
            "the service's views have not come so far: see `lag`, and say it again"
        ) from error
