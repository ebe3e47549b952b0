"""A file that is there is no clip yet: what Asterisk cannot play leaves no hole in what a caller hears, and is named by check."""

from __future__ import annotations

import io
import os
import re
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.pbx.asterisk_server import AsteriskServer, wait_until
from tests.pbx.hand_phone import HandPhone
from tests.pbx.joined_site import JoinedSite
from tests.pbx.sip_phones import Phones

pytestmark = pytest.mark.asterisk


def sound(channels: int = 1, width: int = 2, rate: int = 8000, frames: int = 800) -> bytes:
    """A WAV file of this shape."""
    whole = io.BytesIO()
    with wave.open(whole, "wb") as into:
        into.setnchannels(channels)
        into.setsampwidth(width)
        into.setframerate(rate)
        into.writeframes(bytes(channels * width * frames))
    return whole.getvalue()


PLAYABLE = sound()
SPOILT = {
    "empty": b"",
    "a header alone": sound(frames=0),
    "stereo": sound(channels=2),
    "48 kHz": sound(rate=48_000),
    "44.1 kHz": sound(rate=44_100),
    "16 kHz": sound(rate=16_000),
    "8 bits": sound(width=1),
    "24 bits": sound(width=3),
    "A-law": PLAYABLE[:20] + b"\x06" + PLAYABLE[21:],
    "text": b"this is no sound at all, whatever its name may say of it" * 3,
    "MP3": b"ID3\x04" + bytes(400),
}
UNREADABLE = "of another owner"
KINDS = [*SPOILT, UNREADABLE]


def spoil(path: Path, kind: str) -> None:
    """Make of the clip what Asterisk cannot play."""
    path.write_bytes(SPOILT.get(kind, PLAYABLE))
    if kind == UNREADABLE:
        path.chmod(0)
        if os.access(path, os.R_OK):
            pytest.skip("root may read everything")


@pytest.fixture
def names(asterisk: AsteriskServer, tmp_path: Path) -> Iterator[Path]:
    """The folder of names of the shared Asterisk."""
    for tongue in ("sv", "en"):
        (tmp_path / tongue / "names").mkdir(parents=True)
    asterisk.set_up(NAMES=str(tmp_path), OFFER_CALLBACK="no")
    yield tmp_path / "sv" / "names"
    asterisk.set_up()


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_that_cannot_be_played_is_the_person_you_are_calling(
    asterisk: AsteriskServer, phones: Phones, names: Path, kind: str
) -> None:
    spoil(names / "2041.wav", kind)
    (names / "2042.wav").write_bytes(PLAYABLE)
    for number in ("2041", "2042"):
        asterisk.put(number, "1|0|always|9|away|a-1")
        switchboard = phones.answers("9")
        phones.call(number).done()
        switchboard.done()
    assert asterisk.played() == ["person", "away", "until_further_notice", "away", "until_further_notice"]
    assert asterisk.log().count(f"Playing '{names}/2042.") == 1


@pytest.fixture(scope="module")
def site(shared_asterisk: AsteriskServer, tmp_path_factory: pytest.TempPathFactory) -> JoinedSite:
    """The shared Asterisk and the folder of a hub that is joined to it."""
    return JoinedSite(shared_asterisk, tmp_path_factory.mktemp("joined") / "hub").begin()


def test_check_names_each_clip_that_cannot_be_played(site: JoinedSite) -> None:
    clips = sorted((site.server.folder / "data" / "sounds" / "sv" / "kalix").glob("*.wav"))[: len(SPOILT)]
    before = [clip.read_bytes() for clip in clips]
    try:
        for clip, kind in zip(clips, SPOILT, strict=True):
            spoil(clip, kind)
        said = site.check().output
        assert f"{len(SPOILT)} clips are missing" in said, said
        assert all(f"sv/{clip.stem}" in said for clip in clips[:5])
    finally:
        for clip, was in zip(clips, before, strict=True):
            clip.write_bytes(was)
    assert site.check().exit_code == 0


def test_check_names_a_clip_that_asterisk_may_not_read(site: JoinedSite) -> None:
    clip = site.server.folder / "data" / "sounds" / "sv" / "kalix" / "lunch.wav"
    before = clip.read_bytes()
    try:
        spoil(clip, UNREADABLE)
        assert re.search(r"1 clips are missing.*: sv/lunch\.", site.check().output)
    finally:
        clip.chmod(0o644)
        clip.write_bytes(before)


@pytest.fixture
def lunch(site: JoinedSite) -> Iterator[Path]:
    """A clip without its ending, which the test is to give it; it is as before afterwards."""
    clip = site.server.folder / "data" / "sounds" / "sv" / "kalix" / "lunch"
    before = clip.with_suffix(".wav").read_bytes()
    yield clip
    for made in clip.parent.glob("lunch.*"):
        made.unlink()
    clip.with_suffix(".wav").write_bytes(before)


@pytest.mark.parametrize("kind", ["alaw", "ulaw", "gsm", "g722", "sln", "sln16", "wav16"])
def test_a_clip_of_another_kind_is_one_unless_it_is_empty_or_a_bad_one_lies_beside(
    site: JoinedSite, lunch: Path, kind: str
) -> None:
    wav, other = lunch.with_suffix(".wav"), lunch.with_suffix(f".{kind}")
    site.server.command(f"file convert {wav} {other}")
    wav.unlink()
    assert site.check().exit_code == 0, "Asterisk plays it"
    wav.write_bytes(b"")
    assert "sv/lunch" in site.check().output, "for many a phone it takes the one that it cannot play"
    wav.unlink()
    other.write_bytes(b"")
    assert "sv/lunch" in site.check().output


def test_check_names_the_names_that_cannot_be_played(site: JoinedSite, tmp_path: Path) -> None:
    for tongue in ("sv", "en"):
        (tmp_path / tongue / "names").mkdir(parents=True)
        (tmp_path / tongue / "names" / "2041.wav").write_bytes(PLAYABLE)
    site.server.set_up(NAMES=str(tmp_path))
    assert site.check().exit_code == 0, "whoever has no clip is the person you are calling"
    (tmp_path / "sv" / "names" / "2042.wav").write_bytes(SPOILT["stereo"])
    (tmp_path / "en" / "names" / "2050.wav").write_bytes(b"")
    said = site.check().output
    site.server.set_up()
    assert re.search(r"2 clips of people's names cannot be played.*: sv/names/2042, en/names/2050\.", said), said


def test_without_any_words_a_tone_says_that_nobody_comes(
    asterisk: AsteriskServer, hand_phones: Callable[..., HandPhone]
) -> None:
    asterisk.set_up(SWITCHBOARD_QUEUE="gone", CLIPS="nowhere")
    outside = hand_phones("outside")
    call = outside.dial("9", headers="P-Asserted-Identity: <sip:+46701234567@trunk>\r\n")
    wait_until(lambda: outside.hears(0.2), "the caller hears nothing")
    outside.ended(call)
    asterisk.set_up()
    assert "PlayTones" in asterisk.log()
    assert 183 in call.statuses
