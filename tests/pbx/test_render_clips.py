"""The spoken clips: rendered once, replaced by recordings, named after people."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
import tomllib
import wave
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kalix_presence import shipped
from kalix_presence.model.announcement import spoken
from kalix_presence.model.forwarding import Divert, ForwardingRule

RENDERER = Path(__file__).resolve().parents[2] / "resources" / "clips" / "render_clips"
MANIFEST = tomllib.loads((shipped.resources() / "clips" / "manifest.toml").read_text("utf-8"))

# Rendering every clip takes seconds: one worker does it for all.
pytestmark = pytest.mark.xdist_group("render-clips")


def render(folder: Path, *more: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(RENDERER), str(folder), *map(str, more)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def length(path: Path) -> float:
    with wave.open(str(path)) as clip:
        assert (clip.getframerate(), clip.getnchannels(), clip.getsampwidth()) == (8000, 1, 2)
        return float(clip.getnframes() / clip.getframerate())


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clips")
    assert render(folder).returncode == 0
    return folder


def test_every_text_becomes_a_telephone_clip_that_says_something(rendered: Path) -> None:
    for language, said in MANIFEST.items():
        for name, text in said.items():
            seconds = length(rendered / language / f"{name}.wav")
            assert (0.1 if text else 0) < seconds < 8, f"{language}/{name}"


def test_a_second_time_nothing_is_rendered(rendered: Path) -> None:
    assert render(rendered).stdout.startswith("0 of ")


def test_a_recording_takes_a_clip_s_place_and_a_newer_one_its_own(rendered: Path, tmp_path: Path) -> None:
    recordings = tmp_path / "recordings"
    (recordings / "sv").mkdir(parents=True)
    for seconds in (1, 2):
        recorded = recordings / "sv" / "lunch.wav"
        subprocess.run(["sox", "-n", "-r", "16000", "-c", "2", recorded, "synth", str(seconds), "sine", "440"], check=True)
        newer = (rendered / "sv" / "lunch.wav").stat().st_mtime + 100 * seconds
        os.utime(recorded, (newer, newer))
        said = render(rendered, "--recordings", recordings).stdout
        assert said.startswith("1 of ")
        assert length(rendered / "sv" / "lunch.wav") == pytest.approx(seconds, abs=0.01)


def test_each_person_s_name_becomes_a_clip_whatever_it_begins_with(rendered: Path, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("extension,given_name,family_name\n2041,Anna,Ek\n2042,--version,Öhman\n", "utf-8")
    assert render(rendered, "--names", people).returncode == 0
    for extension in ("2041", "2042"):
        assert length(rendered / "sv" / "names" / f"{extension}.wav") > 0.2


def test_a_name_s_clip_stays_in_its_folder(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("extension,given_name,family_name\n../../x,Anna,Ek\n", "utf-8")
    refused = render(tmp_path / "clips", "--names", people)
    assert refused.returncode == 2
    assert "is no extension" in refused.stderr
    assert not (tmp_path / "clips").exists()


@pytest.mark.parametrize("language", MANIFEST)
def test_the_longest_sentence_is_as_long_as_the_longest_that_callers_hear(rendered: Path, language: str) -> None:
    lengths = {name: length(rendered / language / f"{name}.wav") for name in MANIFEST[language]}
    now = datetime(2026, 11, 24, 7, tzinfo=UTC)
    ahead = [
        None,
        *(now + timedelta(minutes=minute) for minute in range(1, 60 * 24 * 8)),
        *(now + timedelta(day) for day in range(400)),
    ]

    def after_the_name(told: str, until: datetime | None) -> float:
        rule = ForwardingRule("2041", "a", Divert.ALWAYS, "9", until, told)
        said = spoken(rule, language=language, now=now, zone="UTC", name_clip=None, offers_callback=False)
        return sum(lengths[clip] for clip in said[1:])

    told = {reason.told_as for reason in shipped.default_reasons()} | {"phone_hours"}
    slowest = [max((lengths[clip], clip) for clip in told - {"phone_hours"})[1], "phone_hours"]
    heard = max(after_the_name(clip, until) for clip in slowest for until in ahead)
    renderer = runpy.run_path(str(RENDERER))
    assert renderer["longest"](lengths) == pytest.approx(heard)
    assert told <= set(list(lengths)[list(lengths).index("person") + 1 : list(lengths).index("and_back")])
    assert heard + lengths["person"] <= renderer["PATIENCE"] == 8


def test_a_name_that_would_make_the_caller_wait_is_not_said_until_it_is_shorter(rendered: Path, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    kept, aside = (rendered / "sv" / folder / "2043.wav" for folder in ("names", "names_too_long"))
    for given, family, is_said in (
        ("Anna-Karin Margareta", "von Sydow-Lagerkvist", False),
        ("Anna", "Sydow", True),
        ("Anna-Karin Margareta", "von Sydow-Lagerkvist", False),
    ):
        people.write_text(f"extension,given_name,family_name\n2043,{given},{family}\n", "utf-8")
        newer = max(path.stat().st_mtime for path in (kept, aside, people) if path.exists()) + 100
        os.utime(people, (newer, newer))
        said = render(rendered, "--names", people).stdout
        assert (kept.exists(), aside.exists()) == (is_said, not is_said)
        assert ("2043" in said) is not is_said
        os.utime(kept if is_said else aside, (newer, newer))
    os.utime(rendered / "en" / "names_too_long" / "2043.wav", (newer, newer))
    assert render(rendered, "--names", people).stdout.startswith("0 of "), "what lies aside is not rendered again"
