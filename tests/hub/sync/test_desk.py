"""Sources at the officer's desk, over a hub that serves: how they stand, what waits and for whom, and one answer to exactly that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from kalix_presence.hub.commands.saying import write
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.site.scim_section import ScimSection
from kalix_presence.hub.site.sync_section import CsvSource, SyncSection
from kalix_presence.hub.store.audit_lines import Search, search_lines
from kalix_presence.hub.store.scim_resources import REMOVAL_HELD, USER, Pushed, put_resource
from kalix_presence.hub.sync import desk, held_difference
from kalix_presence.model.audit import AuditAct
from tests.clocks import NINE
from tests.hub.serving import PEOPLE, Serving, made_config, serving
from tests.hub.web.test_streams import until

SOURCES = "/api/v1/sources"
HEAD = "extension;given_name;family_name;unit;administration;title;mobile;person\n"


def fill(config: Config, *numbers: int, title: str = "", mobile: str = "") -> None:
    """These are in the file: the even ones of the officer's administration."""
    where = ("Bygglov;Samhällsbyggnad", "Skola;Utbildning")
    lines = [f"{3000 + n};Bo;Berg {n};{where[n % 2]};{title};{mobile};p{n}" for n in numbers]
    config.path("staff.csv").write_text(HEAD + "\n".join(lines), "utf-8")


class Desk:
    """A hub that reads the file of `staff` by itself, with the administrator and two officers at their desks."""

    def __init__(self, hub: Serving, ada: httpx.Client, olle: httpx.Client) -> None:
        self.hub, self.ada, self.olle = hub, ada, olle

    def write(self, *numbers: int, **facts: str) -> None:
        """These are in the file."""
        fill(self.hub.config, *numbers, **facts)

    def runs(self) -> None:
        """It is time for the next run, and it is over."""
        before = self.source()["tried_at"] if self.source().get("tried_at") else ""
        self.hub.clock.move(minutes=61)
        until(lambda: self.source().get("tried_at", "") != before)

    def source(self, who: httpx.Client | None = None) -> dict[str, Any]:
        answer = (who or self.ada).get(SOURCES)
        answer.raise_for_status()
        found: dict[str, Any] = next(one for one in answer.json()["sources"] if one["name"] == "staff")
        return found

    def lines(self, who: httpx.Client | None = None, after: int = 0) -> Any:
        answer = (who or self.ada).get(f"{SOURCES}/staff/held", params={"after": after})
        answer.raise_for_status()
        return answer.json()

    def say(self, answer: str, shown: str, who: httpx.Client | None = None) -> httpx.Response:
        return (who or self.ada).post(f"{SOURCES}/staff/held", json={"shown": shown, "answer": answer})

    def people(self) -> set[int]:
        return {int(one) - 3000 for one in self.hub.on_loop(lambda: list(self.hub.hub.board.people)) if one.startswith("3")}


@pytest.fixture
def at_desk(tmp_path: Path) -> Iterator[Desk]:
    """Twenty people were read from the file, and half of them are no longer in it: that waits."""
    config = msgspec.structs.replace(made_config(tmp_path / "hub"), sync=SyncSection(sources={"staff": CsvSource("staff.csv")}))
    fill(config, *range(20))
    with (
        serving(tmp_path / "hub", config=config) as hub,
        hub.client("ada", **{"accept-language": "en"}) as ada,
        hub.client("olle") as olle,
    ):
        found = Desk(hub, ada, olle)
        until(lambda: found.people() == set(range(20)))
        found.write(*range(10), title="Chef", mobile="070-111 22 33")
        found.runs()
        yield found


def test_what_waits_is_shown_and_a_yes_does_exactly_that(at_desk: Desk) -> None:
    found = at_desk.source()
    held = found["held"]
    assert (found["people"], held["removed"], held["answers"]) == (20, 10, ["yes", "no"])
    assert held["counts"] == {"removed": 10, "changed": 20}
    lines = at_desk.lines()["lines"]
    assert [one["extension"] for one in lines[:10]] == [str(3010 + n) for n in range(10)]
    assert lines[0] == {"kind": "removed", "extension": "3010", "name": "Bo Berg 10", "unit_name": "Samhällsbyggnad / Bygglov"}
    titles = [one for one in lines if one.get("column") == "title"]
    assert titles[0]["after"] == "Chef"
    assert "070-111 22 33" not in str(lines), "a private number changes, and is told to nobody"
    answer = at_desk.say("yes", held["shown"])
    assert (answer.status_code, answer.json()["held"]["answer"]) == (200, "yes")
    until(lambda: at_desk.people() == set(range(10)))
    until(lambda: "held" not in at_desk.source())
    assert at_desk.source()["removed"] == 10
    again = at_desk.say("yes", held["shown"])
    assert (again.status_code, again.json()["code"]) == (409, "sync-not-held")
    assert at_desk.ada.get(f"{SOURCES}/staff/held").status_code == 409


def test_what_is_something_else_by_now_is_not_what_was_answered(at_desk: Desk) -> None:
    shown = at_desk.source()["held"]["shown"]
    at_desk.write(*range(10), title="Chef igen", mobile="070-111 22 33")  # the same people go, and all else is otherwise
    at_desk.runs()
    refused = at_desk.say("yes", shown)
    assert (refused.status_code, refused.json()["code"]) == (409, "held-changed")
    assert "something else by now" in refused.json()["detail"]
    assert at_desk.source()["held"]["shown"] != shown
    assert "answer" not in at_desk.source()["held"]
    assert len(at_desk.people()) == 20


def test_a_no_is_kept_while_the_source_says_the_same_and_a_yes_may_follow_it(at_desk: Desk) -> None:
    hub = at_desk.hub.hub
    assert at_desk.hub.on_loop(lambda: hub.sync.held)
    shown = at_desk.source()["held"]["shown"]
    said = at_desk.say("no", shown).json()
    assert (said["held"]["answer"], said["held"]["answers"]) == ("no", ["yes"])
    assert "administrator has said no: 10 people" in said["trouble"]
    at_desk.runs()
    assert at_desk.source()["held"]["answer"] == "no"
    until(lambda: at_desk.hub.on_loop(lambda: (hub.sync.held, hub.sync.failing)) == (False, True))
    assert len(at_desk.people()) == 20
    assert at_desk.say("yes", shown).status_code == 200
    until(lambda: at_desk.people() == set(range(10)))


def test_an_officer_reads_what_concerns_the_own_administration_and_answers_nothing(at_desk: Desk) -> None:
    held = at_desk.source(at_desk.olle)["held"]
    assert "answers" not in held
    units = {one["unit_name"] for one in at_desk.lines(at_desk.olle)["lines"]}
    assert units == {"Samhällsbyggnad / Bygglov"}
    assert at_desk.say("yes", held["shown"], at_desk.olle).status_code == 403
    assert at_desk.say("no", held["shown"], at_desk.olle).status_code == 403
    for name in ("anna", "maria"):
        with at_desk.hub.client(name) as client:
            assert client.get(SOURCES).status_code == 403
            assert client.get(f"{SOURCES}/staff/held").status_code == 403


def test_the_difference_is_told_in_pages(at_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "PAGE", 7)
    found, after = [], 0
    while True:
        page = at_desk.lines(after=after)
        found += page["lines"]
        after = page.get("next", 0)
        if not after:
            break
        assert len(page["lines"]) == 7
    assert len(found) == 30
    monkeypatch.undo()
    assert found == at_desk.lines()["lines"]


def test_of_a_great_difference_as_much_is_kept_as_is_said(at_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held_difference, "MOST_LINES", 12)
    at_desk.runs()
    held = at_desk.source()["held"]
    assert (held["kept"], sum(held["counts"].values()), held["removed"]) == (12, 30, 10)
    kinds = [one["kind"] for one in at_desk.lines()["lines"]]
    assert kinds == ["removed"] * 10 + ["changed"] * 2, "what the answer is about comes first"


def test_an_answer_leaves_a_line_and_a_wrong_one_is_refused(at_desk: Desk) -> None:
    shown = at_desk.source()["held"]["shown"]
    assert at_desk.say("perhaps", shown).status_code == 422
    assert at_desk.ada.get(f"{SOURCES}/nobody/held").status_code == 404
    at_desk.say("no", shown).raise_for_status()
    lines = at_desk.hub.on_loop(
        lambda: at_desk.hub.hub.store.read(lambda sql: search_lines(sql, Search(act=AuditAct.ANSWER_HELD_RUN), limit=9))
    )
    assert [(one.by, one.subject, one.detail) for one in lines] == [("2002", "staff", "no")]


def test_trouble_and_what_could_not_be_used_are_told_in_words(at_desk: Desk) -> None:
    at_desk.hub.config.path("staff.csv").write_text(HEAD + "3001;Bo\n", "utf-8")
    at_desk.runs()
    found = at_desk.source()
    assert "staff.csv has 1" in found["trouble"]
    assert found["held"]["removed"] == 10, "what waits still waits"


def test_removals_of_a_service_that_pushes_are_shown_and_let_go(tmp_path: Path) -> None:
    config = msgspec.structs.replace(made_config(tmp_path / "hub"), scim=ScimSection(enabled=True, extension_digits=4))
    with serving(tmp_path / "hub", PEOPLE, config=config) as hub, hub.client("ada") as ada, hub.client("olle") as olle:
        siv = hub.on_loop(lambda: hub.hub.board.people["2061"].id)
        one = Pushed(
            "c" * 32, USER, "siv", "x", {"userName": "siv"}, 1, NINE, NINE, person=siv, trouble=REMOVAL_HELD, gone=True
        )
        write(hub.config, lambda change: put_resource(change, one))
        [found] = ada.get(SOURCES).json()["sources"]
        held = found["held"]
        assert (found["name"], found["kind"], held["removed"], held["answers"]) == ("scim", "scim", 1, ["yes"])
        [line] = ada.get(f"{SOURCES}/scim/held").json()["lines"]
        assert (line["extension"], line["name"]) == ("2061", "Siv Ström")
        assert olle.get(f"{SOURCES}/scim/held").json()["lines"] == [], "of another administration"
        body = {"shown": held["shown"], "answer": "yes"}
        assert olle.post(f"{SOURCES}/scim/held", json=body).status_code == 403
        assert ada.post(f"{SOURCES}/scim/held", json={**body, "answer": "no"}).status_code == 422
        other = ada.post(f"{SOURCES}/scim/held", json={**body, "shown": "0" * 20})
        assert (other.status_code, other.json()["code"]) == (409, "held-changed")
        assert "held" not in ada.post(f"{SOURCES}/scim/held", json=body).json()
        until(lambda: "2061" not in hub.on_loop(lambda: dict(hub.hub.board.people)))
