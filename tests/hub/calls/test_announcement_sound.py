"""What callers hear can be heard at the desk: the clips of the rule that the PBX holds, joined to one sound."""

from __future__ import annotations

import io
import subprocess
import sys
import wave
from array import array
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kalix_presence import shipped
from kalix_presence.hub.pbx.clip_recognition import read_clips, recognised
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from tests.hub.serving import Serving, made_config, serving, soon

RENDERER = Path(__file__).resolve().parents[3] / "resources" / "clips" / "render_clips"


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clips")
    subprocess.run([sys.executable, RENDERER, folder], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory, clips: Path) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("hub")
    config = msgspec.structs.replace(made_config(folder), clips=str(clips))
    with serving(folder, config=config) as running:
        yield running


@pytest.fixture
def silent_hub(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path / "hub") as running:
        yield running


def test_the_sound_says_clip_for_clip_what_a_caller_of_that_moment_meets(hub: Serving, clips: Path) -> None:
    with hub.client("anna") as anna:
        anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": soon()}).raise_for_status()
        rule = anna.get("/api/v1/people/2041/rule").json()
        sound = anna.get("/api/v1/people/2041/rule/sound")
        met = anna.post("/api/v1/demo/calls", json={}).json()["clips"]
        anna.delete("/api/v1/people/2041/absence")
    assert rule["clips"] == met
    assert sound.headers["content-type"] == "audio/wav"
    with wave.open(io.BytesIO(sound.content)) as wav:
        heard = array("h", wav.readframes(wav.getnframes()))
    texts = shipped.clip_texts()  # several clips may say the same, such as the hour nineteen and the number
    said = [texts[name.removeprefix("sv/")].casefold() for name in recognised(heard, read_clips(clips))]
    assert said == [texts[clip].casefold() for clip in met]


def test_a_phone_that_rings_says_nothing(hub: Serving) -> None:
    with hub.client("anna") as anna:
        assert "clips" not in anna.get("/api/v1/people/2041/rule").json()
        refused = anna.get("/api/v1/people/2041/rule/sound")
    assert (refused.status_code, refused.json()["code"]) == (404, "nothing-announced")


def test_nobody_listens_to_what_they_may_not_read(hub: Serving) -> None:
    with hub.client("siv") as siv:
        assert siv.get("/api/v1/people/2041/rule/sound").status_code == 403
    with hub.client() as nobody:
        assert nobody.get("/api/v1/people/2041/rule/sound").status_code == 401


def test_a_sensitive_reason_is_not_said(hub: Serving) -> None:
    with hub.client("anna") as anna:
        anna.put("/api/v1/people/2041/absence", json={"reason": "sick", "until": None}).raise_for_status()
        clips = anna.get("/api/v1/people/2041/rule").json()["clips"]
        anna.delete("/api/v1/people/2041/absence")
    assert clips[:3] == ["person", "away", "until_further_notice"]


def test_of_a_driver_that_says_no_offer_none_is_told(hub: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that was written against an earlier Protocol."""
    with hub.client("anna") as anna:
        anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": soon()}).raise_for_status()
        offered = anna.get("/api/v1/people/2041/rule").json()["clips"]
        monkeypatch.delattr(EmbeddedPbx, "offers_callback")
        told = anna.get("/api/v1/people/2041/rule")
        anna.delete("/api/v1/people/2041/absence")
    assert (told.status_code, told.json()["clips"]) == (200, offered[:-2])
    assert offered[-2:] == ["callback_offer", "connecting"]


def test_a_site_without_clips_says_so_and_offers_no_sound(silent_hub: Serving) -> None:
    with silent_hub.client("anna") as anna:
        assert "sound" not in anna.get("/api/v1/reasons").json()
        anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": soon()}).raise_for_status()
        refused = anna.get("/api/v1/people/2041/rule/sound")
    assert (refused.status_code, refused.json()["code"]) == (503, "clips-missing")


def test_a_clip_that_is_missing_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    config = msgspec.structs.replace(made_config(tmp_path / "hub"), clips=str(tmp_path / "empty"))
    with serving(tmp_path / "hub", config=config) as hub, hub.client("anna", **{"accept-language": "en"}) as anna:
        anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": soon()}).raise_for_status()
        refused = anna.get("/api/v1/people/2041/rule/sound")
    assert (refused.status_code, refused.json()["code"]) == (503, "clip-missing")
    assert "person" in refused.json()["detail"]
