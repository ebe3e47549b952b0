"""What the dialplan tells by UserEvents, as the hub takes it in."""

from __future__ import annotations

from kalix_presence.hub.pbx.asterisk.ami import Message
from kalix_presence.hub.pbx.asterisk.rule_text import read_call, read_code, read_rang, read_talk
from kalix_presence.hub.pbx.protocol import CallDiverted, CallRecorded, CodeDialled, PbxEvent
from kalix_presence.model.present_call import DivertReason


def told_by(event: Message) -> PbxEvent | None:
    """What a UserEvent of the dialplan says; None when it is no event of ours, or holds no entry that can be read."""
    if event.get("Event") != "UserEvent":
        return None
    key, text = event.get("Key", ""), event.get("Val", "")
    match event.get("UserEvent"):
        case "KalixCode":
            code = read_code(key, text)
            return CodeDialled(code) if code is not None else None
        case "KalixCall":
            record = read_call(key, text)
            return CallRecorded(record) if record is not None else None
        case "KalixRang":
            return read_rang(key, text)
        case "KalixTalked":
            return read_talk(key, text)
        case "KalixDiverted":
            extension, caller, target, rule = (event.get(name, "") for name in ("Extension", "Caller", "Target", "Rule"))
            return CallDiverted(extension, caller, target, DivertReason(event.get("Why", "")), rule)
    return None
