"""Result files are private, for their importer, and for a while."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import pytest

from shared.result_files import ResultFiles

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
FIRST, SECOND, THIRD = (f"00000000-0000-0000-0000-00000000000{n}" for n in "123")


def written(out: BinaryIO) -> None:
    out.write(b"PK what the importer sent")


@pytest.fixture
def files(tmp_path: Path) -> ResultFiles:
    return ResultFiles(tmp_path / "results", timedelta(hours=1), most=2)


def test_only_the_importer_finds_his_file(files: ResultFiles) -> None:
    files.keep(FIRST, "officer", written, NOW)

    found = files.find(FIRST, "officer", NOW)

    assert found is not None
    assert found.read_bytes().startswith(b"PK")
    assert files.find(FIRST, "somebody", NOW) is None


def test_nobody_else_on_the_machine_may_read_it(files: ResultFiles) -> None:
    files.keep(FIRST, "officer", written, NOW)

    [path] = files.folder.iterdir()
    assert (files.folder.stat().st_mode & 0o777, path.stat().st_mode & 0o777) == (0o700, 0o600)


def test_it_is_deleted_when_its_time_is_over(files: ResultFiles) -> None:
    files.keep(FIRST, "officer", written, NOW)

    assert files.find(FIRST, "officer", NOW + timedelta(hours=2)) is None
    assert list(files.folder.iterdir()) == []


def test_of_too_many_the_oldest_goes(files: ResultFiles) -> None:
    for minutes, import_id in enumerate((FIRST, SECOND, THIRD)):
        files.keep(import_id, "officer", written, NOW + timedelta(minutes=minutes))

    left = [
        files.find(one, "officer", NOW + timedelta(minutes=3)) for one in (FIRST, SECOND, THIRD)
    ]

    assert [path is not None for path in left] == [False, True, True]


@pytest.mark.parametrize("name", ["../x", "", "a/b", FIRST + "x"])
def test_a_name_that_is_no_import_finds_nothing(files: ResultFiles, name: str) -> None:
    assert files.find(name, "officer", NOW) is None
