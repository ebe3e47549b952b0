"""Everybody reads who changed what for them and who looked at their callbacks; an administrator reads all, and is read of."""

from __future__ import annotations

from typing import Any

import pytest

from tests.hub.serving import Serving, soon

pytestmark = pytest.mark.xdist_group("audit")


def lines(client: Any, **wanted: Any) -> list[dict[str, Any]]:
    answer = client.get("/api/v1/audit", params=wanted)
    answer.raise_for_status()
    found: list[dict[str, Any]] = answer.json()["lines"]
    return found


def test_anna_reads_who_set_her_status_and_who_looked_at_her_callbacks(hub: Serving) -> None:
    with hub.client("anna") as anna, hub.client("maria") as maria:
        maria.put("/api/v1/people/2041/absence", json={"reason": "meeting", "until": soon()}).raise_for_status()
        maria.post("/api/v1/messages", json={"to": "2041", "about": "Ring"}).raise_for_status()
        maria.get("/api/v1/messages").raise_for_status()
        told = [(one["by_name"], one["act"], one["way"]) for one in lines(anna)]
        assert ("Maria Holm", "set-absence", "receptionist") in told
        assert ("Maria Holm", "see-messages", "") in told
        assert all(one["about"] == "2041" for one in lines(anna))


def test_the_same_reader_is_told_of_once_an_hour_and_nobody_for_their_own(hub: Serving) -> None:
    with hub.client("anna") as anna, hub.client("maria") as maria:
        left = maria.post("/api/v1/messages", json={"to": "2041", "about": "Ring"}).json()
        for _ in range(3):
            maria.get("/api/v1/messages").raise_for_status()
            maria.get(f"/api/v1/messages/{left['id']}/steps").raise_for_status()
            anna.get("/api/v1/messages").raise_for_status()
        assert len(lines(anna, act="see-messages")) == 1
        hub.clock.move(minutes=60)
        maria.get(f"/api/v1/messages/{left['id']}").raise_for_status()
        assert [one["by"] for one in lines(anna, act="see-messages")] == ["2001", "2001"]


@pytest.mark.parametrize("name", ["anna", "maria", "olle"])
@pytest.mark.parametrize("wanted", [{"about": "2042"}, {"by": "2042"}, {"about": "2042", "by": "2041"}])
def test_nobody_but_an_administrator_reads_what_is_about_others(hub: Serving, name: str, wanted: dict[str, str]) -> None:
    with hub.client(name) as client:
        assert client.get("/api/v1/audit", params=wanted).status_code == 403


def test_an_administrator_reads_others_lines_and_they_are_told(hub: Serving) -> None:
    with hub.client("anna") as anna, hub.client("ada") as ada:
        anna.put("/api/v1/people/2041/absence", json={"reason": "sick"}).raise_for_status()
        assert "set-absence" in [one["act"] for one in lines(ada, about="2041")]
        assert ("audit-read", "Ada Min") in [(one["act"], one["by_name"]) for one in lines(anna)]


def test_pages_hang_together_while_lines_come(hub: Serving) -> None:
    with hub.client("anna") as anna:
        for _ in range(6):
            anna.delete("/api/v1/people/2041/absence").raise_for_status()
        everything, found, below = lines(anna, limit=500), [], None
        while True:
            page = anna.get("/api/v1/audit", params={"limit": 2, **({"below": below} if below else {})}).json()
            anna.delete("/api/v1/people/2041/absence").raise_for_status()
            found += page["lines"]
            if (below := page["next"]) is None:
                break
        assert found == everything


def test_what_an_administrator_types_in_looking_stays_out_of_the_trail(hub: Serving) -> None:
    with hub.client("ada") as ada:
        for typed in ("hjärtfel", "2041", "x2041", "9999"):
            lines(ada, about=typed)
        assert {one["about"] for one in lines(ada, act="audit-read", by="2002")} == {"2041", ""}
