"""A note is replaced as a whole."""

from pathlib import Path

import pytest

from deploy.local.written import write_whole


def test_what_could_not_be_written_to_its_end_leaves_what_was_there(tmp_path: Path) -> None:
    note = tmp_path / "note.json"
    write_whole(note, "{}")

    with pytest.raises(UnicodeEncodeError):
        write_whole(note, "half of it, then \ud800")

    assert note.read_text(encoding="utf-8") == "{}"
    write_whole(note, "街道")
    assert note.read_text(encoding="utf-8") == "街道"
