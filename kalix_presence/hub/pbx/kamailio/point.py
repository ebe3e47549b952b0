"""Whether the answer point behind Kamailio believes its password: Kamailio asks by the way that calls take, and tells."""

from __future__ import annotations

from contextlib import suppress

from kalix_presence.hub.pbx.kamailio.rpc import Refused, Rpc
from kalix_presence.model.errors import Unavailable

_TOLD = "kalix_point"
"""Where Kamailio keeps what the answer point said last; it knows of no such thing where no password is asked for."""
_REFUSES = (401, 403, 407)


async def refusal(rpc: Rpc, domain: str) -> tuple[bool, Unavailable | None]:
    """Whether there is an answer point that asks, and what is wrong with how it answers. Raises Unavailable when Kamailio
    does not answer."""
    try:
        await rpc.ask("pv.shvGet", _TOLD)
    except Refused:
        return False, None
    await rpc.ask("pv.shvSet", _TOLD, "int", "0")
    heads = f"From: <sip:kalix@{domain}>\r\nTo: <sip:kalix-point@{domain}>\r\n"
    with suppress(Refused):  # what counts is what it keeps
        here = _own(await rpc.ask("core.sockets_list"))
        await rpc.ask("tm.t_uac_wait_block", "OPTIONS", f"sip:kalix-point@{domain}", here, ".", heads, "")
    said = await rpc.ask("pv.shvGet", _TOLD)
    status = said.get("value") if isinstance(said, dict) else None
    if not isinstance(status, int) or not status:
        return True, Unavailable("kamailio-point-untried")
    if status in _REFUSES:
        return True, Unavailable("kamailio-point-password")
    return True, None if 200 <= status < 300 else Unavailable("kamailio-point-away", status=status)


def _own(listed: object) -> str:
    """An address of its own at which Kamailio listens by UDP; "." where it may choose itself."""
    for each in listed if isinstance(listed, list) else [listed]:
        match each:
            case {"socket": {"proto": "udp", "ipaddress": str(host), "port": port}}:
                return f"sip:[{host}]:{port}" if ":" in host and "[" not in host else f"sip:{host}:{port}"
    return "."
