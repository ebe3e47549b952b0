"""Content lines as components: what is kept, what is passed over, and what of a file that is cut off or askew is still read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.hub.calendars.components import Component, Property, calendars

PARTS = ("VCALENDAR", "VEVENT", "VFREEBUSY", "VTIMEZONE", "STANDARD", "DAYLIGHT", "VALARM", "VTODO")


def inside(*lines: str) -> Component:
    """The event of these lines."""
    [calendar] = calendars("\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"]))
    [event] = calendar.parts
    return event


def test_lines_are_found_by_name_in_either_case_and_in_their_order() -> None:
    event = inside("uid:one", "RDATE:20261201", "rdate;VALUE=DATE:20261202", "SUMMARY;LANGUAGE=sv: Möte ")
    assert [line.value for line in event.all("RDATE")] == ["20261201", "20261202"]
    assert event.one("RDATE") == Property({}, "20261201")
    assert event.one("SUMMARY") == Property({"LANGUAGE": "sv"}, "Möte")
    assert (event.text("UID"), event.text("DTSTART"), event.all("DTSTART"), event.one("DTSTART")) == ("one", "", [], None)
    assert event.whole


@pytest.mark.parametrize("line", ["DESCRIPTION:hemligt", "LOCATION:rum 3", "UIDX:one", "no colon at all", "SUMMARY", ""])
def test_what_does_not_matter_here_is_not_kept(line: str) -> None:
    assert inside(line).properties == {}


@pytest.mark.parametrize(
    ("line", "parameters", "value"),
    [
        ("DTSTART;TZID=Europe/Stockholm:20261201T090000", {"TZID": "Europe/Stockholm"}, "20261201T090000"),
        ('DTSTART;TZID="tzone://Microsoft/Custom":20261201T090000', {"TZID": "tzone://Microsoft/Custom"}, "20261201T090000"),
        ("DTSTART;TZID=tzone://Microsoft/Custom:20261201T090000", {"TZID": "tzone://Microsoft/Custom"}, "20261201T090000"),
        ("DTSTART;tzid=A;value=DATE:20261201", {"TZID": "A", "VALUE": "DATE"}, "20261201"),
    ],
)
def test_a_time_is_what_stands_behind_the_last_colon(line: str, parameters: dict[str, str], value: str) -> None:
    assert inside(line).one("DTSTART") == Property(parameters, value)


@pytest.mark.parametrize(
    ("line", "parameters", "value"),
    [
        ("SUMMARY:12:30: möte", {}, "12:30: möte"),
        ('SUMMARY;ALTREP="cid:part:1":kl 12:30', {"ALTREP": "cid:part:1"}, "kl 12:30"),
        ('SUMMARY;X-A="a;b";X-B=c:d', {"X-A": "a;b", "X-B": "c"}, "d"),
    ],
)
def test_a_text_is_what_stands_behind_the_first_colon_outside_quotes(line: str, parameters: dict[str, str], value: str) -> None:
    assert inside(line).one("SUMMARY") == Property(parameters, value)


def test_only_a_person_who_declined_is_kept() -> None:
    event = inside(
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:per@exempel.invalid", "ATTENDEE;PARTSTAT=declined:mailto:anna@exempel.invalid"
    )
    assert [line.value for line in event.all("ATTENDEE")] == ["mailto:anna@exempel.invalid"]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_an_escaped_text_reads_as_it_was_meant_in_one_line(text: str) -> None:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    told = inside(f"SUMMARY:{escaped}\\nmer").text("SUMMARY")
    assert told == " ".join(("".join(each if each.isprintable() else " " for each in text) + " mer").split())


def test_what_lies_inside_something_else_is_nobody_s() -> None:
    event = inside(
        "UID:one", "BEGIN:VALARM", "SUMMARY:larm", "BEGIN:VEVENT", "UID:two", "END:VEVENT", "END:VALARM", "SUMMARY:möte"
    )
    assert (event.text("UID"), event.text("SUMMARY"), event.parts) == ("one", "möte", [])


def test_an_event_whose_end_is_missing_is_not_whole_and_the_next_is() -> None:
    text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:one\nBEGIN:VEVENT\nUID:two\nEND:VEVENT\nEND:VCALENDAR\n"
    [calendar] = calendars(text)
    assert [(event.text("UID"), event.whole) for event in calendar.parts] == [("one", False), ("two", True)]
    assert calendar.whole


@pytest.mark.parametrize("cut", ["", "BEGIN:VEVENT\nUID:two\n", "BEGIN:VTODO\nUID:two\n"])
def test_a_text_that_is_cut_off_gives_what_was_whole_until_then(cut: str) -> None:
    [calendar] = calendars(f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:one\nEND:VEVENT\n{cut}")
    assert not calendar.whole
    assert [event.text("UID") for event in calendar.parts if event.whole] == ["one"]


def test_several_calendars_behind_one_another_are_read_each_and_nothing_between_them() -> None:
    one = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:one\nEND:VEVENT\nEND:VCALENDAR\n"
    stray = "UID:stray\nBEGIN:VEVENT\nUID:lone\nEND:VEVENT\nEND:VEVENT\n"
    found = list(calendars(one + stray + one.replace("one", "two")))
    assert [[event.text("UID") for event in each.parts] for each in found] == [["one"], ["two"]]
    assert all(each.whole for each in found)


def test_a_zone_keeps_its_parts() -> None:
    text = (
        "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:A\nBEGIN:STANDARD\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\nEND:VCALENDAR"
    )
    [calendar] = calendars(text)
    [zone] = calendar.parts
    assert (zone.name, zone.text("TZID")) == ("VTIMEZONE", "A")
    assert [(part.name, part.text("TZOFFSETTO")) for part in zone.parts] == [("STANDARD", "+0100")]


@given(
    st.lists(
        st.tuples(st.sampled_from(["BEGIN", "END"]), st.sampled_from(PARTS)).map(":".join)
        | st.sampled_from(["UID:one", "DTSTART:20261201", "", ":", "SUMMARY:x", "BEGIN:", "END"]),
        max_size=25,
    )
)
def test_however_lines_are_mixed_up_each_is_in_one_place_at_most(lines: list[str]) -> None:
    found = list(calendars("\n".join(lines)))

    def count(component: Component) -> int:
        return sum(len(each) for each in component.properties.values()) + sum(map(count, component.parts))

    assert sum(map(count, found)) <= len(lines)
    assert all(component.name == "VCALENDAR" for component in found)
