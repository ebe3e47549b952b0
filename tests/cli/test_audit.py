"""Who changed what for one, from a shell, over a real hub."""

from __future__ import annotations

import pytest

from kalix_presence import shipped
from kalix_presence.cli.exits import Exit
from kalix_presence.model.audit import AuditAct
from tests.cli.terminal import Terminal
from tests.hub.serving import Serving, soon


def test_one_reads_who_set_one_s_status_and_how(anna: Terminal, hub: Serving) -> None:
    with hub.client("maria") as maria:
        maria.put("/api/v1/people/2041/absence", json={"reason": "meeting", "until": soon()}).raise_for_status()
        maria.post("/api/v1/messages", json={"to": "2041", "about": "Ring"}).raise_for_status()
        maria.get("/api/v1/messages").raise_for_status()
    assert anna("audit") == Exit.OK
    assert "Maria Holm" in anna.out
    assert "set an absence for Anna Ek" in anna.out
    assert "was shown callback messages for Anna Ek" in anna.out
    assert {"set-absence", "see-messages"} <= {each["act"] for each in anna.json("audit")}  # type: ignore[attr-defined]


def test_what_is_about_others_is_refused(anna: Terminal) -> None:
    assert anna("audit", "--about", "2042") == Exit.REFUSED


@pytest.mark.parametrize("language", ["sv", "en", "fi"])
@pytest.mark.parametrize("act", AuditAct)
def test_every_act_has_words(language: str, act: AuditAct) -> None:
    assert shipped.words(language).say(f"audit.act-{act.value}", subject="1-2")
