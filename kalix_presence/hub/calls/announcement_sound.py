"""The announcement that a caller hears, as one sound: the site's clips one after the other, as the PBX plays them."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterable
from pathlib import Path

from kalix_presence.model.errors import Unavailable

SHAPE = (1, 2, 8000)
"""Channels, bytes a sample, samples a second: what a PBX plays."""
PAUSE = bytes(2 * 8000 * 6 // 100)
"""Between two clips, 60 ms: as long as an exchange takes to open the next."""


def joined(folder: Path, language: str, clips: Iterable[str]) -> bytes:
    """A WAV file of `clips` from `folder` (LANGUAGE/NAME.wav). Raises Unavailable `clip-missing` with its name."""
    whole = io.BytesIO()
    with wave.open(whole, "wb") as into:
        into.setnchannels(SHAPE[0])
        into.setsampwidth(SHAPE[1])
        into.setframerate(SHAPE[2])
        for clip in clips:
            into.writeframes(_read(folder / language / f"{clip}.wav", clip) + PAUSE)
    return whole.getvalue()


def _read(path: Path, clip: str) -> bytes:
    try:
        with wave.open(str(path)) as sound:
            if (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) != SHAPE:
                raise Unavailable("clip-missing", clip=clip)
            return bytes(sound.readframes(sound.getnframes()))
    except (OSError, EOFError, wave.Error):
        raise Unavailable("clip-missing", clip=clip) from None
