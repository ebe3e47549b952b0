"""Message lamps: kept and lit in that order, lit again after a restart, and no lamp keeps another dark."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from kalix_presence.hub.pbx.asterisk.ami import AmiAnswer
from kalix_presence.hub.pbx.asterisk.message_lamps import WAITING, MessageLamps
from kalix_presence.model.errors import Unavailable

YES, NO = AmiAnswer({"Response": "Success"}), AmiAnswer({"Response": "Error"})
Action = tuple[str, dict[str, str]]


class Manager:
    """Stands where Asterisk's manager interface does, with one family of AstDB."""

    def __init__(self, kept: dict[str, str] | None = None) -> None:
        self.kept, self.asked = kept or {}, list[Action]()
        self.away = False
        self.dark = ""
        """The extension whose lamp is refused."""

    async def request_all(self, actions: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> list[AmiAnswer]:
        if self.away:
            raise Unavailable("pbx-unreachable")
        answers: list[AmiAnswer] = []
        for action, headers in actions:
            told = dict(headers)
            self.asked.append((action, told))
            if action == "DBPut":
                self.kept[told["Key"]] = told["Val"]
            there = action != "DBDel" or self.kept.pop(told["Key"], None) is not None
            answers.append(YES if there and not (self.dark and told.get("Data", "").startswith(self.dark)) else NO)
        return answers

    async def family(self, name: str) -> dict[str, str]:
        assert name == WAITING
        if self.away:
            raise Unavailable("pbx-unreachable")
        return dict(self.kept)

    @property
    def lit(self) -> list[str]:
        """What the lamps were told, in order."""
        return [headers["Data"] for action, headers in self.asked if action == "Originate"]


def lamps(manager: Manager) -> MessageLamps:
    return MessageLamps(manager, manager.family)  # type: ignore[arg-type]


async def done(one: MessageLamps) -> None:
    while one._lighting:
        await asyncio.gather(*one._lighting)
        await asyncio.sleep(0)


async def test_it_is_kept_first_and_then_lit() -> None:
    manager = Manager()
    await lamps(manager).show("2041", 3, "0701234567")
    assert [action for action, _ in manager.asked] == ["DBPut", "Originate"]
    assert manager.kept == {"2041": "1|3|0701234567"}
    _, lamp = manager.asked[1]
    assert lamp == {
        "Channel": "Local/s@kalix-lamp/n",
        "Application": "MinivmMWI",
        "Data": "2041@kalix,0,3,0",
        "Async": "true",
    }


async def test_it_goes_out_whether_anything_was_kept_or_not() -> None:
    manager = Manager({"2041": "1|3|"})
    one = lamps(manager)
    for _ in range(2):
        await one.show("2041", 0, "")
    assert manager.kept == {}
    assert manager.lit == ["2041@kalix,0,0,0"] * 2


@pytest.mark.parametrize("waiting", [0, 2])
async def test_a_lamp_that_the_pbx_refuses_is_told(waiting: int) -> None:
    manager = Manager({"2041": "1|1|"})
    manager.dark = "2041"
    with pytest.raises(Unavailable, match="pbx-refused") as refused:
        await lamps(manager).show("2041", waiting, "")
    assert refused.value.params == {"action": "message_lamp"}


async def test_a_new_hub_lights_what_was_kept_and_leaves_what_is_no_lamp() -> None:
    kept = {
        "2041": "1|3|070",
        "2042": "1|0|",
        "2043": "2|3|070",
        "2044": "1|x|",
        "2045": "1|123456|",
        "x; DROP": "1|1|",
        "2" * 9: "1|1|",
    }
    manager = Manager(kept)
    one = lamps(manager)
    one.ready()
    await done(one)
    assert manager.lit == ["2041@kalix,0,3,0", "2042@kalix,0,0,0"]


async def test_what_was_said_since_goes_before_what_was_kept() -> None:
    manager = Manager()
    one = lamps(manager)
    await one.show("2041", 5, "")
    manager.kept["2041"] = "1|3|"
    one.ready()
    await done(one)
    assert manager.lit[-1] == "2041@kalix,0,5,0"


async def test_one_dark_lamp_keeps_no_other_dark() -> None:
    manager = Manager({"2041": "1|1|", "2042": "1|2|"})
    manager.dark = "2041"
    one = lamps(manager)
    one.ready()
    await done(one)
    assert manager.lit == ["2041@kalix,0,1,0", "2042@kalix,0,2,0"]


@pytest.mark.parametrize(("status", "again"), [("Reachable", True), ("Created", True), ("Removed", False), ("Unreachable", False), ("Unknown", False)])  # fmt: skip
async def test_a_phone_that_is_there_again_has_its_lamp_lit(status: str, again: bool) -> None:
    manager = Manager()
    one = lamps(manager)
    await one.show("2041", 1, "")
    one.registered("2041", status)
    one.registered("2042", status)  # of which no lamp is known
    await done(one)
    assert len(manager.lit) == (2 if again else 1)


async def test_a_pbx_that_is_gone_again_is_waited_for() -> None:
    manager = Manager({"2041": "1|1|"})
    one = lamps(manager)
    manager.away = True
    one.ready()
    await done(one)
    manager.away = False
    one.ready()
    await done(one)
    assert manager.lit == ["2041@kalix,0,1,0"]
    one.ready()
    await one.stop()
    assert len(manager.lit) == 1
