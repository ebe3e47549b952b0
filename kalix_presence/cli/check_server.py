"""The part of a check that looks at the server: proxy, name, port, encryption, certificate, hub, clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from kalix_presence.cli.check_lines import Line, refused, to_do, unseen, well
from kalix_presence.client.connection.probe import Probe, Stage
from kalix_presence.client.hub_time import LONGEST_ROUND, SHOWN_FROM
from kalix_presence.model.errors import PresenceError

SOON = timedelta(days=14)
"""A certificate that ends before that is said: whoever renews it may be on leave."""
ABOUT = ("proxy", "name", "port", "tls", "certificate", "hub", "clock")


def server_lines(probe: Probe, *, host: str, port: int, secure: bool) -> list[Line]:
    """A line for each of `ABOUT`, in this order."""
    past_proxy = probe.proxy is not None and not probe.proxy.direct
    return [
        _of(probe, Stage.PROXY, _proxy(probe)),
        _of(probe, Stage.NAME, well("name", "by-proxy" if past_proxy else "name-found", host=host)),
        _of(probe, Stage.PORT, well("port", "by-proxy" if past_proxy else "port-open", host=host, port=port)),
        _of(probe, Stage.TLS, _tls(probe, secure)),
        _of(probe, Stage.CERTIFICATE, _certificate(probe, secure)),
        _of(probe, Stage.HUB, well("hub", "hub-answers")),
        _clock(probe),
    ]


def untried_server(fault: PresenceError | None = None) -> list[Line]:
    """The same where no server is known; `fault` says why no name leads to one."""
    return [refused(about, fault) if about == "name" and fault is not None else unseen(about) for about in ABOUT]


def each_hub_lines(probes: Mapping[str, Probe]) -> list[Line]:
    """Where there are several hubs, a line for each: one that is away is not seen else as long as another answers."""
    if len(probes) < 2:
        return []
    return [
        well("each-hub", "each-hub-answers", address=address)
        if probe.stopped is None
        else refused("each-hub", probe.fault or PresenceError("hub-unreachable"), of=address)
        for address, probe in sorted(probes.items())
    ]


def _of(probe: Probe, stage: Stage, line: Line) -> Line:
    """`line` as far as this stage went well; else what is to be done, or that the look ended before it."""
    passed = probe.passed(stage)
    if passed:
        return line
    if passed is None:
        return unseen(line.about)
    return refused(line.about, probe.fault or PresenceError("hub-unreachable"))


def _proxy(probe: Probe) -> Line:
    proxy = probe.proxy
    if proxy is None:
        return well("proxy", "proxy-none")
    by = {"address": proxy.address, "variable": proxy.variable}
    if proxy.direct:
        return well("proxy", "proxy-direct-environment" if proxy.variable else "proxy-direct-system", **by)
    return well("proxy", "proxy-environment" if proxy.variable else "proxy-system", **by)


def _tls(probe: Probe, secure: bool) -> Line:
    if not secure:
        return well("tls", "tls-not-needed")
    if probe.certificate is None:
        # An answer that came without https, or one that this computer refused to trust: it was spoken all the same.
        return well("tls", "tls-spoken", version="TLS")
    return well("tls", "tls-spoken", version=probe.certificate.tls)


def _certificate(probe: Probe, secure: bool) -> Line:
    if not secure:
        return well("certificate", "tls-not-needed")
    seen, at = probe.certificate, probe.server_time or probe.answered
    if seen is None or at is None:
        return unseen("certificate", "certificate-unseen")
    left = seen.until - at
    facts = {"days": left.days, "names": ", ".join(seen.names[:4]), "issuer": seen.issuer}
    return (
        to_do("certificate", "certificate-soon", **facts) if left < SOON else well("certificate", "certificate-good", **facts)
    )


def _clock(probe: Probe) -> Line:
    if probe.server_time is None or probe.asked is None or probe.answered is None:
        return unseen("clock")
    if probe.answered - probe.asked > timedelta(seconds=LONGEST_ROUND):
        return unseen("clock", "clock-slow")
    ahead = _ahead(probe.server_time, probe.asked, probe.answered)
    seconds = round(abs(ahead.total_seconds()))
    if abs(ahead) < SHOWN_FROM:
        return well("clock", "clock-right", seconds=seconds)
    amount = {"minutes": seconds // 60, "seconds": seconds % 60}
    return to_do("clock", "clock-ahead" if ahead > timedelta() else "clock-behind", **amount)


def _ahead(server: datetime, asked: datetime, answered: datetime) -> timedelta:
    """How far this computer is ahead: the server tells whole seconds, so half of one is added."""
    return asked + (answered - asked) / 2 - (server + timedelta(seconds=0.5))
