"""People's keys as the daemon handles them: rings sealed to the till, kept in the data folder, never opened here."""

from __future__ import annotations

from pathlib import Path

from pos_app.domain.errors import Fault
from pos_app.domain.key_rings import SealedRing
from pos_app.store import people_files


class FolderRings:
    """The folder `people/`; a ring of another hub's key counts as not there."""

    def __init__(self, folder: Path, hub_key_id: str) -> None:
        """Look what is there; raises `Fault("cache.disk_full")` when the folder can't be made."""
        self._folder = folder
        try:
            people_files.prepare(folder)
        except OSError as error:
            raise Fault("cache.disk_full", detail=error.strerror or "") from error
        found = (people_files.read(folder, number) for number in people_files.rings(folder))
        self._versions = {ring.ring: ring.version for ring in found if ring is not None and ring.key_id == hub_key_id}

    def versions(self) -> dict[int, int]:
        """Return the version of each ring that is there."""
        return dict(self._versions)

    def keep(self, ring: SealedRing) -> None:
        """Put a ring in place of an older one; one that is not newer is left alone: answers come late and twice."""
        if ring.version <= self._versions.get(ring.ring, 0):
            return
        try:
            people_files.put(self._folder, ring)
        except OSError as error:
            raise Fault("cache.disk_full", detail=error.strerror or "") from error
        self._versions[ring.ring] = ring.version
