"""Made-up phones over REST: one's own alone, each call over or going on as it was asked, and codes as they are dialled."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kalix_presence.hub.web.routes.demo import _give_up
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.line import LineState
from kalix_presence.model.present_call import CallPlace
from tests.hub.serving import Serving, serving, soon
from tests.hub.web.test_streams import until


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("hub")) as running:
        yield running


def test_a_code_dialled_on_the_phone_is_taken_over(hub: Serving) -> None:
    with hub.client("siv") as siv:
        assert siv.post("/api/v1/demo/codes", json={"digits": "*23*1*2359#"}).status_code in (200, 422)
        assert siv.post("/api/v1/demo/codes", json={"digits": "*99#"}).json()["code"] == "phone-code-unknown"
        assert siv.post("/api/v1/demo/codes", json={"digits": "*98#"}).json() == {"extension": "2061"}
        siv.delete("/api/v1/people/2061/absence")


def test_one_calls_oneself_and_those_whose_absence_one_may_set_and_nobody_else(hub: Serving) -> None:
    with hub.client("siv") as siv, hub.client("maria") as maria, hub.client("olle") as olle:
        assert siv.post("/api/v1/demo/calls", json={}).json()["answered_by"] == "2061"
        assert maria.post("/api/v1/demo/calls", json={"extension": "2061"}).json()["answered_by"] == "2061"
        assert olle.post("/api/v1/demo/calls", json={"extension": "2041"}).json()["answered_by"] == "2041"
        for client, extension, status in ((siv, "2041", 403), (olle, "2061", 403), (siv, "2999", 404)):
            assert client.post("/api/v1/demo/calls", json={"extension": extension}).status_code == status


def test_a_call_is_over_at_once_unless_they_go_on_talking(hub: Serving) -> None:
    def busy() -> bool:
        return bool(hub.on_loop(lambda: hub.hub.pbx.virtual_phones.phones["2061"].state is LineState.BUSY))  # type: ignore[union-attr]

    with hub.client("siv") as siv:
        siv.post("/api/v1/demo/calls", json={})
        assert not busy()
        siv.post("/api/v1/demo/calls", json={"ends": "talked"})
        assert busy()
    hub.on_loop(lambda: hub.hub.pbx.virtual_phones.hang_up("2061"))  # type: ignore[union-attr]


def test_whoever_calls_in_vain_rings_for_as_long_as_they_wait(hub: Serving) -> None:
    siv = Caller("siv", "2061", "utbildning", frozenset({Role.EMPLOYEE}))

    def states() -> list[str]:
        return [call.state for call in hub.on_loop(lambda: hub.hub.core.reception.calls.seen_by(siv))]

    with hub.client("siv") as client:
        patient = client.post("/api/v1/demo/calls", json={"ends": "in_vain", "rings": 120}).json()
        assert patient["answered_by"] is None
        until(lambda: states() == ["ringing"])
        hub.on_loop(lambda: hub.hub.pbx.virtual_phones.hang_up("2061"))  # type: ignore[union-attr]
        until(lambda: states() == [])
        client.post("/api/v1/demo/calls", json={"ends": "in_vain", "rings": 1})
        until(lambda: states() == [])


def test_a_caller_who_gave_up_is_missed(hub: Serving) -> None:
    phones = hub.hub.pbx.virtual_phones
    assert phones is not None
    story = hub.on_loop(lambda: phones.call("0923555099", "2043", stays=CallPlace.PHONE))
    hub.on_loop(lambda: _give_up(phones, story.call_id, 30))

    def missed() -> list[str]:
        return [each.party.number for each in hub.hub.core.callbacks.book.open.values()]

    until(lambda: "+46923555099" in hub.on_loop(missed))


def test_a_call_that_was_taken_meanwhile_is_not_hung_up_by_the_caller_s_patience(hub: Serving) -> None:
    phones = hub.hub.pbx.virtual_phones
    assert phones is not None
    story = hub.on_loop(lambda: phones.call("0923555012", "2042", stays=CallPlace.PHONE))
    hub.on_loop(lambda: phones.answer(story.call_id))  # type: ignore[attr-defined]
    hub.on_loop(lambda: _give_up(phones, story.call_id, 1))
    assert hub.on_loop(lambda: phones.phones["2042"].state) is LineState.BUSY  # type: ignore[attr-defined]
    hub.on_loop(lambda: phones.hang_up("2042"))
    hub.on_loop(lambda: _give_up(phones, story.call_id, 1))  # gone: nothing to say


def test_where_a_call_went_is_told_but_for_somebody_else_s_private_number(hub: Serving) -> None:
    with hub.client("anna") as anna, hub.client("olle") as olle, hub.client("maria") as maria:
        wish = {"reason": "meeting", "until": soon(), "forward_to": "070-174 06 09"}
        assert anna.put("/api/v1/people/2041/absence", json=wish).status_code == 200
        try:
            told = [client.post("/api/v1/demo/calls", json={"extension": "2041"}).json() for client in (anna, olle, maria)]
        finally:
            anna.delete("/api/v1/people/2041/absence")
    assert ["0701740609" in str(each) for each in told] == [True, False, False]
    assert [len(each["steps"]) for each in told] == [len(told[0]["steps"])] * 3


@pytest.mark.parametrize("body", [{"rings": 0}, {"rings": 121}, {"ends": "in_tears"}, {"extension": 7}])
def test_a_call_that_could_not_be_is_refused(hub: Serving, body: dict[str, object]) -> None:
    with hub.client("siv") as siv:
        assert siv.post("/api/v1/demo/calls", json=body).status_code == 400


def test_the_code_for_callbacks_is_understood_with_and_without_its_end(hub: Serving) -> None:
    code = hub.hub.policy.code_callbacks
    with hub.client("siv") as siv:
        for digits in (code, f"{code}#"):
            assert siv.post("/api/v1/demo/codes", json={"digits": digits}).json() == {"extension": "2061"}
