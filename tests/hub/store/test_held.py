"""All that is held on a person is found, in whichever table it lies; no secret is handed out; a new table is not forgotten."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kalix_presence.hub.site.calendars_section import CalendarsSection
from kalix_presence.hub.site.kept import kept_of
from kalix_presence.hub.store.held import NOBODYS, THEIRS, held_of
from kalix_presence.hub.store.people import read_people
from kalix_presence.hub.store.schema import metadata
from tests.hub.core.test_succession import MARK, calendar_server, fill, holds, rows_of
from tests.hub.serving import Serving, made_config, serving
from tests.hub.web.test_streams import until

pytestmark = pytest.mark.xdist_group("audit")

Held = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Serving, Held]]:
    """A hub that holds of Anna everything that it can hold of anybody, and what is found of it."""
    folder = tmp_path_factory.mktemp("held") / "hub"
    config = msgspec.structs.replace(made_config(folder), calendars=CalendarsSection(hosts=("127.0.0.1",), poll_seconds=5))
    with calendar_server() as address, serving(folder, config=config) as hub, hub.client("anna") as anna:
        fill(hub, anna, address)
        until(lambda: bool(rows_of(hub)["lit_lamp"]))
        until(lambda: not rows_of(hub)["pbx_job"])
        with closing(kept_of(config).reader()) as sql:
            yield hub, dict(held_of(sql, read_people(sql)["2041"], "anna"))


def test_of_every_table_it_is_said_whose_it_is() -> None:
    assert metadata.tables.keys() | {"alembic_version"} == THEIRS.keys() | NOBODYS.keys()
    assert not THEIRS.keys() & NOBODYS.keys()


def test_nothing_that_is_hers_alone_is_left_out(filled: tuple[Serving, Held]) -> None:
    hub, held = filled
    for table, rows in rows_of(hub).items():
        if table in ("idempotency", "setting"):  # the key of a change is a secret of her program's
            continue
        hers = [row for row in rows if holds(row, MARK)]
        assert len([one for one in held.get(table, []) if MARK in json.dumps(one)]) >= len(hers), table


def test_where_she_is_named_by_her_number_it_is_found(filled: tuple[Serving, Held]) -> None:
    hub, held = filled
    for table in ("person", "absence", "plan", "preference", "lift", "calendar", "message", "message_step", "audit", "notice"):
        assert held.get(table), table
    for table, rows in rows_of(hub).items():
        if table in THEIRS and table != "event":  # what others were told is theirs
            hers = [row for row in rows if row and row[0] == "2041"]
            assert len(held.get(table, [])) >= len(hers), table


def test_no_secret_and_nothing_of_others_is_handed_out(filled: tuple[Serving, Held]) -> None:
    _, held = filled
    assert not {"password_hash", "access", "family", "turn", "sealed", "seal", "digest"} & {
        name for rows in held.values() for row in rows for name in row
    }
    assert {row["extension"] for row in held["person"]} == {"2041"}
    assert {row["username"] for row in held["session"]} == {"anna"}
    assert {row["extension"] for row in held["absence"]} == {"2041"}


def test_moments_can_be_read(filled: tuple[Serving, Held]) -> None:
    _, held = filled
    assert all(row["set_at"].endswith("+00:00") for row in held["absence"])
    assert all(isinstance(row["at"], str) for row in held["audit"])


def test_a_person_without_identity_or_account_is_handed_nobody_else_s(tmp_path: Path) -> None:
    config = made_config(tmp_path / "hub")
    with closing(kept_of(config).reader()) as sql:
        held = dict(held_of(sql, replace(read_people(sql)["2042"], id=""), ""))
    assert held.keys() == {"person"}
