"""Log lines are JSON, carry their request, and hold no personal data, not even from libraries."""

import io
import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from shared.logging import configure

NUMBER = "430111199001011234"


class Lines(io.StringIO):
    def read_all(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]


@pytest.fixture
def lines() -> Iterator[Lines]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    stream = Lines()
    configure("INFO", stream)
    yield stream
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def complain() -> None:
    raise ValueError(f"row {NUMBER}\nDETAIL: Key (who)=(张三)") from KeyError(NUMBER)


def failure() -> ValueError:
    with pytest.raises(ValueError, match="row") as caught:
        complain()
    return caught.value


def test_a_line_is_json_with_time_level_and_the_request(lines: Lines) -> None:
    with structlog.contextvars.bound_contextvars(correlation_id="abc"):
        structlog.get_logger("relay").info("relay.published", count=3, note="社区")

    (line,) = lines.read_all()
    assert line.pop("at").endswith("+00:00")
    assert line == {
        "event": "relay.published",
        "count": 3,
        "note": "社区",
        "level": "info",
        "logger": "relay",
        "correlation_id": "abc",
    }
    assert "社区" in lines.getvalue()


def test_personal_data_is_gone(lines: Lines) -> None:
    structlog.get_logger("x").warning(f"row {NUMBER}", name="张三", cell={"phone": "1"})

    assert NUMBER not in lines.getvalue()
    assert "张三" not in lines.getvalue()


def test_libraries_speak_the_same_way(lines: Lines) -> None:
    logging.getLogger("library").warning("bad value %s", NUMBER, extra={"phone": "13812341234"})

    (line,) = lines.read_all()
    assert line["event"] == "bad value 4301**********1234"
    assert (line["logger"], line["level"], line["phone"]) == ("library", "warning", "[removed]")


@pytest.mark.parametrize("way", ["given", "current", "library"])
def test_an_exception_is_told_without_its_rows(lines: Lines, way: str) -> None:
    error = failure()
    match way:
        case "given":
            structlog.get_logger("x").error("failed", exc_info=error)
        case "current":
            try:
                raise error
            except ValueError:
                structlog.get_logger("x").exception("failed")
        case _:
            logging.getLogger("x").error("failed", exc_info=error)

    (line,) = lines.read_all()
    assert line["error"] == [
        "ValueError: row 4301**********1234",
        "KeyError: '4301**********1234'",
    ]
    assert any(frame.endswith(" complain") for frame in line["traceback"])
    assert "张三" not in lines.getvalue()


def test_without_an_exception_there_is_none_to_tell(lines: Lines) -> None:
    structlog.get_logger("x").error("failed", exc_info=True)
    structlog.get_logger("x").error("failed", exc_info=sys.exc_info())

    assert [line.keys() & {"error", "exc_info"} for line in lines.read_all()] == [set(), set()]


def test_lines_below_the_level_are_left_out(lines: Lines) -> None:
    structlog.get_logger("x").debug("detail")
    logging.getLogger("x").debug("detail")

    assert lines.read_all() == []
