"""Nobody uses up what is everybody's: each account has its share of streams, calls, messages and changes."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from kalix_presence.hub.access import allowance
from kalix_presence.hub.access.allowance import COPIES_PER_HOUR, Allowances, kind_of
from kalix_presence.hub.site.limits_section import Limits
from kalix_presence.model.errors import TooMany
from tests.hub.serving import serving

NOW = 5_000.0
"""A steady clock begins anywhere."""


def waits(shares: Allowances, kind: str, now: float, who: str = "anna") -> int:
    try:
        shares.spend(who, kind, now)
    except TooMany as refusal:
        assert refusal.code == "too-often"
        return int(str(refusal.params["seconds"]))
    return 0


def test_a_share_is_used_up_and_grows_back() -> None:
    shares = Allowances(Limits(calls_per_minute=6))
    assert [waits(shares, "calls", NOW) for _ in range(7)] == [*[0] * 6, 10]
    assert (waits(shares, "calls", NOW, "siv"), waits(shares, "messages", NOW)) == (0, 0)
    assert waits(shares, "calls", NOW + 9.5) == 1
    assert [waits(shares, "calls", NOW + 10.0) for _ in range(2)] == [0, 10], "one has grown back, and no more"
    assert [waits(shares, "calls", NOW + 500.0) for _ in range(7)] == [*[0] * 6, 10], "never more than a minute's worth"


def test_copies_of_all_that_is_held_are_counted_by_the_hour() -> None:
    shares = Allowances(Limits())
    assert [waits(shares, "copies", NOW) for _ in range(COPIES_PER_HOUR + 1)] == [*[0] * COPIES_PER_HOUR, 900]
    assert [waits(shares, "copies", NOW + 900.0) for _ in range(2)] == [0, 900]


def test_only_so_many_shares_are_remembered_and_the_oldest_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowance, "REMEMBERED", 2)
    shares = Allowances(Limits(calls_per_minute=1))
    assert [waits(shares, "calls", NOW, who) for who in ("anna", "bo", "bo", "anna")] == [0, 0, 60, 60]
    assert waits(shares, "calls", NOW, "carin") == 0
    assert [waits(shares, "calls", NOW, who) for who in ("anna", "carin")] == [60, 60]
    assert waits(shares, "calls", NOW, "bo") == 0


@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("POST", "/api/v1/calls", "calls"),
        ("POST", f"/api/v1/messages/{'0' * 32}/ring", "calls"),
        ("POST", "/api/v1/messages", "messages"),
        ("PATCH", "/api/v1/plans/x", "changes"),
        ("GET", "/api/v1/people", "reads"),
        ("HEAD", "/api/v1/people", "reads"),
        ("GET", "/api/v1/messages", "reads"),
        ("PUT", "/api/v1/messages", "changes"),
        ("PUT", "/api/v1/calls", "changes"),
        ("POST", "/api/v1/plans", "changes"),
        ("POST", "/api/v1/me/copy", "copies"),
    ],
)
def test_what_a_request_uses_up(method: str, path: str, kind: str) -> None:
    assert kind_of(method, path) == kind


def test_every_way_to_change_something_has_its_end_and_others_go_on(tmp_path: Path) -> None:
    with serving(tmp_path / "hub", calls_per_minute=3, messages_per_minute=3, changes_per_minute=3, reads_per_minute=50) as hub:
        ways = [
            ("POST", "/api/v1/messages", {"to": "2042", "about": "x"}),
            ("POST", "/api/v1/calls", {"to": "2042"}),
            ("PUT", "/api/v1/people/2041/absence", {"reason": "out_of_office"}),
        ]
        with hub.client("anna") as anna, hub.client("siv") as siv:
            for method, path, body in ways:
                codes = [anna.request(method, path, json=body) for _ in range(5)]
                assert [each.status_code == 429 for each in codes] == [False] * 3 + [True] * 2, path
                assert codes[-1].json()["code"] == "too-often"
                assert int(codes[-1].headers["retry-after"]) >= 1
            assert anna.post("/api/v1/people/2041/plans", json={}).status_code == 429
            assert siv.post("/api/v1/messages", json={"to": "2042", "about": "x"}).status_code == 201
            assert [anna.get("/api/v1/me").status_code for _ in range(60)][-1] == 429


def test_one_account_opens_so_many_streams_and_others_theirs(tmp_path: Path) -> None:
    with serving(tmp_path / "hub", streams_per_account=3, streams_per_session=2) as hub, ExitStack() as open_streams:

        def opened(client: object) -> int:
            stream = open_streams.enter_context(client.stream("GET", "/api/v1/events"))  # type: ignore[attr-defined]
            return int(stream.status_code)

        anna, again, siv = (open_streams.enter_context(hub.client(name)) for name in ("anna", "anna", "siv"))
        assert [opened(anna) for _ in range(3)] == [200, 200, 429]
        assert [opened(again) for _ in range(2)] == [200, 429]
        assert opened(siv) == 200
