"""What Asterisk's driver makes of the manager interface's events; the PBX itself is tried by `test_contract.py`."""

from __future__ import annotations

from typing import Any

import pytest

from kalix_presence.hub.pbx.asterisk.pbx import AsteriskPbx
from kalix_presence.hub.pbx.asterisk.settings import AsteriskSettings
from kalix_presence.hub.pbx.protocol import (
    CallDiverted,
    CallRecorded,
    CodeDialled,
    LineChanged,
    PbxEvent,
    RangFromPhone,
    Talked,
)
from kalix_presence.model.line import LineState
from kalix_presence.model.present_call import DivertReason

KEY = "1764406800-1"


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> tuple[AsteriskPbx, list[PbxEvent]]:
    pbx, told = AsteriskPbx(AsteriskSettings(host="127.0.0.1", port=1)), list[PbxEvent]()
    monkeypatch.setattr(pbx._readers, "publish", told.append)
    return pbx, told


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("KalixCode", "1|2041|2041|1|0|a-1", CodeDialled),
        ("KalixCall", "2|missed|2041|0701234567|phone|0|12|caller", CallRecorded),
        ("KalixRang", "1|2041|0701234567|ANSWER||31", RangFromPhone),
        ("KalixTalked", "1|2041|0701234567|1|31", Talked),
    ],
)
def test_an_entry_of_a_journal_is_told_and_one_that_is_none_is_not(
    driver: tuple[AsteriskPbx, list[PbxEvent]], name: str, text: str, kind: type[Any]
) -> None:
    pbx, told = driver
    said = {"Event": "UserEvent", "UserEvent": name, "Key": KEY, "Val": text}
    for spoilt in ({"Val": text + "|"}, {"Val": ""}, {"Key": "x"}, {"UserEvent": "Another"}, {"Event": "Newchannel"}):
        pbx._on_event(said | spoilt)
    assert told == []
    pbx._on_event(said)
    assert [type(each) for each in told] == [kind]


@pytest.mark.parametrize(
    ("said", "why"), [*((each.value, each) for each in DivertReason), ("by_a_newer_dialplan", DivertReason.NONE)]
)
def test_why_a_call_was_diverted_is_told_and_never_made_up(
    driver: tuple[AsteriskPbx, list[PbxEvent]], said: str, why: DivertReason
) -> None:
    pbx, told = driver
    pbx._on_event(
        {"Event": "UserEvent", "UserEvent": "KalixDiverted", "Extension": "2041", "Caller": "070", "Target": "9", "Why": said}
    )
    assert told == [CallDiverted("2041", "070", "9", why)]


@pytest.mark.parametrize("device", ["SIP/2041", "PJSIP/trunk", "PJSIP/204100001", "PJSIP/", "2041", "PJSIP/２０４１"])
def test_only_a_persons_phone_is_a_line(driver: tuple[AsteriskPbx, list[PbxEvent]], device: str) -> None:
    pbx, told = driver
    pbx._on_event({"Event": "DeviceStateChange", "Device": device, "State": "INUSE"})
    assert told == []
    pbx._on_event({"Event": "DeviceStateChange", "Device": "PJSIP/2041", "State": "INUSE"})
    pbx._on_event({"Event": "DeviceStateChange", "Device": "PJSIP/2041", "State": "ONE_OF_TOMORROW"})
    assert told == [LineChanged("2041", LineState.BUSY), LineChanged("2041", LineState.UNKNOWN)]
