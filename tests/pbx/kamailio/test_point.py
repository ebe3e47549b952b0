"""What Kamailio tells of an answer point, read: nothing that was not asked counts as believed."""

from __future__ import annotations

from typing import Any

import pytest

from kalix_presence.hub.pbx.kamailio.point import refusal
from kalix_presence.hub.pbx.kamailio.rpc import Refused, Rpc


class Kamailio(Rpc):
    """Keeps `says` once its answer point was asked; `sockets` are where it listens."""

    def __init__(self, says: Any, *, sockets: Any = None, refuses: str = "") -> None:
        self.says, self.refuses = says, refuses
        self.sockets = sockets or [{"socket": {"proto": "udp", "ipaddress": "192.0.2.10", "port": "5060"}}]
        self.kept: Any = 200
        """From before: of that nothing may be believed."""
        self.whom = ""

    async def ask(self, method: str, *params: str) -> Any:
        if method == self.refuses:
            raise Refused(method, 500)
        match method:
            case "pv.shvSet":
                self.kept = int(params[2])
            case "core.sockets_list":
                return self.sockets
            case "tm.t_uac_wait_block":
                self.whom = params[2]
                self.kept = self.says if self.says is not None else self.kept
            case "pv.shvGet":
                return {"name": "kalix_point", "type": "int", "value": self.kept}
        return None


@pytest.mark.parametrize(
    ("says", "code"),
    [
        (200, ""),
        (204, ""),
        (401, "kamailio-point-password"),
        (403, "kamailio-point-password"),
        (407, "kamailio-point-password"),
        (408, "kamailio-point-away"),
        (480, "kamailio-point-away"),
        (503, "kamailio-point-away"),
        (100, "kamailio-point-away"),
        (None, "kamailio-point-untried"),
        ("200", "kamailio-point-untried"),
    ],
)
async def test_what_it_says(says: Any, code: str) -> None:
    there, fault = await refusal(Kamailio(says), "kalix.test")
    assert (there, fault.code if fault else "") == (True, code)


@pytest.mark.parametrize("refuses", ["core.sockets_list", "tm.t_uac_wait_block"])
async def test_one_that_cannot_ask_has_not_asked(refuses: str) -> None:
    there, fault = await refusal(Kamailio(200, refuses=refuses), "kalix.test")
    assert there
    assert fault is not None
    assert fault.code == "kamailio-point-untried"


async def test_where_no_password_is_asked_for_nothing_is_said() -> None:
    assert await refusal(Kamailio(401, refuses="pv.shvGet"), "kalix.test") == (False, None)


@pytest.mark.parametrize(
    ("sockets", "whom"),
    [
        ({"socket": {"proto": "udp", "ipaddress": "192.0.2.7", "port": "5070"}}, "sip:192.0.2.7:5070"),
        ([{"socket": {"proto": "tcp", "ipaddress": "192.0.2.7", "port": "5070"}}], "."),
        ([{"socket": {"proto": "udp", "ipaddress": "2001:db8::1", "port": 5060}}], "sip:[2001:db8::1]:5060"),
        ("nothing", "."),
    ],
)
async def test_it_asks_where_it_listens(sockets: Any, whom: str) -> None:
    made = Kamailio(200, sockets=sockets)
    await refusal(made, "kalix.test")
    assert made.whom == whom
