"""Notes that one run leaves for the next: whole, whenever it is killed."""

from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Write the file; whoever reads it finds the text before or this one, never half of one."""
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
