"""The running hub: what the site's files say goes into it, what it warns of, and what it notices that others have changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from structlog.testing import capture_logs

from kalix_presence import shipped
from kalix_presence.hub.commands.saying import write
from kalix_presence.hub.site.acts import Acts
from kalix_presence.hub.store.accounts import put_account, read_accounts
from kalix_presence.hub.store.settings import touch_accounts
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.hub.web import running
from kalix_presence.hub.web.running import site_duties, site_policy, site_reasons
from kalix_presence.model.errors import BadInput, StoreFull, Unavailable
from tests.clocks import NINE
from tests.hub.serving import Serving, made_config, serving
from tests.hub.web.test_streams import until


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("hub")) as running:
        yield running


def test_where_the_site_has_no_files_it_has_those_that_are_shipped(tmp_path: Path) -> None:
    bare = msgspec.structs.replace(made_config(tmp_path / "hub"), reasons="", policy="", duties="")
    assert [reason.code for reason in site_reasons(bare)] == [reason.code for reason in shipped.default_reasons()]
    assert site_policy(bare) == shipped.default_policy()
    assert site_duties(bare) == shipped.default_duties()


@pytest.mark.parametrize(("what", "read"), [("reasons", site_reasons), ("policy", site_policy), ("duties", site_duties)])
def test_a_file_that_the_settings_name_is_read_or_missed_by_name(tmp_path: Path, what: str, read: object) -> None:
    config = msgspec.structs.replace(made_config(tmp_path / "hub"), **{what: "own.toml"})
    with pytest.raises(BadInput) as refusal:
        read(config)  # type: ignore[operator]
    assert (refusal.value.code, refusal.value.params) == ("config-file-missing", {"file": "own.toml"})
    config.path("own.toml").write_text("= broken", "utf-8")
    with pytest.raises(BadInput) as refusal:
        read(config)  # type: ignore[operator]
    assert (refusal.value.code, refusal.value.params["file"]) == (f"{what}-file-broken", "own.toml")


def test_the_site_s_own_policy_is_the_hub_s(tmp_path: Path) -> None:
    config = msgspec.structs.replace(made_config(tmp_path / "hub"), policy="own.toml")
    config.path("own.toml").write_text('zone = "Europe/Helsinki"\n', "utf-8")
    assert site_policy(config) == replace(shipped.default_policy(), zone="Europe/Helsinki")


def test_nothing_is_warned_of_while_all_is_well(hub: Serving) -> None:
    assert hub.on_loop(hub.hub.warn) == []


@pytest.mark.parametrize(
    "code",
    [
        "clock-set",
        "rules-renewing",
        "rules-contested",
        "guardian-guards-not",
        "sync-failing",
        "sync-held",
        "scim-held",
        "certificate",
    ],
)
def test_each_warning_is_told_by_its_own_code_while_it_holds(hub: Serving, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    assert not hub.on_loop(lambda: hub.hub.warnings[code]())
    monkeypatch.setitem(hub.hub.warnings, code, lambda: True)
    assert hub.on_loop(hub.hub.warn) == [code]


def test_a_disk_that_is_nearly_full_is_warned_of_and_a_full_one_makes_it_unready(
    hub: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    def room(code: str) -> None:
        def looked(folder: Path) -> None:
            raise StoreFull(code, megabytes=7)

        monkeypatch.setattr(running, "require_room", looked)

    room("disk-low")
    assert hub.on_loop(hub.hub.warn) == ["disk-low"]
    room("disk-full")
    with pytest.raises(Unavailable) as refusal:
        hub.on_loop(hub.hub.warn)
    assert (refusal.value.code, refusal.value.params["megabytes"]) == ("disk-full", 7)
    assert "/" not in refusal.value.params["folder"], "a stranger learns no path"


def test_a_database_that_was_taken_away_makes_it_unready_whatever_else_there_is(
    hub: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(hub.hub.store), "in_place", property(lambda self: False))
    with pytest.raises(Unavailable) as refusal:
        hub.on_loop(hub.hub.warn)
    assert (refusal.value.code, refusal.value.params) == ("database-taken-away", {"file": hub.hub.store.path.name})


def test_an_account_that_another_process_has_ended_is_out_within_a_moment(hub: Serving) -> None:
    with hub.client("per") as per:
        assert per.get("/api/v1/me").status_code == 200

        def end(change: Transaction) -> None:
            [account] = [each for each in read_accounts(change.sql) if each.username == "per"]
            put_account(change, replace(account, locked=True))
            touch_accounts(change)

        before = hub.hub._versions_seen
        write(hub.config, end)
        until(lambda: hub.hub._versions_seen != before)
        assert per.get("/api/v1/me").status_code == 401


def test_what_an_administrator_has_done_is_in_the_log_of_the_serving_hub(hub: Serving) -> None:
    with capture_logs() as logs:
        Acts(hub.config.folder).note("import", now=NINE, people=7)
        until(lambda: any(line["event"] == "administrator-act" for line in logs))
    [line] = [line for line in logs if line["event"] == "administrator-act"]
    assert (line["act"], line["people"]) == ("import", 7)


def test_accounts_are_read_by_marks_that_no_log_can_be_turned_back_by(hub: Serving) -> None:
    assert hub.hub.marks.key


def test_measures_know_of_what_is_not_in_force(hub: Serving) -> None:
    def counted() -> float:
        return hub.hub.measures.registry.get_sample_value("kalix_not_in_force") or 0.0

    assert counted() == 0
    state = hub.hub.board.states["2041"]
    state.in_force = False
    try:
        assert counted() == 1
    finally:
        state.in_force = True
