"""Scanners beside the keyboard wedge: a camera, or what stands in for one, by the word in `terminal.toml`.

`camera` is "off", a camera's number ("0" is the first), or the path of a video file or of a folder of pictures.
Making one touches nothing: what is wrong with it is said by its health, so that a till starts without its camera.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from hardware.scanners.camera import Camera
from hardware.scanners.sources import CameraSource, FolderSource, FrameSource, VideoSource

OFF: Final = "off"


def source_of(camera: str) -> FrameSource:
    """Return the frame source that a setting names."""
    if camera.isascii() and camera.isdigit():
        return CameraSource(int(camera))
    path = Path(camera)
    return FolderSource(path) if path.is_dir() else VideoSource(path)


def camera_of(camera: str) -> Camera | None:
    """Return the camera that a setting names, opened and claimed; None when it is off."""
    if camera in {"", OFF}:
        return None
    made = Camera(lambda: source_of(camera))
    made.open()
    made.claim()
    return made
