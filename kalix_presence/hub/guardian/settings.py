"""What the settings say of the guardian, for both its sides."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable
from datetime import datetime

from kalix_presence.hub.guardian.link import GuardianLink, trouble_of
from kalix_presence.hub.pbx.capabilities import EndKept, ReadBack
from kalix_presence.hub.pbx.protocol import Pbx, Remark
from kalix_presence.hub.site.config import Config
from kalix_presence.model.errors import BadInput, Unavailable
from kalix_presence.model.forwarding import ForwardingRule

LEAST_TOKEN = 16


def token_of(config: Config) -> str:
    """What opens the guardian. Raises BadInput `config-file-missing` or `guardian-token`."""
    path = config.path(config.guardian.token_file)
    try:
        token = path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise BadInput("config-file-missing", file=str(path)) from None
    if len(token) < LEAST_TOKEN or not token.isprintable() or " " in token:
        raise BadInput("guardian-token", file=str(path), least=LEAST_TOKEN)
    return token


def require_use(pbx: Pbx) -> None:
    """Raises BadInput `guardian-not-needed` where the PBX ends every forward itself, and `guardian-cannot` where it does not
    tell what it holds: a guardian clears nothing that it does not know again."""
    if pbx.capabilities.end is EndKept.EXACT:
        raise BadInput("guardian-not-needed")
    if pbx.capabilities.read_back is ReadBack.NONE:
        raise BadInput("guardian-cannot")


def link_of(
    config: Config, pbx: Pbx, rules: Callable[[], Iterable[ForwardingRule]], *, clock: Callable[[], datetime]
) -> GuardianLink | None:
    """The hub's way to its guardian; None where it has none. Raises BadInput as above."""
    section = config.guardian
    if not section.url:
        return None
    require_use(pbx)
    ca = str(config.path(section.ca)) if section.ca else None
    return GuardianLink(
        section.url, token_of(config), rules, clock=clock, context=lambda: ssl.create_default_context(cafile=ca)
    )


async def check_guardian(config: Config, pbx: Pbx, *, clock: Callable[[], datetime]) -> None:
    """Whether the guardian does its part: a Remark where it does, nothing where there is none. Raises as above, and why it does
    not guard."""
    link = link_of(config, pbx, list, clock=clock)
    if link is None:
        return
    try:
        there = await link.look()
    finally:
        await link.stop()
    if trouble := trouble_of(there, now=clock()):
        raise Unavailable(trouble)
    raise Remark("guardian-guards", count=there.kept)
