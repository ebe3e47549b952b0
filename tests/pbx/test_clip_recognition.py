"""Clips by their sound: each is known again softer, louder and behind others, and nothing is taken for what it is not."""

from __future__ import annotations

import random
import wave
from array import array
from pathlib import Path

import pytest

from kalix_presence.hub.pbx.clip_recognition import LOUD, QUIET, RATE, UNKNOWN, Clip, of_alaw, read_clips, recognised


def sound(seed: int, length: int = 2_400) -> array[int]:
    """Noise of its own, as loud as speech."""
    drawn = random.Random(seed)
    return array("h", [drawn.choice((-1, 1)) * drawn.randint(LOUD + 50, 8_000) for _ in range(length)])


def clip(name: str, samples: array[int], before: int = 0) -> Clip:
    return Clip(name, array("h", [0] * before) + samples, before)


LUNCH, MEETING, TWENTY = clip("sv/lunch", sound(1)), clip("sv/meeting", sound(2), 300), clip("sv/20", sound(3))
TWENTY_THREE = clip("sv/23", sound(3) + sound(4))
CLIPS = [LUNCH, MEETING, TWENTY, TWENTY_THREE]
STILL = array("h", [0] * 2 * QUIET)


def louder(samples: array[int], times: float) -> array[int]:
    return array("h", [max(-32_768, min(32_767, round(times * each))) for each in samples])


@pytest.mark.parametrize("times", [0.5, 1, 2])
@pytest.mark.parametrize("one", CLIPS, ids=lambda one: one.name)
def test_each_clip_is_known_softer_and_louder(one: Clip, times: float) -> None:
    assert recognised(STILL + louder(one.samples, times) + STILL, CLIPS) == [one.name]


def test_clips_are_told_in_the_order_in_which_they_are_heard() -> None:
    heard = STILL + MEETING.samples + STILL + TWENTY.samples + STILL + LUNCH.samples
    assert recognised(heard, CLIPS) == ["sv/meeting", "sv/20", "sv/lunch"]


def test_one_that_begins_as_another_is_the_longer_one_where_it_goes_on() -> None:
    assert recognised(TWENTY_THREE.samples, CLIPS) == ["sv/23"]
    assert recognised(TWENTY.samples + STILL, CLIPS) == ["sv/20"]


def test_a_sound_that_is_no_clip_is_unknown_once_until_it_is_still() -> None:
    strange = sound(99, 5_000)
    assert recognised(strange, CLIPS) == [UNKNOWN]
    assert recognised(strange + STILL + strange + STILL + LUNCH.samples, CLIPS) == [UNKNOWN, "sv/lunch"]


def test_of_silence_nothing_is_told() -> None:
    assert recognised([], CLIPS) == []
    assert recognised(array("h", [LOUD] * RATE), CLIPS) == []
    assert recognised(LUNCH.samples, []) == [UNKNOWN]


def test_a_clip_that_is_cut_off_near_its_beginning_is_not_taken_for_itself() -> None:
    assert recognised(LUNCH.samples[:200], CLIPS) == [UNKNOWN]


def write(path: Path, samples: array[int], *, rate: int = RATE, channels: int = 1, width: int = 2) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setframerate(rate)
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.writeframes(samples.tobytes())


def test_clips_are_read_from_below_each_language_where_they_are_as_asterisk_plays_them(tmp_path: Path) -> None:
    write(tmp_path / "sv" / "digits" / "lunch.wav", array("h", [0] * 10) + LUNCH.samples)
    write(tmp_path / "en" / "lunch.wav", LUNCH.samples)
    write(tmp_path / "sv" / "still.wav", STILL)
    write(tmp_path / "sv" / "fast.wav", LUNCH.samples, rate=16_000)
    write(tmp_path / "sv" / "stereo.wav", LUNCH.samples, channels=2)
    write(tmp_path / "sv" / "eight.wav", LUNCH.samples, width=1)
    write(tmp_path / "de" / "lunch.wav", LUNCH.samples)
    assert [(each.name, each.begins) for each in read_clips(tmp_path)] == [("sv/lunch", 10), ("en/lunch", 0)]


@pytest.mark.parametrize(
    ("byte", "sample"), [(0xD5, 8), (0x55, -8), (0xD4, 24), (0xAA, 32_256), (0x2A, -32_256), (0xC5, 264), (0xF5, 528), (0x45, -264)]
)  # fmt: skip
def test_alaw_is_read_as_g711_has_it(byte: int, sample: int) -> None:
    assert of_alaw(bytes([byte])) == array("h", [sample])


def test_the_256_sounds_of_alaw_are_all_different_and_even_out() -> None:
    every = of_alaw(bytes(range(256)))
    assert len(set(every)) == 256
    assert sum(every) == 0
