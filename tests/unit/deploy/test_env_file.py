"""A fresh `.env` tells compose.yaml everything it must be told, and each time anew."""

import re

import pytest

from deploy import env_file
from deploy.services import SERVICES
from shared.access.issuer import AUDIENCE, ISSUER
from shared.access.tokens import Verifier
from tests.support.compose import FOLDER

Capsys = pytest.CaptureFixture[str]
REQUIRED = set(re.findall(r"\$\{(\w+):\?", (FOLDER / "compose.yaml").read_text(encoding="utf-8")))
ADDRESS = "https://identity.example/jwks"


def told(capsys: Capsys, *arguments: str) -> dict[str, str]:
    """The variables of a fresh file, as compose reads them: what stands in single quotes is literal."""
    env_file.main([*arguments])
    lines = [line for line in capsys.readouterr().out.splitlines() if line and line[0] != "#"]
    return {name: value.strip("'") for name, _, value in (line.partition("=") for line in lines)}


def test_it_tells_all_that_is_required_and_no_more(capsys: Capsys) -> None:
    given = told(capsys, ADDRESS)

    assert set(given) == REQUIRED
    assert given["TOKEN_KEYS"] == ADDRESS
    assert re.fullmatch(r"\w{64}", given["POSTGRES_PASSWORD"])  # it stands in an address


def test_every_service_takes_the_secrets(capsys: Capsys) -> None:
    given = told(capsys, ADDRESS)

    for service in SERVICES.values():
        own = {
            name: value for name, value in given.items() if name.startswith(service.program.prefix)
        }
        settings = service.program.read(
            {
                **own,
                f"{service.program.prefix}DATABASE_URL": "postgresql://",
                "PLATFORM_TOKEN_KEYS": ADDRESS,
            }
        )
        assert all(
            getattr(settings, name.removeprefix(service.program.prefix).lower()) for name in own
        )


def test_no_secret_is_drawn_twice(capsys: Capsys) -> None:
    first, second = told(capsys, ADDRESS), told(capsys, ADDRESS)

    secret = set(first) - {"TOKEN_KEYS"}
    assert len({given[name] for given in (first, second) for name in secret}) == 2 * len(secret)


def test_a_trial_brings_its_own_tokens(capsys: Capsys) -> None:
    env_file.main(["--trial"])
    text = capsys.readouterr().out
    keys = re.search(r"^TOKEN_KEYS='(.+)'$", text, re.MULTILINE)
    tokens = re.findall(r"^#   Bearer (\S+)$", text, re.MULTILINE)

    assert keys is not None
    verifier = Verifier.at(keys[1], issuer=ISSUER, audience=AUDIENCE)
    assert "street-officer" in {verifier.verify(token).id for token in tokens}


@pytest.mark.parametrize("arguments", [(), (ADDRESS, "--trial")])
def test_where_the_keys_are_is_said_once(capsys: Capsys, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit):
        env_file.main([*arguments])

    assert "--trial" in capsys.readouterr().err
