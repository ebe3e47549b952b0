"""Whatever is sent to any endpoint: every text field refuses what cannot be shown, every time field what has no UTC."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.hub.web.inputs import OF_LINES, UNREAD, refuse_unfit
from kalix_presence.model.errors import BadInput
from kalix_presence.model.plain_text import can_be_shown
from tests.hub.serving import Serving, serving, soon

UNSHOWN = [
    "\0",
    "\a",
    "\x1b[31m",
    "\x7f",
    "\x85",
    "\u202e",
    "\u2066",
    "\u200b",
    "\u200d",
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\u2028",
    "\u3164",
    "\uffff",
    "\ufdd0",
    "\U0001fffe",
]
BREAKS = ["\n", "\r\n", "\t"]
ENDS = ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"]


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(
        tmp_path_factory.mktemp("hub"),
        **{f"{kind}_per_minute": 1_000_000 for kind in ("calls", "messages", "changes", "reads")},
    ) as running:
        yield running


def bodies(hub: Serving) -> list[tuple[str, str, type[msgspec.Struct]]]:
    """Method, path and body of every endpoint that takes one, as the application itself knows them."""
    from kalix_presence.hub.web.app import create_app

    found = []
    for route in create_app(hub.config, hub.hub).routes:
        for handler in getattr(route, "route_handlers", []):
            if getattr(handler, "parsed_data_field", None) is not None:
                method = next(iter(handler.http_methods))
                found.append((str(method), route.path_format, handler.parsed_data_field.annotation))
    return found


def sample(kind: Any) -> Any:
    """Something that a field of this kind takes."""
    if get_origin(kind) is Literal:
        return get_args(kind)[0]
    if get_origin(kind) is list:
        return [sample(get_args(kind)[0])]
    if get_args(kind) and get_origin(kind) is not dict:
        return sample(next(each for each in get_args(kind) if each not in (type(None), msgspec.UnsetType)))
    if get_origin(kind) is dict:
        return {}
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return {name: sample(each) for name, each in get_type_hints(kind).items()}
    if isinstance(kind, type) and issubclass(kind, str) and kind is not str:
        return next(iter(kind)).value  # type: ignore[call-overload]
    return {str: "x", int: 1, float: 1.0, bool: True, datetime: "2030-01-01T00:00:00Z", date: "2030-01-01"}.get(kind, "x")


def fields(kind: type[msgspec.Struct], wanted: type) -> list[str]:
    hints = get_type_hints(kind)
    return [name for name, each in hints.items() if wanted in (each, *get_args(each)) and name not in UNREAD]


def sent(client: Any, hub: Serving, method: str, path: str, body: Any) -> Any:
    for name, value in {"extension": "2041", "unit": "x"}.items():
        path = path.replace("{" + name + "}", value)
    while "{" in path:
        path = path[: path.index("{")] + "0" * 32 + path[path.index("}") + 1 :]
    return client.request(method, path, json=body)


def test_every_text_field_of_every_body_refuses_what_cannot_be_shown(hub: Serving) -> None:
    found = bodies(hub)
    assert len(found) >= 20
    tried = 0
    with hub.client("anna") as anna:
        for method, path, kind in found:
            for field in fields(kind, str):
                if get_origin(get_type_hints(kind)[field]) is dict:
                    continue
                for bad in (*UNSHOWN, *(() if field in OF_LINES else BREAKS)):
                    value = f"a{bad}b"
                    listed = get_origin(get_type_hints(kind)[field]) is list
                    answer = sent(anna, hub, method, path, sample(kind) | {field: [value] if listed else value})
                    assert answer.json()["code"] == "message-text-control", (path, field, bad, answer.json())
                    assert answer.json()["field"] == field
                    tried += 1
    assert tried >= 400


def test_what_is_shown_in_one_line_is_one_whatever_was_pasted(hub: Serving) -> None:
    pasted = "Per\n\t Berg\r\n"
    with hub.client("maria") as maria, hub.client("anna") as anna:
        message = {"to": "2041", "about": "Hej", "caller_name": pasted, "caller_organisation": pasted}
        made = maria.post("/api/v1/messages", json=message).raise_for_status().json()
        assert (made["caller_name"], made["caller_organisation"]) == ("Per Berg", "Per Berg")
        away = {"reason": "lunch", "until": soon(), "note": pasted}
        assert (
            anna.put("/api/v1/people/2041/absence", json=away).raise_for_status().json()["standing"]["absence"]["note"]
            == "Per Berg"
        )


def test_every_time_field_of_every_body_refuses_both_ends_of_the_calendar(hub: Serving) -> None:
    tried = 0
    with hub.client("maria") as maria:
        for method, path, kind in bodies(hub):
            for field in fields(kind, datetime):
                for end in ENDS:
                    answer = sent(
                        maria,
                        hub,
                        method,
                        path,
                        sample(kind) | {field: {"lunch": end} if get_origin(get_type_hints(kind)[field]) is dict else end},
                    )
                    assert answer.status_code == 422, (path, field, end, answer.text)
                    assert answer.json()["field"] == field
                    tried += 1
    assert tried >= 20


@pytest.mark.parametrize("deep", ["[" * 30_000, '{"a":' * 10_000, '{"reason":' + "[" * 30_000])
def test_what_is_nested_past_reason_is_not_understood_anywhere(hub: Serving, deep: str) -> None:
    with hub.client("anna") as anna:
        for method, path, _ in bodies(hub):
            path = path.replace("{extension}", "2041")
            answer = anna.request(method, path, content=deep, headers={"content-type": "application/json"})
            assert answer.status_code in (400, 404, 422), (path, answer.text)


def test_the_shortcut_of_a_status_change_looks_as_carefully(hub: Serving) -> None:
    with hub.client("anna") as anna:
        refused = anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "note": "x\u202ey"})
        assert (refused.status_code, refused.json()["field"]) == (422, "note")
        assert anna.delete("/api/v1/people/2041/absence", params={"why": "x\u200by"}).status_code == 422


@pytest.mark.parametrize(
    "fine", ["Åsa på möte", "rad ett\nrad två\t–", "👩‍💻 🏳️‍🌈 👍🏽", "Ääkköset, naïve, 漢字, עברית", "50 %\u00a0rabatt"]
)
def test_what_people_write_is_left_alone(fine: str) -> None:
    assert can_be_shown(fine)


@given(st.datetimes(timezones=st.timezones()) | st.dates())
def test_no_time_that_is_let_in_lacks_a_utc(moment: date) -> None:
    from datetime import UTC, timedelta

    try:
        refuse_unfit(moment, "until")
    except BadInput:
        return
    if isinstance(moment, datetime):
        assert moment.astimezone(UTC) + timedelta(days=366)
        assert moment.astimezone(UTC) - timedelta(hours=23)
