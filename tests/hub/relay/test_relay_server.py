"""A hub that stands by at its own address: with the hub's front door, by TLS, and gone as soon as it is told to."""

from __future__ import annotations

import ssl
import threading
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import httpx
import msgspec
import pytest

from kalix_presence.hub.relay.relay_server import takes_passed_on
from kalix_presence.hub.site.hubs_section import HubsSection
from tests.hub.relay.pair import SECRET, Pair, Who, config_by, pair, standing_by
from tests.hub.serving import events_of, made_config, serving, soon
from tests.hub.sync.certificates import Issuer
from tests.hub.web.test_front_door import GET, POST, connected, told
from tests.hub.web.test_streams import until


def refusals(both: Pair, why: str) -> float:
    return both.by.server.measures._registry.get_sample_value("kalix_connections_refused_total", {"why": why}) or 0.0


def stranger(both: Pair):  # type: ignore[no-untyped-def]
    """Somebody at the door of the hub that stands by."""
    return closing(connected(both.by))  # type: ignore[arg-type]  # it has a server with a port


def test_the_front_door_bounds_strangers_here_too(tmp_path: Path) -> None:
    with pair(tmp_path, request_seconds=1.0, connections_per_address=40) as both:
        with stranger(both) as slow:
            slow.sendall(POST + b"Content-Length: 100\r\n\r\n{")
            assert told(slow).startswith(b"HTTP/1.1 408 ")
        with stranger(both) as long:
            with suppress(OSError):
                long.sendall(GET + b"X: " + b"a" * 70_000)
            assert told(long).startswith(b"HTTP/1.1 431 ")
        with ExitStack() as strangers:
            for _ in range(100):
                strangers.enter_context(stranger(both))
            with both.by.client("anna") as anna:
                assert anna.get("/api/v1/me").status_code == 200
            assert len(both.by.server.front_door) <= 41
        assert refusals(both, "address") >= 50
        assert refusals(both, "request-slow") == 1


def test_a_client_that_goes_in_the_middle_of_a_body_leaves_nothing(tmp_path: Path) -> None:
    with pair(tmp_path) as both:
        with stranger(both) as gone:
            gone.sendall(POST + b"Content-Length: 100\r\n\r\n{")
        until(lambda: len(both.by.server.front_door) == 0)
        assert both.by.server.measures._registry.get_sample_value("kalix_requests_total", {"status": "400"}) is None


def test_who_waits_is_told_when_it_stands_by_no_more(tmp_path: Path) -> None:
    with pair(tmp_path) as both, both.by.client("anna") as anna, anna.stream("GET", "/api/v1/events") as stream:
        lines = stream.iter_lines()
        next(events_of(lines))
        both.by.who.leader = None
        said: list[httpx.Response] = []
        with httpx.Client(base_url=both.by.url, trust_env=False, timeout=60) as other:
            asking = threading.Thread(target=lambda: said.append(other.get("/api/v1/me")))
            asking.start()
            until(lambda: both.by.server.link.waiting == 1)
            both.by.server.should_exit = True
            asking.join(60)
        assert (said[0].status_code, said[0].headers["retry-after"]) == (503, "2")
        for _ in lines:
            """To its end."""


@pytest.mark.parametrize("client_ca", [False, True])
def test_hubs_know_each_other_by_their_certificates(tmp_path: Path, client_ca: bool) -> None:
    for name in ("issuer", "other"):
        (tmp_path / name).mkdir()
    issuer, other = Issuer(tmp_path / "issuer"), Issuer(tmp_path / "other")
    certificate, key = issuer.issued("localhost", "127.0.0.1")
    listen = {"certificate": str(certificate), "key": str(key)}
    made = made_config(tmp_path / "hub")
    config = config_by(made, **listen, **({"client_ca": str(issuer.ca)} if client_ca else {}))
    who = Who()
    trusting = ssl.create_default_context(cafile=str(issuer.ca))
    if client_ca:
        trusting.load_cert_chain(certificate, key)
    with serving(tmp_path / "hub", config=config, around=lambda hub: takes_passed_on(hub, SECRET)) as hub:
        who.leads(hub.url.replace("http:", "https:"))
        for ca, status in ((issuer.ca, 401), (other.ca, 503)):
            trusts = msgspec.structs.replace(config, hubs=HubsSection(ca=str(ca)))
            with standing_by(who, trusts, clock=hub.clock, patience=0.5) as by:
                url = by.url.replace("http:", "https:")
                answer = httpx.get(f"{url}/api/v1/me", verify=trusting, trust_env=False, timeout=60)
                assert answer.status_code == status
                assert len(answer.headers.get_list("strict-transport-security")) == 1


def test_streams_go_by_tls_too(tmp_path: Path) -> None:
    issuer = Issuer(tmp_path)
    certificate, key = issuer.issued("localhost", "127.0.0.1")
    config = config_by(made_config(tmp_path / "hub"), certificate=str(certificate), key=str(key))
    who = Who()
    with serving(tmp_path / "hub", config=config, around=lambda hub: takes_passed_on(hub, SECRET)) as hub:
        who.leads(hub.url.replace("http:", "https:"))
        plain = msgspec.structs.replace(config_by(config, certificate="", key=""), hubs=HubsSection(ca=str(issuer.ca)))
        with (
            standing_by(who, plain, clock=hub.clock) as by,
            by.client("anna") as anna,
            anna.stream("GET", "/api/v1/events") as stream,
        ):
            events = events_of(stream.iter_lines())
            assert next(events)[1]["kind"] == "hello"
            anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": soon()}).raise_for_status()
            assert next(events)[1]["kind"] == "standing"
