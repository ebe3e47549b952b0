"""A call that is placed or comes does not wait until the search index of a changed directory is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalix_presence.hub.directory import search
from tests.hub.core.test_succession import brought_in
from tests.hub.serving import PEOPLE, serving


def test_a_colleagues_new_number_is_known_before_anybody_has_an_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("the index was made")

    monkeypatch.setattr(search, "_index", never)
    with serving(tmp_path / "hub", directory_seconds=600.0) as hub, hub.client("maria") as maria, hub.client("per") as per:
        brought_in(hub, PEOPLE.replace("070-174 06 03", "070-174 06 77").replace("0923-650 41", "0923-650 99"))
        hub.on_loop(hub.hub.core.reload_directory)
        placed = {number: maria.post("/api/v1/calls", json={"to": number}).json() for number in ("0701740677",)}
        assert placed["0701740677"]["dialled"] == "2061", "maria may know whose mobile number it is"
        assert per.post("/api/v1/calls", json={"to": "0923-650 99"}).json()["dialled"] == "2041"
        assert hub.on_loop(lambda: hub.hub.board.numbers.who_has("0923-650 41", private=lambda _: True)) == []
