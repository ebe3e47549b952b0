"""Where one is signed in, from a shell, over a real hub."""

from __future__ import annotations

from kalix_presence.cli.exits import Exit
from tests.cli.terminal import Terminal
from tests.hub.serving import PASSWORD, Serving


def test_one_sees_where_one_is_signed_in_and_signs_out_there_or_everywhere_else(anna: Terminal, hub: Serving) -> None:
    with hub.client() as phone, hub.client() as other:
        for client, device in ((phone, "phone"), (other, "other")):
            wish = {"username": "anna", "password": PASSWORD, "device": device}
            client.headers["authorization"] = f"Bearer {client.post('/api/v1/sign-in', json=wish).json()['token']}"
        assert anna("sessions") == Exit.OK
        assert len(anna.json("sessions")) == 3  # type: ignore[arg-type]
        assert anna("sessions") == Exit.OK
        assert anna.out.count("this one") == 1
        found = {each["device"]: each for each in anna.json("sessions")}  # type: ignore[attr-defined]
        assert anna("sessions", "--end", found["phone"]["id"][:8]) == Exit.OK
        assert anna.out.endswith("Signed out: phone.\n")
        assert (phone.get("/api/v1/me").status_code, other.get("/api/v1/me").status_code) == (401, 200)
        assert anna("sessions", "--end-others") == Exit.OK
        assert anna.out.endswith("Other sessions ended: 1.\n")
        assert other.get("/api/v1/me").status_code == 401
    assert anna("status") == Exit.OK


def test_what_is_no_session_of_ones_own_is_said(anna: Terminal) -> None:
    for unknown in ("zzzz", "f"):
        assert anna("sessions", "--end", unknown) == Exit.NOT_UNDERSTOOD
        assert "no longer there" in anna.err
