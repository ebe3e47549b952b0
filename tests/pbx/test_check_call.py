"""`kalix-hub check --call`: one call through a real Asterisk, and what a caller hears, recognised by its sound."""

from __future__ import annotations

import os
import random
import tomllib
import wave
from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import Result

from kalix_presence import shipped
from kalix_presence.hub.pbx.clip_recognition import RATE, UNKNOWN, Clip, read_clips, recognised
from kalix_presence.hub.pbx.protocol import CallDiverted
from kalix_presence.hub.site.config import read_config
from tests.hub.serving import serving
from tests.pbx.asterisk.test_calls import driver
from tests.pbx.asterisk_server import AsteriskServer, wait_until
from tests.pbx.joined_site import JoinedSite, kalix_hub

pytestmark = pytest.mark.asterisk

MANIFEST = tomllib.loads((shipped.resources() / "clips" / "manifest.toml").read_text("utf-8"))
CLIPS = Path(os.environ.get("KALIX_ASTERISK", "")) / "clips"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JoinedSite]:
    server = AsteriskServer(tmp_path_factory.mktemp("heard"))
    for language in ("sv", "en"):  # whole clips: it is their sound that matters here
        for path in (server.folder / "data" / "sounds" / language / "kalix").glob("*.wav"):
            path.unlink()
            path.symlink_to(CLIPS / language / path.name)
    server.start()
    yield JoinedSite(server, tmp_path_factory.mktemp("hub") / "hub").begin()
    server.stop()


@pytest.fixture(scope="module")
def clips() -> list[Clip]:
    return read_clips(CLIPS)


def call(site: JoinedSite, extension: str) -> Result:
    return kalix_hub("check", "--config", site.folder, "--call", extension, "--clips", CLIPS)


NOON_IN_2035 = 2051262000
"""The first of January at noon."""


def test_the_caller_s_clips_are_told_in_order_and_where_the_call_goes(site: JoinedSite) -> None:
    site.server.put("2041", f"1|{NOON_IN_2035}|always|9|lunch|a-1")
    heard = call(site, "2041")
    assert heard.exit_code == 0, heard.output
    said = heard.output.splitlines()[0].partition("hears: ")[2].split()
    meant = ("person", "lunch", "and_back", "day_01", "month_01", "callback_offer", "connecting")
    assert [text(name) for name in said] == [text(f"sv/{name}") for name in meant]
    assert "goes to 9" in heard.output


def test_nobody_is_rung_and_no_call_counts_as_missed(site: JoinedSite) -> None:
    site.server.put("2042", "1|0|always|9|meeting|a-2")
    before = site.server.log().count("Called PJSIP")
    assert "sv/meeting sv/until_further_notice" in call(site, "2042").output
    assert "2043 rings" in call(site, "2043").output
    assert site.server.log().count("Called PJSIP") == before
    assert site.server.database("kalix-call") == {}


@pytest.mark.parametrize(
    ("next_rule", "end"),
    [("", "2042"), ("0|always|2043", "2043"), ("0|always|9", "9"), ("0|always|2041", "9"), ("0|busy|2043", "2042")],
    ids=["rings", "is sent on", "is away", "is sent back", "is sent on when busy"],
)
async def test_where_the_call_goes_is_the_end_of_the_chain(asterisk: AsteriskServer, next_rule: str, end: str) -> None:
    asterisk.put("2041", "1|0|always|2042|lunch|a-1")
    if next_rule:
        asterisk.put("2042", f"1|{next_rule}|meeting|a-2")
    async with driver(asterisk.settings) as (pbx, told):
        heard = await pbx.listen("2041")
        assert (heard.target, heard.why) == (end, "absence")
        assert not [event for event in told if isinstance(event, CallDiverted)]
    assert "lunch" in asterisk.played()
    assert "meeting" not in asterisk.played(), "two people who are away are one announcement"
    assert "Called PJSIP" not in asterisk.log()
    assert asterisk.database("kalix-call") == {}


def test_a_clip_that_was_mixed_up_is_told_as_what_it_is(site: JoinedSite) -> None:
    wrong = site.server.folder / "data" / "sounds" / "sv" / "kalix" / "travel.wav"
    wrong.unlink()
    wrong.symlink_to(CLIPS / "sv" / "holiday.wav")
    site.server.put("2042", "1|0|always|9|travel|a-3")
    assert "sv/person sv/holiday sv/until_further_notice" in call(site, "2042").output


def test_a_serving_hub_makes_the_call(site: JoinedSite, tmp_path: Path) -> None:
    site.server.put("2050", "1|0|always|9|lunch|a-4")
    with serving(tmp_path, config=read_config(site.folder)) as hub:
        wait_until(lambda: hub.hub.pbx.connected, "the hub does not reach the PBX")
        site.server.put("2050", "1|0|always|9|lunch|a-4")
        said = call(site, "2050").output  # the hub takes the rule away at some time, for it knows of none
        assert "2050 rings" in said or "sv/lunch" in said


async def test_the_hub_is_not_told_of_a_diverted_call_that_was_none(site: JoinedSite) -> None:
    site.server.put("2041", "1|0|always|9|lunch|a-1")
    async with driver(site.server.settings) as (pbx, told):
        heard = await pbx.listen("2041")
        assert (heard.target, heard.why) == ("9", "absence")
        assert not [event for event in told if isinstance(event, CallDiverted)]


def test_without_clips_the_administrator_is_told_which_folder_is_meant(site: JoinedSite, tmp_path: Path) -> None:
    done = kalix_hub("check", "--config", site.folder, "--call", "2041", "--clips", tmp_path)
    assert (done.exit_code, str(tmp_path) in done.output) == (1, True)


@pytest.mark.parametrize("seed", range(3))
def test_any_row_of_clips_is_recognised_through_noise_and_at_another_loudness(clips: list[Clip], seed: int) -> None:
    chance = random.Random(seed)
    row = [each for each in chance.sample(clips, 8) if len(each.samples) > RATE // 5]
    gain = (0.5, 0.8, 1.2)[seed]
    heard = array("h", [0] * chance.randrange(4000))
    for clip in row:
        heard.extend(max(-32_000, min(32_000, int(sample * gain + chance.gauss(0, 10)))) for sample in clip.samples)
    assert [text(name) for name in recognised(heard, clips)] == [text(clip.name) for clip in row]


def text(name: str) -> str:
    """What a clip says: "ten" is the same sound whatever it counts."""
    language, _, clip = name.partition("/")
    return str(MANIFEST[language][clip]).strip(" .,").casefold()


def test_a_sound_that_is_no_clip_is_told_as_unknown(clips: list[Clip]) -> None:
    chance = random.Random(1)
    noise = array("h", [chance.randrange(-9000, 9000) for _ in range(RATE)])
    assert recognised(noise, clips) == [UNKNOWN]
    assert recognised(array("h", [0] * RATE), clips) == []


def test_only_telephone_clips_are_read(tmp_path: Path) -> None:
    (tmp_path / "sv").mkdir()
    with wave.open(str(tmp_path / "sv" / "cd.wav"), "wb") as sound:
        sound.setparams((2, 2, 44_100, 10, "NONE", ""))
        sound.writeframes(bytes(range(40)))
    assert read_clips(tmp_path) == []
