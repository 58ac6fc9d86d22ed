"""A second, independent record of where the journal ends: two slots of 4 KB in a file of its own.

SQLite drops every commit behind one flipped bit of its log in silence. The witness is written and synced after each
commit and before the receipt, so at the next opening a journal that lost its tail is found out. The slots are written
in turn: a power cut can tear one, and the other still says what was true one entry before.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import struct
from pathlib import Path
from typing import Final

import msgspec

from pos_app.domain.errors import Refusal
from pos_app.store import durable_files

FILE: Final = "witness"
SLOT_BYTES: Final = 4_096
_LAYOUT: Final = struct.Struct(">8sQQQQ32s")
"""Magic, count of writes, position, epoch, seq, hash; a checksum of 16 bytes follows."""
_MAGIC: Final = b"POSWITN1"
_CHECKSUM_BYTES: Final = 16
_PADDING: Final = bytes(SLOT_BYTES - _LAYOUT.size - _CHECKSUM_BYTES)


class Mark(msgspec.Struct, frozen=True):
    """The last entry that the witness saw; position 0 before the first."""

    position: int
    epoch: int
    seq: int
    hash: bytes


NOTHING: Final = Mark(0, 0, 0, bytes(32))


class Witness:
    """The open witness of one journal; its file lock also keeps a second writer from the journal."""

    def __init__(self, descriptor: int) -> None:
        """Take over the open, locked file."""
        self._descriptor = descriptor
        self._count, self.mark = _newest(os.pread(descriptor, 2 * SLOT_BYTES, 0))

    @classmethod
    def open(cls, folder: Path) -> Witness:
        """Open the witness in the journal's `folder`; `mark` is None when no slot could be read.

        Beside no journal at all it is made first, so that a crash in between is not mistaken for a lost witness.
        Raises `Refusal("lock.held", role="journal")` when another journal object holds it.
        """
        path = folder / FILE
        if not path.exists():
            fresh = not any(folder.glob("journal.db*"))
            durable_files.put(path, first_bytes(NOTHING) if fresh else bytes(2 * SLOT_BYTES))
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise Refusal("lock.held", role="journal", pid=0) from None
        except BaseException:
            os.close(descriptor)
            raise
        return cls(descriptor)

    def write(self, mark: Mark) -> None:
        """Record `mark` durably in the slot that is not the newest; raises `OSError`."""
        count = self._count + 1
        data = _slot(count, mark)
        if os.pwrite(self._descriptor, data, (count & 1) * SLOT_BYTES) != SLOT_BYTES:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fdatasync(self._descriptor)
        self._count = count
        self.mark = mark

    def close(self) -> None:
        """Let go of the file and its lock."""
        os.close(self._descriptor)


def read(folder: Path) -> Mark | None:
    """Return what the witness in the journal's `folder` says, without its lock; None when no slot can be read."""
    try:
        data = (folder / FILE).read_bytes()
    except OSError:
        return None
    return _newest(data)[1]


def first_bytes(mark: Mark) -> bytes:
    """Return a new witness file that says `mark`."""
    return _slot(0, mark) + bytes(SLOT_BYTES)


def _slot(count: int, mark: Mark) -> bytes:
    said = _LAYOUT.pack(_MAGIC, count, mark.position, mark.epoch, mark.seq, mark.hash)
    return said + _checksum(said) + _PADDING


def _checksum(said: bytes) -> bytes:
    return hashlib.blake2b(said, digest_size=_CHECKSUM_BYTES).digest()


def _newest(data: bytes) -> tuple[int, Mark | None]:
    best: tuple[int, Mark | None] = (0, None)
    for start in (0, SLOT_BYTES):
        said = data[start : start + _LAYOUT.size]
        checksum = data[start + _LAYOUT.size : start + _LAYOUT.size + _CHECKSUM_BYTES]
        if len(said) < _LAYOUT.size or checksum != _checksum(said):
            continue
        magic, count, position, epoch, seq, hashed = _LAYOUT.unpack(said)
        if magic == _MAGIC and (best[1] is None or count > best[0]):
            best = (count, Mark(position, epoch, seq, hashed))
    return best
