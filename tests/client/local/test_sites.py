"""Settings that share an address name one server: adding a hub signs nobody out, another server is another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalix_presence.client.local.sites import FILE, MOST, Sites

A, B, C = "https://a.example", "https://b.example", "https://c.example"


def test_one_address_is_kept_by_itself_as_ever(tmp_path: Path) -> None:
    assert Sites(tmp_path).find([A]).key == A


@pytest.mark.parametrize("order", [[A, B], [B, A], [C, B, A]])
def test_a_hub_that_is_added_changes_no_key(tmp_path: Path, order: list[str]) -> None:
    Sites(tmp_path).find([A])
    assert Sites(tmp_path).find(order).key == A


def test_the_first_hub_may_go_as_long_as_another_stays(tmp_path: Path) -> None:
    sites = Sites(tmp_path)
    for addresses in ([A], [A, B], [B], [B, C], [C]):
        assert sites.find(addresses).key == A


def test_what_shares_no_address_is_another_server(tmp_path: Path) -> None:
    sites = Sites(tmp_path)
    sites.find([A, B])
    assert sites.find([C]).key == C
    assert sites.find([B]).key == A, "and the one before is known on coming back"


def test_what_was_kept_while_there_was_one_address_stays_its_own(tmp_path: Path) -> None:
    assert Sites(tmp_path).find([B, A], before=A).key == A
    assert Sites(tmp_path / "none").find([B, A], before="https://other.example").key == B


def test_which_hub_answered_last_is_remembered_for_the_next_start(tmp_path: Path) -> None:
    sites = Sites(tmp_path)
    key = sites.find([A, B]).key
    sites.note_answer(key, B)
    assert Sites(tmp_path).find([A, B]).answered == B
    written = (tmp_path / FILE).stat().st_mtime_ns
    sites.note_answer(key, B)
    assert (tmp_path / FILE).stat().st_mtime_ns == written, "nothing is written where nothing changed"


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"[" * 100_000])
def test_a_file_that_is_none_costs_nothing_but_the_memory(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert Sites(tmp_path).find([A, B]).key == A


def test_no_more_servers_are_remembered_than_anybody_has(tmp_path: Path) -> None:
    sites = Sites(tmp_path)
    for number in range(3 * MOST):
        sites.find([f"https://h{number}.example"])
    assert len(sites._read()) == MOST
