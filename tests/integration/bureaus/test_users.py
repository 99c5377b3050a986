"""Operators admit a bureau's user, give him another password, and let him go; each time Kafka itself obeys."""

import json
from pathlib import Path

import pytest
from kafka import KafkaConsumer
from kafka.errors import KafkaError

from deploy.operate.__main__ import main
from deploy.operate.answers import Status
from shared.clock import new_id
from tests.integration.bureaus.conftest import READABLE, USER, Secured, admitted

pytestmark = pytest.mark.slow
Capsys = pytest.CaptureFixture[str]


@pytest.fixture
def user() -> str:
    """A user whom nobody has admitted."""
    return f"bureau-{new_id()[-8:]}"


def let_in(secured: Secured, user: str, password: str) -> bool:
    """Whether the brokers let that user in; they hear of a change a moment later, so ask more than once."""
    told = secured.bureau(sasl_plain_username=user, sasl_plain_password=password)
    try:
        KafkaConsumer(**told, bootstrap_timeout_ms=3_000).close()
    except KafkaError:
        return False
    return True


def soon(secured: Secured, user: str, password: str, *, wanted: bool) -> bool:
    return any(let_in(secured, user, password) is wanted for _ in range(20))


def operate(secured: Secured, *words: str) -> int:
    return main(["users", *words, "--bootstrap", secured.inside])


def test_who_is_admitted_comes_in_with_the_password_shown(secured: Secured, user: str) -> None:
    assert soon(secured, user, admitted(secured.inside, user), wanted=True)
    assert not let_in(secured, user, "0" * 64)


def test_a_renewed_password_ends_the_old_one(secured: Secured, user: str, capsys: Capsys) -> None:
    first = admitted(secured.inside, user)

    assert operate(secured, "admit", user) == Status.REFUSED
    assert "--renew" in capsys.readouterr().err
    second = admitted(secured.inside, user, "--renew")

    assert soon(secured, user, second, wanted=True)
    assert soon(secured, user, first, wanted=False)


def test_who_is_removed_comes_in_no_more(secured: Secured, user: str, capsys: Capsys) -> None:
    password = admitted(secured.inside, user)
    assert soon(secured, user, password, wanted=True)

    assert operate(secured, "remove", user) == Status.DONE
    assert soon(secured, user, password, wanted=False)
    assert operate(secured, "remove", user) == Status.REFUSED
    assert "users list" in capsys.readouterr().err


def test_the_list_tells_who_may_read_what(
    secured: Secured, user: str, capsys: Capsys, tmp_path: Path
) -> None:
    admitted(secured.inside, user)
    file, without = tmp_path / "acls.toml", f"{user}-too"
    at = ("--file", str(file), "--bootstrap", secured.inside)
    before = f'[readers]\n"{USER}" = {json.dumps(READABLE)}\n'
    file.write_text(f'{before}"{without}" = ["{READABLE[0]}"]\n', encoding="utf-8")
    assert main(["acls", "apply", *at]) == Status.DONE
    assert any(main(["acls", "plan", *at]) == Status.DONE for _ in range(100))
    capsys.readouterr()

    assert operate(secured, "list") == Status.DONE
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}
    file.write_text(before, encoding="utf-8")
    assert main(["acls", "apply", *at, "--allow-destructive"]) == Status.DONE

    assert lines[USER].endswith(f"SCRAM-SHA-512  {', '.join(READABLE)}")
    assert lines[user].endswith("SCRAM-SHA-512  -")
    assert lines[without].split()[1:] == ["无", "none", READABLE[0]]


@pytest.mark.parametrize("words", [("admit",), ("admit", "--renew"), ("remove",)])
def test_a_dry_run_changes_nothing(
    secured: Secured, user: str, words: tuple[str, ...], capsys: Capsys
) -> None:
    known = user if words == ("admit",) else USER

    assert operate(secured, *words, known, "--dry-run") == Status.DONE
    assert "试运行" in capsys.readouterr().out
    assert operate(secured, "list") == Status.DONE
    listed = capsys.readouterr().out
    assert (user in listed, USER in listed) == (False, True)
    assert let_in(secured, USER, secured.password)


@pytest.mark.parametrize(
    "name", ["Bureau", "bureau.health", "bureau health", "-b", "b--c", "卫健委"]
)
def test_a_name_that_is_none_is_refused_with_the_rule(
    secured: Secured, name: str, capsys: Capsys
) -> None:
    """His groups begin with his name and a dot: a name with a dot would reach into another's."""
    assert main(["users", "admit", "--bootstrap", secured.inside, "--", name]) == Status.REFUSED
    assert "small letters, digits and single dashes" in capsys.readouterr().err
