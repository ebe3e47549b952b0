"""A town whose telephones play a plan of calls, many at once: each call goes as it is named, by the SIP that real phones speak. Who
calls from outside and is answered is played by sipp, so that another's SIP counts as ours does."""

from __future__ import annotations

import re
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor

from tests.journeys.call_plan import ANONYMOUS, Kind, Planned
from tests.pbx.asterisk_server import PATIENCE, SECRET, SWITCHBOARD, AsteriskServer, wait_until
from tests.pbx.hand_phone import Call, HandPhone
from tests.pbx.sip_phones import Phones

AT_ONCE = 30
"""Calls that go on side by side at the most."""
MOBILES = "2043"
"""Where the test's PBX leads every number outside: one telephone plays them all."""
LATE = 7.5
"""Seconds that lie well on the far side of what the policy of the test asks (6)."""
SLOW = 16.5
"""Seconds before the switchboard in the class from 15 to 20."""
TALK = 4.5
"""Seconds of a conversation; all others are put down at once."""


CALLER, BRIDGE = 7, 12
"""Where the caller's number and the bridge stand in a line of `core show channels concise`."""

_NAMES = {Kind.BUSY: "_busy_", Kind.SWITCHBOARD: "_switchboard_answers"}


class Town:
    """A telephone for each extension, the switchboard's, the mobiles', and the callers' line."""

    def __init__(self, asterisk: AsteriskServer, extensions: Iterable[str]) -> None:
        self._asterisk = asterisk
        self._phones = {each: HandPhone(asterisk, each) for each in (*extensions, SWITCHBOARD, MOBILES, "outside")}
        self._outside, self._switchboard, self._mobiles = (self._phones[each] for each in ("outside", SWITCHBOARD, MOBILES))
        self._callers = Phones(asterisk)
        self._busy: set[str] = set()
        self._free = threading.Condition()
        self._lines: _Lines | None = None

    def __getitem__(self, extension: str) -> HandPhone:
        return self._phones[extension]

    def close(self) -> None:
        """Put all telephones away."""
        self._callers.hang_up_all()
        for phone in self._phones.values():
            phone.close()

    def hung_up(self) -> None:
        """All telephones are put down: the PBX that died has told them nothing."""
        for phone in self._phones.values():
            phone.calls.clear()

    def play(self, calls: Iterable[Planned], meanwhile: Mapping[int, Callable[[], object]] | None = None) -> None:
        """Make all of them, at most `AT_ONCE` side by side and never two at one telephone; `meanwhile` is done when so many are
        over."""
        waiting, over, due = list(calls), 0, dict(meanwhile or {})
        self._lines = _Lines(self._asterisk)

        def one(planned: Planned) -> None:
            try:
                self.make(planned)
                for each in planned.phones:
                    if each in self._phones:
                        self._idle(each)
            except BaseException as fault:
                fault.add_note(f"in {planned}")
                raise
            finally:
                with self._free:
                    self._busy -= set(planned.phones)
                    self._free.notify_all()

        with ThreadPoolExecutor(AT_ONCE) as pool:
            running = []
            while waiting or any(not each.done() for each in running):
                with self._free:
                    ready = next((each for each in waiting if not self._busy & set(each.phones)), None)
                    if ready is None or sum(not each.done() for each in running) >= AT_ONCE:
                        self._free.wait(0.1)
                    else:
                        waiting.remove(ready)
                        self._busy |= set(ready.phones)
                        running.append(pool.submit(one, ready))
                over = sum(each.done() for each in running)
                for number in [number for number in due if number <= over]:
                    due.pop(number)()
            for each in running:
                each.result()
        assert not due, "not so many calls were made"
        self._asterisk.all_calls_over()
        self._lines.close()

    def make(self, planned: Planned) -> None:
        """Make one; it is over then."""
        getattr(self, _NAMES.get(planned.kind, f"_{planned.kind}"))(planned)

    # calls that the person called has to do with

    def _answered(self, planned: Planned) -> None:
        phone = self._phones[planned.person]
        if planned.withheld:
            call = self._dial(planned)
            talk = self._taken(phone)
            self._outside.connected(call)
            phone.put_down(talk)
            self._outside.ended(call)
            return
        caller = self._callers.call_until_put_down(planned.person, caller=("", planned.caller))
        talk = self._taken(phone)
        wait_until(lambda: caller.saw("SIP/2.0 200"), f"{planned.caller} is not connected")
        phone.put_down(talk)
        caller.done()

    def _late(self, planned: Planned) -> None:
        call = self._dial(planned)
        phone = self._phones[planned.person]
        ringing = phone.ringing(PATIENCE)
        _lasts(LATE)
        phone.pick_up(ringing)
        self._outside.put_down(self._outside.connected(call))
        phone.ended(ringing)

    def _rings_out(self, planned: Planned) -> None:
        call = self._dial(planned)
        ringing = self._phones[planned.person].ringing(PATIENCE)
        self._switchboard_takes(planned.caller)
        self._outside.put_down(self._outside.connected(call))
        self._phones[planned.person].ended(ringing)

    def _rings_out_in_vain(self, planned: Planned) -> None:
        call = self._dial(planned)
        ringing = self._phones[planned.person].ringing(PATIENCE)
        self._rings(self._switchboard, planned.caller)
        self._phones[planned.person].ended(ringing)
        _lasts(LATE)
        self._outside.put_down(call)

    def _gives_up(self, planned: Planned, seconds: float = LATE) -> None:
        call = self._dial(planned)
        ringing = self._phones[planned.person].ringing(PATIENCE)
        _lasts(seconds)
        self._outside.put_down(self._outside.told(call, 180))
        self._phones[planned.person].ended(ringing)

    def _gives_up_at_once(self, planned: Planned) -> None:
        self._gives_up(planned, 0)

    def _not_connected(self, planned: Planned) -> None:
        call = self._dial(planned)
        self._switchboard_takes(planned.caller)
        self._outside.put_down(self._outside.connected(call))

    def _busy_(self, planned: Planned) -> None:
        first = self._dial(planned)
        phone = self._phones[planned.person]
        talk = self._taken(phone)
        self._outside.connected(first)
        other = f"{planned.caller}9"
        second = self._outside.dial(planned.person, headers=from_number(other))
        self._switchboard_takes(other)
        self._outside.put_down(self._outside.connected(second))
        phone.put_down(talk)
        self._outside.ended(first)

    def _second_try(self, planned: Planned) -> None:
        self._gives_up(planned)
        self._idle(planned.person)
        self._answered(planned)

    def _second_try_in_vain(self, planned: Planned) -> None:
        self._gives_up(planned)
        self._idle(planned.person)
        self._gives_up(planned)

    def _reached(self, planned: Planned) -> None:
        self._gives_up(planned)
        self._idle(planned.person)
        call = self._dial(planned)
        phone = self._phones[planned.person]
        talk = self._taken(phone)
        self._outside.connected(call)
        _lasts(TALK)
        phone.put_down(talk)
        self._outside.ended(call)

    # somebody is away

    def _away(self, planned: Planned) -> None:
        self._not_connected(planned)

    def _away_gives_up(self, planned: Planned) -> None:
        self._outside.put_down(self._outside.told(self._dial(planned), 183))

    def _away_asks(self, planned: Planned) -> None:
        call = self._dial(planned)
        self._outside.press(self._outside.told(call, 183), "1")
        self._outside.ended(self._outside.connected(call))

    def _away_mobile(self, planned: Planned) -> None:
        call = self._dial(planned)
        talk = self._mobiles.pick_up(self._rings(self._mobiles, planned.caller))
        self._outside.put_down(self._outside.connected(call))
        self._mobiles.ended(talk)

    def _away_mobile_rings_out(self, planned: Planned) -> None:
        call = self._dial(planned)
        ringing = self._rings(self._mobiles, planned.caller)
        self._switchboard_takes(planned.caller)
        self._outside.put_down(self._outside.connected(call))
        self._mobiles.ended(ringing)

    def _away_colleague(self, planned: Planned) -> None:
        call = self._dial(planned)
        phone = self._phones[planned.other]
        talk = self._taken(phone)
        self._outside.connected(call)
        phone.put_down(talk)
        self._outside.ended(call)

    # the main number

    def _switchboard_answers(self, planned: Planned, seconds: float = 0) -> None:
        call = self._outside.dial(SWITCHBOARD, headers=from_number(planned.caller, withheld=planned.withheld))
        ringing = self._rings(self._switchboard, ANONYMOUS if planned.withheld else planned.caller)
        _lasts(seconds)
        self._switchboard.pick_up(ringing)
        self._outside.put_down(self._outside.connected(call))
        self._switchboard.ended(ringing)

    def _switchboard_slow(self, planned: Planned) -> None:
        self._switchboard_answers(planned, SLOW)

    def _switchboard_gives_up(self, planned: Planned, seconds: float = LATE) -> None:
        call = self._outside.dial(SWITCHBOARD, headers=from_number(planned.caller, withheld=planned.withheld))
        ringing = self._rings(self._switchboard, ANONYMOUS if planned.withheld else planned.caller)
        _lasts(seconds)
        self._outside.put_down(call)
        self._switchboard.ended(ringing)

    def _switchboard_short(self, planned: Planned) -> None:
        self._switchboard_gives_up(planned, 0)

    # passed on

    def _passed_on(self, planned: Planned) -> None:
        call = self._by_way_of_the_switchboard(planned)
        phone = self._phones[planned.person]
        phone.put_down(self._spoken_at(phone))
        self._outside.ended(call)

    def _passed_on_in_vain(self, planned: Planned) -> None:
        call = self._by_way_of_the_switchboard(planned)
        ringing = self._phones[planned.person].ringing(PATIENCE)
        _lasts(LATE)
        self._outside.put_down(call)
        self._phones[planned.person].ended(ringing)

    def _person_passes_on(self, planned: Planned) -> None:
        call, talk = self._spoken_to(planned)
        self._phones[planned.person].refer(talk, planned.other)
        other = self._phones[planned.other]
        other.put_down(self._spoken_at(other))
        self._outside.ended(call)

    def _person_asks_and_passes_on(self, planned: Planned) -> None:
        call, talk = self._spoken_to(planned)
        phone, other = self._phones[planned.person], self._phones[planned.other]
        asked = phone.dial(planned.other)
        theirs = self._spoken_at(other)
        phone.refer(talk, planned.other, phone.connected(asked))
        phone.ended(asked)
        other.put_down(theirs)
        self._outside.ended(call)

    def _person_to_switchboard(self, planned: Planned) -> None:
        call, talk = self._spoken_to(planned)
        self._phones[planned.person].refer(talk, SWITCHBOARD)
        taken = self._switchboard_takes(planned.caller)
        self._outside.put_down(call)
        self._switchboard.ended(taken)

    # colleagues

    def _colleague_answered(self, planned: Planned) -> None:
        caller, phone = self._phones[planned.other], self._phones[planned.person]
        call = caller.dial(planned.person)
        talk = self._taken(phone)
        caller.put_down(caller.connected(call))
        phone.ended(talk)

    def _colleague_gives_up(self, planned: Planned) -> None:
        caller, phone = self._phones[planned.other], self._phones[planned.person]
        call = caller.dial(planned.person)
        ringing = phone.ringing(PATIENCE)
        caller.put_down(caller.told(call, 180))
        phone.ended(ringing)

    def _colleague_away(self, planned: Planned) -> None:
        self._colleague_and_switchboard(planned, planned.person)

    def _colleague_switchboard(self, planned: Planned) -> None:
        self._colleague_and_switchboard(planned, SWITCHBOARD)

    def _colleague_and_switchboard(self, planned: Planned, number: str) -> None:
        caller = self._phones[planned.other]
        call = caller.dial(number)
        taken = self._switchboard_takes(planned.other)
        caller.put_down(caller.connected(call))
        self._switchboard.ended(taken)

    # what these have in common

    def _dial(self, planned: Planned) -> Call:
        return self._outside.dial(planned.person, headers=from_number(planned.caller, withheld=planned.withheld))

    def _spoken_to(self, planned: Planned) -> tuple[Call, Call]:
        call = self._dial(planned)
        talk = self._spoken_at(self._phones[planned.person])
        return self._outside.connected(call), talk

    def _by_way_of_the_switchboard(self, planned: Planned) -> Call:
        call = self._outside.dial(SWITCHBOARD, headers=from_number(planned.caller))
        talk = self._switchboard_takes(planned.caller)
        self._outside.connected(call)
        self._are_joined("outside", planned.caller)
        self._switchboard.refer(talk, planned.person)
        return call

    def _switchboard_takes(self, caller: str) -> Call:
        return self._switchboard.pick_up(self._rings(self._switchboard, caller))

    @staticmethod
    def _taken(phone: HandPhone) -> Call:
        return phone.pick_up(phone.ringing(PATIENCE))

    def _spoken_at(self, phone: HandPhone) -> Call:
        """Picked up, and joined with whoever calls: the PBX does that after it has answered, and passes nobody on before."""
        call = self._taken(phone)
        self._are_joined(phone.number)
        return call

    def _are_joined(self, number: str, caller: str = "") -> None:
        """Wait until the calls at a telephone, or those of `caller` alone, each have somebody at the other end."""

        def joined() -> bool:
            lines = [each.split("!") for each in self._asterisk.command("core show channels concise").splitlines()]
            channels = [each for each in lines if len(each) > BRIDGE]
            ends = Counter(each[BRIDGE] for each in channels)
            theirs = [
                each[BRIDGE]
                for each in channels
                if each[0].startswith(f"PJSIP/{number}-") and each[CALLER].endswith(caller[-9:])
            ]
            return bool(theirs) and all(bridge and ends[bridge] == 2 for bridge in theirs)

        wait_until(joined, f"{caller or number} is joined with nobody")

    @staticmethod
    def _rings(phone: HandPhone, caller: str) -> Call:
        """The call of `caller` that rings at a telephone where several may."""
        mark = re.compile(rf"<sip:{re.escape(caller)}@")

        def found() -> Call | None:
            calls = [each for each in phone.calls if each.theirs and not each.answered and not each.over]
            return next((each for each in calls if mark.search(each.theirs)), None)

        wait_until(found, f"{caller} does not ring at {phone.number}")
        call = found()
        assert call is not None
        return call

    def _idle(self, extension: str) -> None:
        """Wait until the PBX has put the line down too: until then the next caller would find it busy."""
        lines = self._lines
        assert lines is not None
        wait_until(lambda: lines.state(extension) == "NOT_INUSE", lambda: f"{extension} is {lines.state(extension)}")


class _Lines:
    """Asks the PBX what a line is doing."""

    def __init__(self, asterisk: AsteriskServer) -> None:
        self._connection = socket.create_connection((asterisk.address, 5038), PATIENCE)
        self._lock = threading.Lock()
        self._ask(f"Action: Login\r\nUsername: kalix\r\nSecret: {SECRET}\r\nEvents: off")

    def state(self, extension: str) -> str:
        """As the dialplan sees it."""
        found = re.search(
            r"^Value: (\S+)", self._ask(f"Action: Getvar\r\nVariable: DEVICE_STATE(PJSIP/{extension})"), re.MULTILINE
        )
        return found[1] if found else ""

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _ask(self, action: str) -> str:
        with self._lock:
            self._connection.sendall(action.encode() + b"\r\n\r\n")
            text = b""
            while not re.search(rb"Response: .*?\r\n\r\n", text, re.DOTALL):
                part = self._connection.recv(65536)
                assert part, "the manager connection ended"
                text += part
            return text.decode("utf-8", "replace")


def from_number(caller: str, *, withheld: bool = False) -> str:
    """The headers with which the line tells who calls."""
    return f"P-Asserted-Identity: <sip:{caller}@trunk>\r\n" + ("Privacy: id\r\n" if withheld else "")


def _lasts(seconds: float) -> None:
    """How long it rings, waits or is spoken is what is counted here."""
    threading.Event().wait(seconds)
