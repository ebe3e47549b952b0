"""Leaving by a push: locked at once, callbacks handed over, out of the directory later; and no more at once than the site lets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from kalix_presence.hub.commands.saying import write
from kalix_presence.hub.scim.settling import BY_HAND
from kalix_presence.hub.store.accounts import put_account
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.store.scim_resources import accept
from kalix_presence.wire.event_kinds import EventKind
from tests.hub.scim.pushing import Push, pushing, user
from tests.hub.web.test_streams import until

ANNA = {"userName": "anna", "name": {"givenName": "Anna", "familyName": "Ek"}}
OFF = {"op": "Replace", "path": "active", "value": "False"}
ON = {"op": "Replace", "path": "active", "value": "True"}


def pushed_anna(push: Push) -> str:
    return str(push.ask("POST", "/Users", user("anna", "2041") | ANNA)["id"])


def test_who_is_made_inactive_is_out_at_once_and_their_callbacks_are_not(tmp_path: Path) -> None:
    with pushing(tmp_path / "hub", first_sight=["username"], leaver_days=30) as push:
        with push.hub.client("maria") as maria, push.hub.client("anna") as anna:
            one = pushed_anna(push)
            wish = {"to": "2041", "caller_name": "Eva", "caller_number": "0923-555 012", "about": "bygglov"}
            message = maria.post("/api/v1/messages", json=wish).raise_for_status().json()
            anna.put("/api/v1/people/2041/preferences", json={"lunch_minutes": 33}).raise_for_status()
            assert push.patch("Users", one, OFF)["active"] is False
            until(lambda: anna.get("/api/v1/me").status_code == 401)
            handed = maria.get(f"/api/v1/messages/{message['id']}").json()
            assert (handed["to_kind"], handed["stage"]) == ("switchboard", "returned")
            assert "Anna" in handed["word"]
        assert push.account("anna").locked  # type: ignore[union-attr]
        push.look()
        assert "2041" in push.people()  # callers still hear what was set for them
        push.patch("Users", one, ON)
        assert not push.account("anna").locked  # type: ignore[union-attr]
        with push.hub.client("anna") as anna:
            assert '"lunch_minutes":33' in anna.get("/api/v1/people/2041/preferences").text
        acts = [line.act for line in push.lines() if line.way == "scim"]
        assert acts[:2] == ["user-unlock", "user-lock"]


def test_after_its_days_a_leaver_goes_as_by_an_import(tmp_path: Path) -> None:
    with pushing(tmp_path / "hub", first_sight=["username"], leaver_days=3) as push:
        one = pushed_anna(push)
        push.patch("Users", one, OFF)
        push.hub.clock.move(days=2)
        push.look()
        assert "2041" in push.people()
        push.hub.clock.move(days=2)
        push.look()
        assert "2041" not in push.people()
        assert push.account("anna") is None
        until(lambda: push.hub.on_loop(lambda: "2041" not in push.hub.hub.board.people))
        push.ask("GET", f"/Users/{one}", status=404)
        assert any((line.act, line.detail, line.about) == ("import", "removed", "2041") for line in push.lines())
        push.ask("POST", "/Users", user("anna", "2041") | ANNA)  # somebody who comes back comes anew
        assert push.people()["2041"].family_name == "Ek"


def test_whoever_is_deleted_goes_at_once(tmp_path: Path) -> None:
    with pushing(tmp_path / "hub") as push:
        one = push.add("nils", "2050")["id"]
        push.ask("DELETE", f"/Users/{one}", status=204)
        push.ask("GET", f"/Users/{one}", status=404)
        push.ask("DELETE", f"/Users/{one}", status=404)
        push.look()
        assert "2050" not in push.people()


def test_an_account_that_was_locked_by_hand_is_not_unlocked_by_a_push(tmp_path: Path) -> None:
    with pushing(tmp_path / "hub") as push:
        one = push.add("nils", "2050")["id"]
        account = push.account("nils@x.example")
        assert account is not None
        write(push.hub.config, lambda change: put_account(change, replace(account, locked=True)))
        push.patch("Users", one, ON)
        push.patch("Users", one, {"op": "Add", "path": "title", "value": "Chef"})
        assert push.account("nils@x.example").locked  # type: ignore[union-attr]


@pytest.mark.parametrize("deleting", [False, True])
def test_more_than_the_site_lets_go_within_an_hour_wait_for_an_administrator(tmp_path: Path, deleting: bool) -> None:
    with pushing(tmp_path / "hub", removals_percent=5.0, leaver_days=0) as push:
        told: list[Frame] = []
        push.hub.on_loop(lambda: push.hub.hub.core.event_bus.listen(told.append))

        def waits_told() -> list[frozenset[str] | None]:
            found = [frame.audience for frame in told if frame.kind == EventKind.SOURCES]
            told.clear()
            return found

        ids = [push.add(f"nr{number}", str(3000 + number))["id"] for number in range(30)]
        for one in ids[:6]:
            if deleting:
                push.ask("DELETE", f"/Users/{one}", status=204)
            else:
                assert push.patch("Users", one, OFF)["active"] is False
        push.look()
        push.look()
        assert waits_told() == [frozenset({"role:administrator"})]
        there = push.people()
        assert [str(3000 + number) in there for number in range(6)] == [False] * 3 + [True] * 3
        assert not push.account("nr3@x.example").locked  # type: ignore[union-attr]
        text = httpx.get(f"{push.hub.url}/metrics", trust_env=False).text
        assert "kalix_scim_held 3.0" in text
        assert "scim-held" in httpx.get(f"{push.hub.url}/readyz", trust_env=False).json()["warnings"]
        if deleting:
            push.ask("GET", f"/Users/{ids[4]}", status=404)
            again = push.add("nr4", "3004")["id"]  # it is the same person again, and stays
            assert again == ids[4]
        else:
            push.patch("Users", ids[4], ON)
        write(push.hub.config, lambda change: accept(change, [ids[3], ids[5]]))
        push.look()
        push.look()
        there = push.people()
        assert [str(3000 + number) in there for number in range(6)] == [False] * 4 + [True, False]
        push.hub.clock.move(hours=2)
        push.ask("DELETE", f"/Users/{ids[7]}")
        push.look()
        assert "3007" not in push.people()


def test_somebody_who_was_given_a_role_by_hand_meanwhile_does_not_go(tmp_path: Path) -> None:
    with pushing(tmp_path / "hub", leaver_days=1) as push:
        one = push.add("nils", "2050")["id"]
        push.patch("Users", one, OFF)
        account = push.account("nils@x.example")
        assert account is not None
        write(push.hub.config, lambda change: put_account(change, replace(account, roles=("officer",))))
        push.hub.clock.move(days=2)
        push.look()
        assert "2050" in push.people()
        assert push.pushed(one).trouble == BY_HAND
