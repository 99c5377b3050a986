"""Write the reference of every variable: ``python -m deploy.configuration`` makes docs/configuration.md.

Names, forms and defaults are those of the settings, meanings the lines under their `Attributes:`. A test
fails while the page differs from the code.
"""

import inspect
import re
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from deploy.services import SERVICES
from shared.program import Program
from shared.settings import FOR_ALL, ServiceSettings

PAGE = Path(__file__).parent.parent / "docs" / "configuration.md"
_ATTRIBUTE = re.compile(r"^ {4}(\w+): (.+(?:\n {8}.+)*)", re.MULTILINE)
_UNITS = {"seconds": "s", "hours": "h", "port": "TCP"}
_KINDS = {str: "text", int: "whole number", float: "number", Path: "path"}
_HEAD = f"""# Configuration

Written by `python -m deploy.configuration` from the settings of the services; do not edit by hand.

A process is told by its environment alone. It looks for a variable under its service's name first
(`MEMBERSHIP_PORT`), then under the name that all services share (`{FOR_ALL}PORT`); one that is empty
counts as not given. A wrong or missing one ends the process with status 78 and a line that names it.

`python -m services.<service>` runs a service in the role its environment names. Each role may run in any
number of processes; each process serves `/health/live`, `/health/ready` and `/metrics` on its port.
"""
_COLUMNS = ["| variable | meaning | form | default |", "|---|---|---|---|"]


@dataclass(frozen=True)
class Variable:
    """One variable a process is told by.

    Attributes:
        name: the field's, in capitals.
        meaning: its line under `Attributes:`.
        form: what it takes, with its unit.
        default: what holds when it is not given.
    """

    name: str
    meaning: str
    form: str
    default: str

    def row(self, prefix: str) -> str:
        """Its line in the reference."""
        return f"| `{prefix}{self.name}` | {self.meaning} | {self.form} | {self.default} |"


def variables(settings: type[ServiceSettings]) -> Iterator[Variable]:
    """Those that ``settings`` itself adds, in the order of its fields."""
    types, meanings = get_type_hints(settings), _meanings(settings)
    own = inspect.get_annotations(settings)
    for one in (field for field in fields(settings) if field.name in own):
        form = _form(one.name, types[one.name])
        yield Variable(one.name.upper(), meanings[one.name], form, _default(one.default))


def page() -> str:
    """The whole reference."""
    programs = [service.program for service in SERVICES.values()]
    lines = [_HEAD, "## Every service", "", *_table("<SERVICE>_", variables(ServiceSettings))]
    for program in programs:
        lines += ["", f"## {program.name}", "", _roles(program), ""]
        own = list(variables(program.settings))
        lines += _table(program.prefix, own) if own else ["No variables besides those above."]
    return "\n".join(lines) + "\n"


def _table(prefix: str, rows: Iterable[Variable]) -> list[str]:
    return [*_COLUMNS, *(one.row(prefix) for one in rows)]


def _roles(program: Program) -> str:
    return f"Roles: {', '.join(f'`{role}`' for role in program.roles)}; `all` is every one of them."


def _meanings(settings: type) -> dict[str, str]:
    _, _, attributes = (inspect.getdoc(settings) or "").partition("Attributes:\n")
    found = _ATTRIBUTE.findall(attributes)
    return {name: " ".join(told.split()).replace("``", "`") for name, told in found}


def _default(default: Any) -> str:
    if default is MISSING:
        return "**must be given**"
    return "–" if default == "" else f"`{default}`"


def _form(name: str, kind: Any) -> str:
    if name == "role":
        return "a role of the service"
    if get_origin(kind) is Literal:
        return ", ".join(f"`{value}`" for value in get_args(kind))
    unit = _UNITS.get(name.rpartition("_")[2], "")
    return f"{_KINDS[kind]}, {unit}" if unit else _KINDS[kind]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
