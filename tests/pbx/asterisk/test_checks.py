"""What a check says of Asterisk, fault by fault; over a real one it is tried by `test_check_joining.py`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kalix_presence.hub.pbx.asterisk.joining import Seen
from kalix_presence.hub.pbx.asterisk.parts.checks import CLOCK_SKEW
from kalix_presence.hub.pbx.asterisk.pbx import AsteriskPbx
from kalix_presence.hub.pbx.asterisk.settings import AsteriskSettings
from kalix_presence.hub.pbx.asterisk.shipped_dialplan import shipped_lines
from kalix_presence.hub.pbx.asterisk.site_file import VALUES

WELL = Seen(
    newest=True,
    checks=True,
    values={},
    skew=0.0,
    plan=shipped_lines(),
    site=[{"Event": "ListDialplan", "Application": "Set", "AppData": f"{name}=1"} for name in VALUES],
)


def faults(seen: Seen) -> dict[str, str]:
    pbx = AsteriskPbx(AsteriskSettings(username="hub"))
    return {name: fault.code for name, fault in pbx._parts(seen) if fault is not None}


def test_a_pbx_that_does_its_part_has_no_fault() -> None:
    assert faults(WELL) == {}


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        (replace(WELL, denied=["call"]), {"rights": "asterisk-write"}),
        (replace(WELL, newest=False), {"dialplan": "asterisk-dialplan"}),
        (replace(WELL, checks=False, site=[]), {"dialplan": "asterisk-dialplan"}),
        (replace(WELL, denied=["reporting"], newest=False), {"rights": "asterisk-write"}),
        (replace(WELL, plan=WELL.plan[1:]), {"dialplan": "asterisk-dialplan-changed"}),
        (replace(WELL, unloaded=["app_queue"]), {"dialplan": "asterisk-modules"}),
        (replace(WELL, denied=["reporting"], plan=[]), {"rights": "asterisk-write"}),
        (replace(WELL, site=WELL.site[1:]), {"site": "asterisk-site"}),
        (replace(WELL, unheard=["user"]), {"events": "asterisk-read"}),
        (replace(WELL, values=None), {"events": "asterisk-check-call"}),
        (replace(WELL, values=None, newest=False), {"dialplan": "asterisk-dialplan"}),
        (replace(WELL, skew=CLOCK_SKEW), {}),
        (replace(WELL, skew=CLOCK_SKEW + 0.1), {"clock": "pbx-clock"}),
        (replace(WELL, skew=None), {"clock": "pbx-clock"}),
    ],
)
def test_each_fault_is_told_in_its_line_alone(seen: Seen, said: dict[str, str]) -> None:
    assert faults(seen) == said


async def test_one_that_is_not_there_says_so_in_an_administrators_words() -> None:
    [(name, fault)] = await AsteriskPbx(AsteriskSettings(port=1)).check()
    assert (name, fault and fault.code) == ("reachable", "asterisk-not-there")
