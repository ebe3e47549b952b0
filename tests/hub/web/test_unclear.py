"""What the PBX does not know or could not be read is listed for whoever answers for the phones, and for nobody else."""

from __future__ import annotations

import pytest

from kalix_presence.hub.web.routes import unclear
from kalix_presence.model.access import Action, Caller
from kalix_presence.model.directory import Person
from kalix_presence.model.line import LineState
from tests.hub.serving import Serving, soon
from tests.hub.web.test_streams import until


def forget_line(hub: Serving, extension: str) -> None:
    """The PBX knows no phone of this name."""
    hub.on_loop(lambda: hub.hub.pbx.set_line(extension, LineState.UNKNOWN))  # type: ignore[attr-defined]
    until(lambda: hub.hub.board.states[extension].line is LineState.UNKNOWN)


def test_phones_nobody_knows_are_listed_for_the_officer_of_the_administration(hub: Serving) -> None:
    forget_line(hub, "2041")
    forget_line(hub, "2061")
    with hub.client("olle") as officer, hub.client("ada") as administrator, hub.client("anna") as anna:
        theirs, everybody = officer.get("/api/v1/unclear").json(), administrator.get("/api/v1/unclear").json()
        assert [one["extension"] for one in theirs["phones"]] == ["2041"]
        assert [one["extension"] for one in everybody["phones"]] == ["2041", "2061"]
        assert theirs["phones"][0] == {"extension": "2041", "name": "Anna Ek", "unit_name": "Bygglov"}
        assert (everybody["pbx"], everybody["journal_unread"], everybody["bent"]) == (True, 0, [])
        assert anna.get("/api/v1/unclear").status_code == 403


def test_without_the_pbx_nobody_is_said_to_be_in(hub: Serving) -> None:
    with hub.client("anna") as anna, hub.client("ada") as administrator:
        assert anna.get("/api/v1/people/2042").json()["standing"]["line"] == "idle"
        hub.on_loop(lambda: hub.hub.pbx.unplug())  # type: ignore[attr-defined]
        until(lambda: not hub.hub.board.pbx)
        assert anna.get("/api/v1/people/2042").json()["standing"].get("line", "unknown") == "unknown"
        found = anna.get("/api/v1/people", params={"q": "per"}).json()
        assert found["people"][0]["standing"].get("line", "unknown") == "unknown"
        assert found["why"]["reach"] == "unknown"
        said = anna.get("/api/v1/people/2042/holding", headers={"accept-language": "sv"}).json()["sentence"]
        assert "Tillgänglig" not in said
        assert administrator.get("/api/v1/unclear").json()["pbx"] is False


def test_a_bent_rule_is_listed_with_why(hub: Serving) -> None:
    with hub.client("maria") as maria, hub.client("olle") as officer:
        away = {"reason": "lunch", "until": soon(), "forward_to": "mobile"}
        maria.put("/api/v1/people/2041/absence", json=away).raise_for_status()

        def take_number() -> None:
            from dataclasses import replace

            board = hub.hub.board
            board.people["2041"] = replace(board.people["2041"], mobile="")

        hub.on_loop(take_number)
        hub.on_loop(lambda: hub.hub.core.reconciler.reconcile())
        [bent] = officer.get("/api/v1/unclear", headers={"accept-language": "sv"}).json()["bent"]
        assert (bent["extension"], bent["bent"]) == ("2041", "mobile-missing")
        assert bent["detail"] == "Samtalen går till växeln, för det finns inget mobilnummer."


def test_only_those_with_something_unclear_cost_more_than_a_look(hub: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[str]()
    plain = unclear.may

    def counted(caller: Caller, action: Action, person: Person | None = None) -> bool:
        asked.append(person.extension if person else "")
        return plain(caller, action, person)

    forget_line(hub, "2041")
    monkeypatch.setattr(unclear, "may", counted)
    with hub.client("ada") as administrator:
        administrator.get("/api/v1/unclear").raise_for_status()
    assert asked == ["2041"]
