"""Which PBX driver the settings name, ready to start; a driver is imported only when it is the one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.store.database_file import looking
from kalix_presence.model.errors import BadInput
from kalix_presence.model.policy import Policy
from kalix_presence.model.reason import Reasons

TALKS_FOR = 20.0
"""Seconds of every conversation in the model PBX, where nobody is there to hang up."""


def clock_of(config: Config, machine: Callable[[], datetime], steady: Callable[[], float]) -> Callable[[], datetime]:
    """The hub's clock: the machine's, or the demo's own, which begins at its moment now and runs on by `steady` seconds."""
    begins = config.pbx.begins
    if begins is None:
        return machine
    first, at = steady(), begins.astimezone(UTC)
    return lambda: at + timedelta(seconds=steady() - first)


def pbx_of(config: Config, *, policy: Policy, reasons: Reasons, clock: Callable[[], datetime]) -> Pbx:
    """The driver that `config` names; raises BadInput `config-driver` or `config-file-missing`."""
    if config.pbx.driver == "asterisk":
        return _asterisk(config, policy)
    if config.pbx.driver != "embedded":
        raise BadInput("config-driver", driver=config.pbx.driver)
    from kalix_presence.hub.pbx.embedded import EmbeddedPbx

    extensions = known_extensions(config.path(config.database))
    return EmbeddedPbx(extensions, policy=policy, reasons=reasons, clock=clock, talks_for=TALKS_FOR)


def known_extensions(database: Path) -> Iterable[str]:
    """The extensions in the directory; the embedded PBX has a virtual phone for each."""
    if not database.exists() or not database.stat().st_size:  # it is made when the hub's store is opened
        return []
    with looking(database) as sql:
        return [row[0] for row in sql.execute("SELECT extension FROM person ORDER BY extension")]


def _asterisk(config: Config, policy: Policy) -> Pbx:
    from kalix_presence.hub.pbx.asterisk import AsteriskPbx, AsteriskSettings

    section = config.pbx.asterisk
    try:
        secret = config.path(section.secret_file).read_text("utf-8").strip()
    except OSError:
        raise BadInput("config-file-missing", file=section.secret_file) from None
    return AsteriskPbx(
        AsteriskSettings(
            host=section.host,
            port=section.port,
            username=section.username,
            secret=secret,
            tls=section.tls,
            ca=str(config.path(section.ca)) if section.ca else "",
            technology=section.technology,
            dial_context=section.dial_context,
            signals=policy.signals,
            switchboard=policy.switchboard,
            switchboard_queue=section.switchboard_queue,
        )
    )
