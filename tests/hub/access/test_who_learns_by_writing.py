"""Writing and deleting teach nobody what is hidden: a hidden word in any field is answered as one that nobody wrote, what is
deleted says the same whatever the reason, and nothing of it reaches the log.

As in `test_who_learns_what` no endpoint is named: requests are made of the description at /openapi.json.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.clocks import NINE
from tests.hub.access.test_who_learns_what import (
    CALENDAR,
    MESSAGE,
    MOBILE,
    NOBODY_WROTE,
    NOTE,
    PRIVATE,
    ROLES,
    World,
    answers_of,
    furnished,
    plain,
    settle,
    told,
    told_of_absence,
)
from tests.hub.commands.test_commands import run
from tests.hub.serving import soon
from tests.hub.web.test_streams import until

pytestmark = pytest.mark.xdist_group("audit")

WRITERS = ("kim", "siv", "maria", "ada", "")
HIDDEN = (NOTE, MESSAGE, CALENDAR, PRIVATE, MOBILE)
_LATER = (NINE + timedelta(days=30)).isoformat()
USUAL = {"reason": "meeting", "to": "2043", "unit": "bygglov", "starts": _LATER[:19], "text": "x", "kind": "ics", "line": "x"}
"""What stands in the fields that have to be there, so that the one with the word is looked at."""
OWN_DOORS = ("/api/v1/sign-in", "/api/v1/sessions", "/api/v1/password", "/api/v1/second-factor")
"""Where nothing of Anna's is: who asks ends their own session there, or is kept waiting."""
_ID = re.compile(r"[0-9a-f]{16,32}")


def bodies(description: dict[str, Any], verb: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(field, body without it) for each field of text that a request may have."""
    schema = verb.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    schema = description["components"]["schemas"].get(schema.get("$ref", "").rpartition("/")[2], schema)
    needed = {name: USUAL[name] for name in schema.get("required", ()) if name in USUAL}
    for name, kind in schema.get("properties", {}).items():
        if any(one.get("type") == "string" and "format" not in one for one in kind.get("oneOf", (kind,))):
            yield name, needed


def doors(description: dict[str, Any], ids: list[str], methods: set[str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, verbs in description["paths"].items():
        if path.startswith(OWN_DOORS):
            continue
        blanks = set(re.findall(r"{(\w+)}", path))
        fillings = [dict.fromkeys(blanks, one) for one in ids] if blanks - {"extension", "unit"} else [{}]
        for method in sorted(verbs.keys() & methods):
            for filling in fillings:
                real = path.format(**{**filling, "extension": "2041", "unit": "bygglov"} if blanks else {})
                yield method, real, verbs[method]


@pytest.fixture(scope="module")
def sick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with furnished(tmp_path_factory.mktemp("sick") / "hub", "sick") as found:
        found.exports.update(exports(found, tmp_path_factory.mktemp("exports")))  # before anybody has written the words
        yield found


@pytest.mark.parametrize("name", WRITERS)
def test_a_hidden_word_that_is_written_is_answered_as_one_that_nobody_wrote(sick: World, name: str) -> None:
    description = sick.clients["ada"].get("/openapi.json").json()
    client, tried = sick.clients[name], set()
    for method, path, verb in doors(description, sick.ids[:1], {"post", "put", "patch"}):
        for field, needed in bodies(description, verb):
            for word in HIDDEN:
                if not told(name, "sick", word):
                    continue
                said = [
                    written(sick, client, method, path, {**needed, field: each}, each) for each in (word, NOBODY_WROTE[word])
                ]
                assert said[0] == said[1], (method, path, field, word)
                tried.add((path, field, said[0][0]))
    assert len(tried) >= 15
    for line in sick.logs:
        assert not told("", "sick", json.dumps(line, default=str, ensure_ascii=False)), line


def written(world: World, client: httpx.Client, method: str, path: str, body: dict[str, Any], word: str) -> tuple[int, str]:
    """What is answered, but for the word that it repeats, ids, times and counters; calls that come of it are over."""
    answer = client.request(method, path, json=body)
    pbx = world.hub.hub.core.pbx
    world.hub.on_loop(lambda: [pbx.hang_up(one) for one in world.hub.hub.board.people])
    spaced = re.compile(r"[ -]?".join(word))
    return answer.status_code, re.sub(r"\d+", "1", spaced.sub("WORD", _ID.sub("ID", json.dumps(plain(answer)))))


@pytest.fixture(scope="module")
def emptied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, World]]:
    """Two houses that differ in the hidden reason, in which everybody has tried to delete everything that is Anna's."""
    with ExitStack() as stack:
        worlds = {
            reason: stack.enter_context(furnished(tmp_path_factory.mktemp(reason) / "hub", reason))
            for reason in ("sick", "out_of_office")
        }
        for found in worlds.values():
            delete_everything(found)
        yield worlds


def delete_everything(world: World) -> None:
    description = world.clients["ada"].get("/openapi.json").json()
    for name in ROLES:
        for method, path, verb in doors(description, world.ids, {"delete"}):
            named = [each["name"] for each in verb.get("parameters", ()) if each["in"] == "query"]
            for more in ({}, {"params": dict.fromkeys(named, "2026-12-01")}):
                answer = world.clients[name].request(method, path, **more)
                assert answer.status_code < 500, (name, path)
                world.answers[name, method, path, json.dumps(more)] = answer
                if answer.status_code < 300:
                    settle(world.hub)  # else the next one may overtake the word that this is in force
    settle(world.hub)
    maria = world.clients["maria"]
    maria.put("/api/v1/people/2043/absence", json={"reason": "meeting", "until": soon()}).raise_for_status()
    for name, heard in world.heard.items():
        until(lambda heard=heard: '"2043"' in "".join(heard))  # type: ignore[misc]
        world.streams[name] = "".join(heard)


@pytest.mark.parametrize("name", ROLES)
def test_deleting_says_the_same_whatever_the_hidden_reason(emptied: dict[str, World], name: str) -> None:
    sick = emptied["sick"]
    answers = {key: answer for key, answer in sick.answers.items() if key[0] == name}
    assert len(answers) > len(sick.ids), "each id was tried"
    assert not {(key[2], *found) for key, one in answers.items() if (found := told(name, "sick", one.text + str(one.headers)))}
    assert answers_of(sick, name) == answers_of(emptied["out_of_office"], name)
    if name:
        assert not told(name, "sick", sick.streams[name])
        assert told_of_absence(sick, name) == told_of_absence(emptied["out_of_office"], name)


@pytest.mark.parametrize("form", ["json", "text"])
def test_what_is_written_down_of_one_person_tells_nothing_of_another(sick: World, form: str) -> None:
    people = sick.hub.on_loop(lambda: dict(sick.hub.hub.board.people))
    assert all(mark in sick.exports["2041", form] for mark in (NOTE, MESSAGE, CALENDAR)), "what is looked for can be found"
    assert re.search(r"reason\W+sick", sick.exports["2041", form])
    for extension, person in people.items():
        if extension != "2041":
            text = sick.exports[extension, form]
            assert person.name.split()[0] in text
            assert not told(person.given_name.casefold(), "sick", text), extension
            assert "sick" not in text, extension


def exports(world: World, folder: Path) -> Iterator[tuple[tuple[str, str], str]]:
    """All that the administrator at the server is written down of each person."""
    for extension in world.hub.on_loop(lambda: list(world.hub.hub.board.people)):
        for form in ("json", "text"):
            file = folder / f"{extension}.{form}"
            done = run("person", "export", extension, file, "--format", form, "--config", world.hub.config.folder)
            assert done.exit_code == 0, done.output
            yield (extension, form), file.read_text("utf-8")
