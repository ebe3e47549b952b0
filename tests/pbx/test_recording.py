"""What a trial keeps of what passed: nobody's number, name or text, whatever is asked or answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.hub.pbx.protocol import DamagedRule, Heard
from kalix_presence.hub.pbx.recording import HIDDEN, Recording
from kalix_presence.model.errors import NotFound, Unavailable
from kalix_presence.model.forwarding import Divert, ForwardingRule
from tests.clocks import NINE, Clock
from tests.hub.house import embedded

TEXT = st.text(min_size=1).filter(lambda text: text not in {"2041", "2042", "lunch"} and not text.startswith("trial-"))


def recording() -> Recording:
    return Recording({"2041": "A", "2042": "B", "9": "T"}, ["lunch"], NINE)


@given(TEXT)
def test_no_text_of_anybody_is_kept_wherever_it_stands(text: str) -> None:
    rule = ForwardingRule(text, text, Divert.ALWAYS, text, None, text)
    for value in (text, [text], (text,), DamagedRule(text, text), rule, Heard(text.encode(), text, text)):
        kept = recording().anonymous(value)
        assert text not in _texts(kept) - {HIDDEN, "T", "always"} or text in {"9", HIDDEN}
    assert recording().anonymous({text: rule, "2041": "lunch"}) == {"A": "lunch", "others": 1}


def _texts(value: object) -> set[str]:
    if isinstance(value, str):
        return {value}
    values = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {text for each in values for text in _texts(each)}


def test_moments_are_seconds_and_refusals_their_code_alone() -> None:
    kept = recording().anonymous(
        [NINE + timedelta(seconds=3), NotFound("person", extension="2044"), datetime.max.replace(tzinfo=UTC)]
    )
    assert kept[:2] == [3.0, {"refused": "person"}]


async def test_what_is_asked_is_kept_also_when_it_is_refused() -> None:
    kept = recording()
    pbx = kept.of(embedded(Clock()))
    with pytest.raises(Unavailable):
        await pbx.remove("2041")
    await pbx.start()
    await pbx.remove("2042")
    assert [(line["asked"], line["with"], line["answered"]) for line in kept.lines] == [
        ("remove", ["A"], {"refused": "pbx-unreachable"}),
        ("remove", ["B"], None),
    ]
    assert kept.text().count("\n") == 2
