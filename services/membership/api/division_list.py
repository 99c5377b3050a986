"""Reading the official list of divisions from a .csv file."""

import csv
import io
from typing import BinaryIO

from pydantic import BaseModel, ValidationError

from services.membership.domain.terms import DivisionLevel
from services.membership.domain.territory.commands import Division
from shared.http.problem import FieldError
from shared.http.refusals import Invalid

HEADERS = ["code", "name", "level", "parent_code"]
FILE_BYTES = 8 * 1024 * 1024
_MOST_ERRORS = 20


class _Line(BaseModel):
    code: str
    name: str
    level: DivisionLevel
    parent_code: str


def read_divisions(file: BinaryIO) -> tuple[Division, ...]:
    """The file's lines.

    Raises:
        Invalid: naming the line and the rule it breaks.
    """
    try:
        text = file.read(FILE_BYTES + 1).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise _refused([("file", "csv", "the file must be CSV in UTF-8")]) from error
    if not rows or rows[0] != HEADERS:
        raise _refused([("file", "headers", f"the first line must be {','.join(HEADERS)}")])
    return _typed(rows[1:])


def _typed(rows: list[list[str]]) -> tuple[Division, ...]:
    lines, wrong = [], []
    for number, row in enumerate(rows, start=2):
        if not any(row):
            continue
        try:
            line = _Line.model_validate(dict(zip(HEADERS, row, strict=True)))
        except ValidationError:
            levels = "/".join(DivisionLevel)
            wrong.append((f"file.line[{number}].level", "level", f"level must be one of {levels}"))
        except ValueError:
            wrong.append((f"file.line[{number}]", "columns", "a line must have four columns"))
        else:
            lines.append(Division(line.code, line.name, line.level, line.parent_code or None))
    if wrong:
        raise _refused(wrong[:_MOST_ERRORS])
    return tuple(lines)


def _refused(wrong: list[tuple[str, str, str]]) -> Invalid:
    return Invalid([FieldError(field=f, rule=rule, message=why) for f, rule, why in wrong])
