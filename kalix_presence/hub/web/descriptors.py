"""How many files and connections the system lets this process have open (RLIMIT_NOFILE)."""

from __future__ import annotations

import sys

from kalix_presence.hub.pbx.protocol import Remark
from kalix_presence.hub.site.limits_section import Limits
from kalix_presence.hub.web.front_door import RESERVE
from kalix_presence.model.errors import BadInput

LEAST = 2_048
"""Below that a hub of a small municipality runs full."""


def raised() -> int | None:
    """Raise the soft limit to the hard one; what holds then, None where the system has no such limit."""
    if sys.platform == "win32":
        return None
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
            soft = hard
        except (ValueError, OSError):  # a system that says "unlimited" and means less
            pass
    return None if soft == resource.RLIM_INFINITY else soft


def check_descriptors(limits: Limits) -> None:
    """Raises BadInput `descriptors-few` where connections have no room, a Remark where it is only less than wished."""
    allowed, wanted = raised(), limits.connections + RESERVE
    if allowed is None or allowed >= wanted:
        return
    kind = BadInput if allowed < min(LEAST, wanted) else Remark
    raise kind("descriptors-few", allowed=allowed, wanted=wanted)
