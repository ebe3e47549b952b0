"""Recognises spoken clips in what a caller hears, by their sound: each stretch of speech is laid against every clip.

Clips follow each other with a little silence between, so a stretch begins about where a clip's own sound begins; how alike two
stretches are is their correlation, 1 for the same.
"""

from __future__ import annotations

import math
import wave
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul
from pathlib import Path

RATE = 8000
LOUD = 250
"""Of 32 768: what is no silence."""
ALIKE = 0.85
FIRST_LOOK = 800
"""Samples of a first comparison, a tenth of a second."""
LOOSE, STEP = 40, 5
"""Samples that a beginning may be off when a line is louder or softer, and steps of a first look."""
PERHAPS = 0.6
QUIET = 240
"""Samples of silence, 30 ms, after which what was not recognised is over."""
UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class Clip:
    """`name` is "sv/lunch"; `begins` the first sample that is heard."""

    name: str
    samples: array[int]
    begins: int


def read_clips(folder: Path) -> list[Clip]:
    """All clips below `folder` (LANGUAGE/.../NAME.wav: 8 kHz, mono, 16 bits) that say anything."""
    clips: list[Clip] = []
    for language in ("sv", "en"):
        for path in sorted((folder / language).rglob("*.wav")):
            with wave.open(str(path)) as sound:
                if (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) != (RATE, 1, 2):
                    continue
                samples = array("h", sound.readframes(sound.getnframes()))
            begins = _loud(samples, 0)
            if begins is not None:
                clips.append(Clip(f"{language}/{path.stem}", samples, begins))
    return clips


def recognised(heard: Sequence[int], clips: Sequence[Clip]) -> list[str]:
    """The clips in `heard` (samples at 8 kHz), in order; UNKNOWN for a stretch of sound that is none of them."""
    found: list[str] = []
    at, after = _loud(heard, 0), 0
    while at is not None:
        # A soft beginning is heard late when the line is soft: but the next clip begins where the last one ended.
        best = _best(heard, at, clips) or _next(heard, after, clips)
        if best is not None:
            clip, start = best
            found.append(clip.name)
            after = start + len(clip.samples)
        else:
            if not found or found[-1] != UNKNOWN:
                found.append(UNKNOWN)
            after = _quiet(heard, at)
        at = _loud(heard, max(after, at + 1))
    return found


def of_alaw(data: bytes) -> array[int]:
    """G.711 A-law as samples."""
    return array("h", [_ALAW[byte] for byte in data])


def _best(heard: Sequence[int], at: int, clips: Sequence[Clip]) -> tuple[Clip, int] | None:
    """The clip that begins to be heard at `at`, and where its first sample is."""
    coarse = heard[max(0, at - LOOSE) : at + LOOSE + FIRST_LOOK : STEP]
    whole: list[tuple[float, int, int, Clip]] = []
    for clip in clips:
        part = clip.samples[clip.begins : clip.begins + FIRST_LOOK : STEP]
        alike, step = max((_alike(coarse, step, part), step) for step in range(2 * LOOSE // STEP))
        if alike < PERHAPS:
            continue
        about = max(0, at - LOOSE) + step * STEP
        sound = clip.samples[clip.begins :]
        start = max(range(about - STEP, about + STEP + 1), key=lambda each: _alike(heard, each, sound[:FIRST_LOOK]))
        whole.append((_alike(heard, start, sound), len(sound), start - clip.begins, clip))
    sure = [each for each in whole if each[0] > ALIKE]
    if not sure:
        return None
    # "Twenty" is the beginning of "twenty-three": of those that are as good as alike the longest.
    most = max(each[0] for each in sure)
    _, _, start, clip = max((each for each in sure if each[0] > most - 0.05), key=lambda each: each[1])
    return clip, start


def _next(heard: Sequence[int], start: int, clips: Sequence[Clip]) -> tuple[Clip, int] | None:
    """The clip whose first sample is at `start`."""
    sure: list[tuple[float, int, Clip]] = []
    for clip in clips:
        sound = clip.samples[clip.begins :]
        if _alike(heard, start + clip.begins, sound[:FIRST_LOOK]) > PERHAPS:
            sure.append((_alike(heard, start + clip.begins, sound), len(sound), clip))
    sure = [each for each in sure if each[0] > ALIKE]
    return (max(sure, key=lambda each: each[:2])[2], start) if sure else None


def _alike(heard: Sequence[int], at: int, part: Sequence[int]) -> float:
    """The correlation of `part` with what is heard at `at`; what is cut off at the end counts as silence."""
    if at < 0:
        return 0.0
    other = heard[at : at + len(part)]
    power = math.sqrt(sum(map(mul, part, part)) * sum(map(mul, other, other)))
    return sum(map(mul, part, other)) / power if power else 0.0


def _loud(samples: Sequence[int], start: int) -> int | None:
    return next((n for n in range(start, len(samples)) if abs(samples[n]) > LOUD), None)


def _quiet(samples: Sequence[int], start: int) -> int:
    """Where silence begins after `start`."""
    still = 0
    for n in range(start, len(samples)):
        still = still + 1 if abs(samples[n]) <= LOUD else 0
        if still >= QUIET:
            return n
    return len(samples)


def _linear(byte: int) -> int:
    byte ^= 0x55
    exponent, mantissa = (byte >> 4) & 7, byte & 15
    size = (mantissa << 4) + 8
    if exponent:
        size = (size + 0x100) << (exponent - 1)
    return size if byte & 0x80 else -size


_ALAW = [_linear(byte) for byte in range(256)]
