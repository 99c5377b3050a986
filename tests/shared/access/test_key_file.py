"""The local key file and the demo tokens signed with it."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from deploy.token import main
from shared.access.demo import UNIT, demo_tokens
from shared.access.issuer import AUDIENCE, ISSUER
from shared.access.key_file import ensure_key_file, local_signing_key
from shared.access.keys import BadKey
from shared.access.principal import Grant, Principal
from shared.access.roles import Role
from shared.access.tokens import Verifier
from shared.clock import utc_now
from tests.shared.access.signing import RSA


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return tmp_path / "var" / "keys" / "access.json"


def test_the_key_file_is_made_once_and_for_its_owner_only(key_file: Path) -> None:
    first = ensure_key_file(key_file).read_bytes()

    assert ensure_key_file(key_file).read_bytes() == first
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert [path.name for path in key_file.parent.iterdir()] == ["access.json"]


def test_processes_that_start_together_share_one_key(key_file: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: ensure_key_file(key_file).read_bytes(), range(32)))

    assert len(set(keys)) == 1


def test_every_demo_role_is_let_in(key_file: Path) -> None:
    key = local_signing_key(ensure_key_file(key_file))
    verifier = Verifier.at(str(key_file), issuer=ISSUER, audience=AUDIENCE)

    shown = {verifier.verify(token) for token in demo_tokens("yh-b-01", key, utc_now()).values()}

    assert shown == {
        Principal("city-organiser", (Grant(Role.DISTRICT_ORGANISER, "4301"),)),
        Principal("district-organiser", (Grant(Role.DISTRICT_ORGANISER, "430111"),)),
        Principal("street-officer", (Grant(Role.STREET_OFFICER, "430111001"),)),
        Principal("branch-secretary", (Grant(Role.BRANCH_SECRETARY, "yh-b-01"),)),
        Principal("appeals-officer", (Grant(Role.APPEALS_OFFICER, "430111001"),)),
        Principal("dispatcher", (Grant(Role.DISPATCHER, "430111001"),)),
        Principal("unit-handler", (Grant(Role.UNIT_HANDLER, "yuhua-sanitation"),)),
        Principal("supervisor", (Grant(Role.SUPERVISOR, "430111"),)),
        Principal("unit-liaison", (Grant(Role.UNIT_LIAISON, UNIT),)),
        Principal("auditor", (Grant(Role.AUDITOR, "430111"),)),
    }


def test_the_command_prints_a_token_for_each_role(
    key_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--home", str(key_file.parents[1]), "--branch", "yh-b-01"])

    printed = capsys.readouterr().out
    assert key_file.exists()
    assert printed.count("Bearer ") == 10
    assert "街道干部" in printed


def test_public_keys_only_sign_nothing(tmp_path: Path) -> None:
    path = tmp_path / "provider.pem"
    path.write_bytes(RSA.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))

    with pytest.raises(BadKey):
        local_signing_key(path)


def test_the_command_says_in_a_line_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "keys" / "access.json"
    path.parent.mkdir()
    path.write_bytes(b"short")

    with pytest.raises(SystemExit, match="1"):
        main(["--home", str(tmp_path)])
    assert "32 bytes" in capsys.readouterr().err
