"""What is attached to appeals: outside the log, sealed with the appeal's key, found by its SHA-256.

The log says which files there are; a file that was written and whose command was then refused lies
there unnamed until the appeal is forgotten.
"""

import os
import re
import shutil
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from services.petitions.application.words import appellant_of
from services.petitions.domain.rejection import Rejection
from shared.privacy.sealing import open_bytes, seal_bytes

_ID = re.compile(r"[0-9a-z][0-9a-z-]{0,63}")
_HASH = re.compile(r"[0-9a-f]{64}")


class AttachmentIsNotWhatItSays(Rejection):
    """A file is what its first bytes say, whatever its name or its sender says."""

    def __init__(self, said: str, found: str) -> None:
        super().__init__(
            "file",
            f"the file says that it is {said!r} but is {found or 'of no known type'}",
            "文件内容与其类型不符,请确认文件未损坏并重新上传",
        )


class UnknownAttachment(Rejection):
    def __init__(self, attachment_id: str) -> None:
        super().__init__(
            "attachment_id", f"the appeal has no file {attachment_id!r}", "该诉求没有此附件"
        )


@dataclass(frozen=True)
class Files:
    """A private folder of sealed files.

    Attributes:
        folder: made on first use, for its owner only.
    """

    folder: Path

    def keep(self, petition_id: str, key: bytes, content: bytes) -> str:
        """Store the file sealed; answers its SHA-256. What is there already stays as it is."""
        digest = digest_of(content)
        path = self._path(petition_id, digest)
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            part = path.with_suffix(f".{os.getpid()}.part")
            part.write_bytes(seal_bytes(key, appellant_of(petition_id), content))
            part.chmod(0o600)
            part.replace(path)
        return digest

    def read(self, petition_id: str, key: bytes, digest: str) -> bytes | None:
        """The file in clear; None when it is not there."""
        path = self._path(petition_id, digest)
        if not path.is_file():
            return None
        return open_bytes(key, appellant_of(petition_id), path.read_bytes())

    def remove(self, petition_id: str) -> None:
        """Delete every file of the appeal."""
        shutil.rmtree(self._folder(petition_id), ignore_errors=True)

    def _folder(self, petition_id: str) -> Path:
        if not _ID.fullmatch(petition_id):
            raise ValueError(f"{petition_id!r} is no appeal's id")
        return self.folder / petition_id[-2:] / petition_id  # ids begin alike: with their time

    def _path(self, petition_id: str, digest: str) -> Path:
        if not _HASH.fullmatch(digest):
            raise ValueError("a file is found by its SHA-256")
        return self._folder(petition_id) / digest


def digest_of(content: bytes) -> str:
    """By which a file is known."""
    return sha256(content).hexdigest()


def checked_type(said: str, content: bytes) -> str:
    """The media type, when the content is what its sender says it is.

    Raises:
        AttachmentIsNotWhatItSays: it is something else. What nobody knows is left to the rule that
            says which types are taken.
    """
    found = media_type_of(content)
    plain = said.partition(";")[0].strip().lower()
    if found and plain != found:
        raise AttachmentIsNotWhatItSays(said, found)
    if not found and plain in _KNOWN and content:
        raise AttachmentIsNotWhatItSays(said, found)
    return plain


def media_type_of(content: bytes) -> str:
    """What the first bytes say; "" for what they do not tell."""
    head = content[:16]
    for start, kind in _STARTS.items():
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return "audio/mp4" if head[8:11] == b"M4A" else "video/mp4"
    return ""


_STARTS = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"%PDF-": "application/pdf",
    b"ID3": "audio/mpeg",
    b"\xff\xfb": "audio/mpeg",
    b"\xff\xf3": "audio/mpeg",
    b"\xff\xf2": "audio/mpeg",
}
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
_KNOWN = {*_STARTS.values(), *_RIFF.values(), "audio/mp4", "video/mp4"}
