"""The sketch over a real hub: two accept at once, an acceptance meets somebody who leaves; whoever comes after has nothing of it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.hub.core.annas import BO, brought_in
from tests.hub.serving import Serving, serving

SKETCH = "/api/v1/sketch"
DUTY = {"name": "Bygglov", "people": ["2041", "2042"]}


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path / "hub") as running:
        yield running


def proposed(olle: httpx.Client, **more: Any) -> dict[str, Any]:
    unit = part(olle)
    wish = {"unit": "bygglov", "version": unit["version"], "duties": [DUTY], **more}
    return dict(olle.post(f"{SKETCH}/proposals", json=wish).raise_for_status().json())


def part(client: httpx.Client) -> dict[str, Any]:
    units = client.get(SKETCH).raise_for_status().json()["units"]
    return next(each for each in units if each["unit"] == "bygglov")


def test_of_many_who_accept_at_once_one_is_first(hub: Serving) -> None:
    with ExitStack() as stack:
        officers = [stack.enter_context(hub.client("olle")) for _ in range(6)]
        made = proposed(officers[0])
        step = {"version": made["version"], "step": "accept"}
        with ThreadPoolExecutor(len(officers)) as pool:
            answers = list(pool.map(lambda one: one.patch(f"{SKETCH}/proposals/{made['id']}", json=step), officers))
        assert sorted(each.status_code for each in answers) == [200, *[409] * 5]
        assert {each.json()["code"] for each in answers if each.status_code == 409} == {"sketch-answered"}
        assert part(officers[0])["version"] == 1
        told = officers[0].get("/api/v1/notices").json()["notices"]
        assert len([each for each in told if each["unit"] == "bygglov"]) == 1


def test_of_two_proposals_accepted_at_once_the_second_is_refused_and_kept(hub: Serving) -> None:
    with hub.client("olle") as olle, hub.client("olle") as other:
        two = [proposed(olle), proposed(olle, duties=[{"name": "Annat"}])]
        with ThreadPoolExecutor(2) as pool:
            answers = list(
                pool.map(
                    lambda each: each[0].patch(f"{SKETCH}/proposals/{each[1]['id']}", json={"version": 1, "step": "accept"}),
                    zip((olle, other), two, strict=True),
                )
            )
        codes = [each.json().get("code", "") for each in answers]
        assert sorted(codes) == ["", "sketch-changed"]
        kept = {each["id"]: each["state"] for each in olle.get(SKETCH).json()["proposals"]}
        assert kept[two[codes.index("sketch-changed")]["id"]] == "proposed"


def test_whoever_leaves_beside_the_hub_while_it_is_accepted_stands_nowhere(hub: Serving) -> None:
    with hub.client("olle") as olle:
        made = proposed(olle, owner="2041", deputies=["2041"])
        step = {"version": made["version"], "step": "accept"}
        with ThreadPoolExecutor(2) as pool:
            accepting = pool.submit(olle.patch, f"{SKETCH}/proposals/{made['id']}", json=step)
            leaving = pool.submit(brought_in, hub, BO, remove_missing=True)
            answer = accepting.result()
            leaving.result()
        hub.on_loop(hub.hub.core.reload_directory)
        assert answer.status_code in (200, 409), "either was first"
        unit = part(olle)
        assert unit["version"] in (0, 2)
        assert "owner" not in unit["sheet"]
        assert (
            "2041" not in {one["extension"] for duty in unit["sheet"]["duties"] for one in duty.get("people", ())}
            or not unit["version"]
        )
        assert [each["person"]["name"] for each in unit["faults"] if each["kind"] == "no_duty"] in ([], ["Bo Ny"])
        if unit["version"]:
            assert [one["extension"] for one in unit["sheet"]["duties"][0]["people"]] == ["2042"]
            assert {each["kind"] for each in unit["faults"]} >= {"no_owner", "no_deputy"}


def test_whoever_comes_after_stands_nowhere_and_reviews_nothing(hub: Serving) -> None:
    with hub.client("olle") as olle:
        made = proposed(olle, owner="2041", deputies=["2041"])
        olle.patch(f"{SKETCH}/proposals/{made['id']}", json={"version": 1, "step": "accept"}).raise_for_status()
        with hub.client("anna") as anna:
            assert part(anna)["may_propose"] is True
            anna.post(f"{SKETCH}/bygglov/review", json={"version": 1}).raise_for_status()
        brought_in(hub, BO, remove_missing=True)
        hub.on_loop(hub.hub.core.reload_directory)
        unit = part(olle)
        assert (unit["version"], unit["reviewed_by_name"]) == (2, "Anna Ek")
        assert [one["extension"] for one in unit["sheet"]["duties"][0]["people"]] == ["2042"]
        with hub.client("bo") as bo:
            assert "may_propose" not in part(bo)
            answer = bo.post(f"{SKETCH}/bygglov/review", json={"version": 2})
            assert (answer.status_code, answer.json()["code"]) == (403, "not-permitted")
            copy = bo.post("/api/v1/me/copy").json()
            assert not {name for name in copy["held"] if name.startswith("sketch")}
