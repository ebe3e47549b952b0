"""The demo is a municipality in the middle of its working day, and leaves nothing behind, however it is ended."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from kalix_presence.hub.commands.init import DEMO_PASSWORD
from kalix_presence.hub.site.config import read_config
from tests.clocks import Clock
from tests.hub.serving import Serving, serving
from tests.pbx.asterisk_server import wait_until

BIN = Path(sys.executable).parent

DEMO = Path(__file__).resolve().parents[1] / "installer" / "demo_tour.py"


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_what_it_started_ends_with_it(tmp_path: Path, how: signal.Signals) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(tmp_path)}
    with subprocess.Popen([sys.executable, DEMO, "shown"], env=environment, stdout=subprocess.PIPE, text=True) as demo:
        assert demo.stdout is not None
        lines = [demo.stdout.readline() for _ in range(3)]  # the hub, the tray, and what to try
        address = re.search(r"http://\S+:\d+", lines[0])
        assert address is not None, lines
        assert httpx.get(f"{address[0]}/healthz", trust_env=False).is_success
        demo.send_signal(how)
        demo.wait(60)
    with pytest.raises(httpx.TransportError):
        httpx.get(f"{address[0]}/healthz", trust_env=False)
    assert list(tmp_path.glob("kalix-demo-*")) == []


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """The demo's hub as it begins, served."""
    folder = tmp_path_factory.mktemp("day") / "hub"
    subprocess.run([BIN / "kalix-hub", "init", "--sample", "--port", "0", folder], check=True, capture_output=True)
    subprocess.run([sys.executable, DEMO.parent / "demo_day.py", folder], check=True, stdout=subprocess.DEVNULL)
    config = read_config(folder)
    assert config.pbx.begins is not None
    with serving(folder, config=config, clock=Clock(config.pbx.begins.astimezone(UTC))) as hub:
        yield hub


def asked(day: Serving, who: str, path: str) -> Any:
    with httpx.Client(base_url=day.url, timeout=60, trust_env=False) as client:
        wish = {"username": who, "password": DEMO_PASSWORD}
        token = client.post("/api/v1/sign-in", json=wish).raise_for_status().json()["token"]
        return client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {token}"}).raise_for_status().json()


def test_the_demo_begins_in_the_middle_of_a_working_day(day: Serving) -> None:
    people = asked(day, "maria.lundberg", "/people?limit=500")["people"]
    standings = [each["standing"] for each in people]
    away = [each["absence"] for each in standings if "absence" in each]
    assert len(people) == 60
    assert 12 <= len(away) <= 25
    assert len({each["reason"] for each in away}) >= 8
    assert len({each.get("end") for each in away}) >= 8
    assert any("end" not in each for each in away), "somebody is away until further notice"
    assert any(each.get("overdue") for each in standings)
    assert sum("phone_hours" in each for each in people) >= 3
    assert any(each["reason"] == "holiday" and each.get("forward") == "colleague" for each in away), "the deputy covers"
    assert len(asked(day, "maria.lundberg", "/notices")["notices"]) == 2


def test_anna_has_callbacks_in_every_state_and_a_planned_week(day: Serving) -> None:
    begins = day.config.pbx.begins
    assert begins is not None
    waiting = asked(day, "anna.ek", "/messages?limit=500")["messages"]
    assert any(each.get("urgent") for each in waiting)
    assert any(datetime.fromisoformat(each["due"]) < begins for each in waiting), "late"
    assert any(each.get("taker") == "2041" for each in waiting), "taken"
    assert any("former" in each for each in waiting), "handed over"
    assert any("later" in each for each in waiting), "put off"
    assert any(len(each.get("attempts", [])) >= 2 for each in waiting), "tried in vain"
    assert any(each.get("source") == "missed" for each in waiting)
    assert len(asked(day, "anna.ek", "/messages?state=done")["messages"]) >= 2
    assert len(asked(day, "anna.ek", "/people/2041/plans")["plans"]) >= 5
    mine = next(each for each in asked(day, "anna.ek", "/people?q=2041")["people"] if each["extension"] == "2041")
    assert "absence" not in mine["standing"], "Anna is there to be called"


def test_a_call_in_vain_becomes_a_callback_whether_the_phone_rings_or_not(day: Serving) -> None:
    for extension, name in (("2055", "lena.stenvall"), ("2030", "karin.soderstrom")):
        with httpx.Client(base_url=day.url, timeout=60, trust_env=False) as client:
            wish = {"username": name, "password": DEMO_PASSWORD}
            token = client.post("/api/v1/sign-in", json=wish).raise_for_status().json()["token"]
            client.headers["Authorization"] = f"Bearer {token}"
            call = {"caller": "0923555129", "extension": extension, "ends": "in_vain", "rings": 6}
            client.post("/api/v1/demo/calls", json=call).raise_for_status()
            path = f"/api/v1/messages?to={extension}"
            wait_until(lambda client=client, path=path: client.get(path).json()["messages"], "no callback")  # type: ignore[misc]
            found = client.get(path).json()["messages"]
        assert found[-1]["source"] == ("missed" if extension == "2055" else "asked")


def test_the_officer_has_three_months_of_the_policy_report_with_goals(day: Serving) -> None:
    periods = asked(day, "per.nilsson", "/report")["periods"]
    assert {"2026-08", "2026-09", "2026-10", "2026-W47"} <= set(periods)
    report = asked(day, "per.nilsson", "/report/2026-10?direct=true")
    assert report["goals"]["answered_in_time"] == 0.8
    own, *below = report["units"]
    assert own["name"] == "Samhällsbyggnadsförvaltningen"
    assert {each["name"] for each in below} == {"Bygg och miljö", "Gata och park"}
    history = asked(day, "per.nilsson", f"/report/2026-10/history?unit={own['code']}")["points"]
    shares = [point["unit"]["figures"][0]["share"] for point in history]
    assert len(shares) == 3
    assert 0.6 < shares[1] < shares[2] < 0.95, "October was better"


@pytest.mark.parametrize("words", [["call"], ["hear", "2030"], ["receptionist"], ["officer"], ["cli", "status"]])
def test_without_a_running_demo_its_commands_say_how_to_start_one(tmp_path: Path, words: list[str]) -> None:
    ran = subprocess.run(
        [sys.executable, DEMO.parent / "demo_commands.py", *words],
        env=os.environ | {"TMPDIR": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 4
    assert "./installer/demo" in ran.stderr


@pytest.mark.parametrize("words", [["recptionist"], ["hear", "2030", "2041"], ["receptionist", "maria"], ["--virtul"], []])
def test_what_cannot_be_tried_is_said_with_what_can(tmp_path: Path, words: list[str]) -> None:
    ran = subprocess.run(
        [sys.executable, DEMO.parent / "demo_commands.py", *words],
        env=os.environ | {"TMPDIR": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 2
    assert " ".join(words) in ran.stderr
    assert "receptionist, officer" in ran.stderr
