"""Which of Asterisk's events the hub reads; asked for at each sign-in, whatever the filter of its account says."""

from __future__ import annotations

EVENTS = (
    "FullyBooted", "Reload", "Shutdown", "DeviceStateChange", "ContactStatus", "OriginateResponse", "Newchannel", "Newstate",
    "DialBegin", "DialEnd", "BridgeEnter", "BridgeLeave", "Hold", "Unhold", "Hangup", "QueueCallerJoin", "QueueCallerLeave",
    "NewConnectedLine", "Pickup", "ParkedCallTimeOut", "UnParkedCall",
)  # fmt: skip
FILTERS = (f"Event: ({'|'.join(EVENTS)})[^A-Za-z]", "UserEvent: Kalix")
"""As `eventfilter` in manager.conf has them: regular expressions over the whole event, of which one that fits is enough."""
