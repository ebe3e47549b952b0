"""What a check says of the way to the server, for every end that a look can have."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from kalix_presence import shipped
from kalix_presence.cli.check_lines import Line, State
from kalix_presence.cli.check_server import ABOUT, SOON, server_lines, untried_server
from kalix_presence.client.connection.probe import Certificate, Probe, Stage
from kalix_presence.client.connection.proxies import Proxy
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.words import LANGUAGES
from tests.clocks import NINE

GOOD = Certificate(NINE + timedelta(days=90), ("hub.example",), "Kalix CA", "TLSv1.3")
FINE = Probe(None, None, None, GOOD, NINE, NINE, NINE)


def lines(probe: Probe, *, secure: bool = True) -> dict[str, Line]:
    found = server_lines(probe, host="hub.example", port=443, secure=secure)
    assert tuple(line.about for line in found) == ABOUT
    for language in LANGUAGES:  # every sentence is there, with its blanks filled
        assert all(line.text(shipped.words(language)) and line.title(shipped.words(language)) for line in found)
    return {line.about: line for line in found}


def replaced(**changed: object) -> Probe:
    return Probe(**{name: changed.get(name, getattr(FINE, name)) for name in Probe.__slots__})  # type: ignore[arg-type]


def test_everything_is_well() -> None:
    assert {line.state for line in lines(FINE).values()} == {State.OK}
    assert "TLSv1.3" in lines(FINE)["tls"].text(shipped.words("en"))
    assert "90 days" in lines(FINE)["certificate"].text(shipped.words("en"))


@pytest.mark.parametrize("stage", list(Stage))
def test_what_lies_past_the_fault_is_not_said_to_be_well(stage: Stage) -> None:
    fault = Unavailable("hub-no-hub" if stage is Stage.HUB else "hub-no-such-name", host="hub.example", port=443)
    found = lines(Probe(None, stage, fault))
    states = [found[about].state for about in ABOUT[:-1]]
    certain = min(stage, Stage.CERTIFICATE)  # how long one is good was not seen where nobody answered
    assert states[:certain] == [State.OK] * certain
    assert states[stage] is State.DO
    assert set(states[stage + 1 :]) <= {State.UNKNOWN}
    assert found["clock"].state is State.UNKNOWN


def test_a_certificate_of_a_server_that_gave_no_answer_is_not_said_to_be_good_for_any_time() -> None:
    fault = Unavailable("hub-timeout", host="hub.example", port=443)
    found = lines(Probe(None, Stage.HUB, fault))
    assert (found["certificate"].state, found["certificate"].code) == (State.UNKNOWN, "certificate-unseen")


@pytest.mark.parametrize(("left", "state"), [(SOON, State.OK), (SOON - timedelta(seconds=1), State.DO)])
def test_a_certificate_that_ends_soon_is_to_be_seen_to(left: timedelta, state: State) -> None:
    seen = Certificate(NINE + left, ("hub.example",), "Kalix CA", "TLSv1.3")
    assert lines(replaced(certificate=seen))["certificate"].state is state
    # By the server's clock: that of this computer may be the one that is wrong.
    other = replaced(certificate=seen, answered=NINE + timedelta(days=80), asked=NINE + timedelta(days=80))
    assert lines(other)["certificate"].state is state


def test_plain_http_to_this_computer_needs_no_certificate() -> None:
    found = lines(replaced(certificate=None), secure=False)
    assert (found["tls"].code, found["certificate"].code) == ("tls-not-needed", "tls-not-needed")


@pytest.mark.parametrize(
    ("by", "code", "state"),
    [
        (timedelta(seconds=0.5), "clock-right", State.OK),
        (timedelta(seconds=-19), "clock-right", State.OK),
        (timedelta(seconds=200.5), "clock-ahead", State.DO),
        (timedelta(seconds=-200.5), "clock-behind", State.DO),
    ],
)
def test_the_clock_is_told_by_which_way_it_goes_wrong(by: timedelta, code: str, state: State) -> None:
    at: datetime = NINE + by
    found = lines(replaced(asked=at, answered=at))["clock"]
    assert (found.code, found.state) == (code, state)
    if state is State.DO:
        assert found.facts == {"minutes": 3, "seconds": 20 if by > timedelta() else 21}


def test_a_slow_answer_says_nothing_of_the_clock() -> None:
    assert lines(replaced(answered=NINE + timedelta(seconds=6)))["clock"].code == "clock-slow"
    assert lines(replaced(server_time=None))["clock"].state is State.UNKNOWN


@pytest.mark.parametrize(
    ("proxy", "code"),
    [
        (Proxy("http://p:3128", "p", "HTTPS_PROXY"), "proxy-environment"),
        (Proxy("http://p:3128", "p"), "proxy-system"),
        (Proxy("http://p:3128", "p", "HTTPS_PROXY", direct=True), "proxy-direct-environment"),
        (Proxy("http://p:3128", "p", direct=True), "proxy-direct-system"),
    ],
)
def test_the_proxy_is_named_with_who_set_it(proxy: Proxy, code: str) -> None:
    found = lines(replaced(proxy=proxy))
    assert found["proxy"].code == code
    assert "http://p:3128" in found["proxy"].text(shipped.words("sv"))
    assert (found["name"].code == "by-proxy") is not proxy.direct


def test_nothing_is_known_without_a_server() -> None:
    assert [line.about for line in untried_server()] == list(ABOUT)
    assert {line.state for line in untried_server()} == {State.UNKNOWN}
