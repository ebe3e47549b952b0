"""Who sees what is known of somebody, in sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kalix_presence import shipped
from kalix_presence.model.reason import Reasons
from kalix_presence.model.who_sees import Field, Reader, Sees, said_of

REASONS = shipped.default_reasons()
SV = shipped.words("sv")
EVERYBODY = {reader.value: Sees.ALL.value for reader in Reader}


def said(field: str, by: dict[str, str], reasons: Reasons = REASONS) -> tuple[str, list[str]] | None:
    return said_of(field, by, SV, reasons)


@pytest.mark.parametrize("field", [each for each in Field if each is not Field.SENSITIVE_REASON])
def test_what_everybody_sees_is_said_in_one_sentence(field: Field) -> None:
    assert said(field, EVERYBODY) == (SV.say(f"seen.field-{field}"), ["Alla som är inloggade ser det."])


def test_each_measure_is_a_sentence_with_its_readers_in_order_of_the_table() -> None:
    by = EVERYBODY | {"colleague": "plain", "receptionist": "plain", "administrator": "nothing"}
    title, lines = said("note", by) or ("", [])
    assert title == "Anteckning"
    assert lines == [
        "Ser allt: du själv, den som ombeds ersätta dig, ombud som får se din planerade frånvaro, enhetschefer, "
        "telefonansvariga i din förvaltning, telefonansvariga i andra förvaltningar.",
        "Ser bara att du är borta, inte känslig orsak eller anteckning: kollegor, telefonister.",
        "Ser inget: administratörer.",
    ]


def test_a_measure_that_nobody_has_is_not_said() -> None:
    assert said("line", {"self": "all"}) == ("Linje", ["Ser allt: du själv."])


@pytest.mark.parametrize("more", [{"newer": "all"}, {"colleague": "newer"}])
def test_what_a_newer_hub_knows_is_left_out_and_then_nothing_is_said_of_everybody(more: dict[str, str]) -> None:
    title, lines = said("line", EVERYBODY | more) or ("", [])
    assert title == "Linje"
    assert len(lines) == 1
    assert lines[0].startswith("Ser allt: du själv")
    assert ("kollegor" in lines[0]) is ("colleague" not in more)


def test_where_one_reader_is_missing_or_sees_less_it_is_not_everybody() -> None:
    fewer = {reader: sees for reader, sees in EVERYBODY.items() if reader != "administrator"}
    for by in (fewer, EVERYBODY | {"administrator": "nothing"}):
        _, lines = said("line", by) or ("", [])
        assert lines[0].startswith("Ser allt: ")
        assert "administratörer" not in lines[0]


def test_a_field_of_a_newer_hub_is_not_told_of() -> None:
    assert said("newer", EVERYBODY) is None


def test_the_sensitive_reasons_are_named_and_where_there_are_none_nothing_is_said() -> None:
    hidden = [each.name("sv") for each in REASONS if each.sensitive]
    assert hidden
    title, _ = said("sensitive_reason", {"self": "all"}) or ("", [])
    assert title == f"Känslig orsak ({', '.join(hidden)})"
    open_ones = Reasons(tuple(replace(each, shown_as=each.code) for each in REASONS))
    assert said("sensitive_reason", {"self": "all"}, open_ones) is None
    assert said("reason", {"self": "all"}, open_ones) == ("Orsak", ["Ser allt: du själv."])


@pytest.mark.parametrize(("sees", "once"), [("plain", True), ("all", True), ("nothing", False)])
def test_whoever_is_asked_to_cover_sees_that_one_plan_only(sees: str, once: bool) -> None:
    _, lines = said("plans", {"self": "all", "deputy": sees}) or ("", [])
    assert ("Den som ombeds ersätta dig ser bara det tillfället." in lines) is once
    _, others = said("note", {"self": "all", "deputy": sees}) or ("", [])
    assert "Den som ombeds ersätta dig ser bara det tillfället." not in others
