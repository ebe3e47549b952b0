"""What the guardian keeps is kept over a power cut, whatever came before it, and never grows without bound."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kalix_presence.hub.guardian import ends as room
from kalix_presence.hub.guardian.ends import MOST_OF_ONE, End, Ends, require_end
from kalix_presence.model.errors import BadInput
from kalix_presence.model.forwarding import Divert
from tests.draws import draws

NINE = datetime(2026, 11, 25, 9, tzinfo=UTC)
UNTIL = st.none() | st.integers(0, 100).map(lambda minutes: NINE + timedelta(minutes=minutes))
END = st.builds(
    End,
    st.sampled_from(["2041", "2042", "2043"]),
    st.sampled_from(["a", "b", "c"]),
    st.just(Divert.ALWAYS),
    st.just("9"),
    UNTIL,
)


def end(extension: str = "2041", rule: str = "a", minutes: int | None = 60) -> End:
    return End(extension, rule, Divert.ALWAYS, "9", None if minutes is None else NINE + timedelta(minutes=minutes))


@settings(max_examples=draws(20))
@given(steps=st.lists(st.tuples(st.booleans(), END), max_size=20))
def test_a_file_opened_again_knows_what_the_one_before_knew(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[bool, End]]
) -> None:
    file = tmp_path_factory.mktemp("ends") / "guardian.ends"
    there, model = Ends(file), dict[str, list[End]]()
    for keeps, one in steps:
        theirs = model.setdefault(one.extension, [])
        if keeps:
            there.keep([one])
            if one not in theirs:
                theirs.append(one)
                del theirs[:-MOST_OF_ONE]
        else:
            there.drop([one])
            if one in theirs:
                theirs.remove(one)
    for known in (there, Ends(file)):
        assert {one: known.of(one) for one in model} == model
        assert len(known) == sum(map(len, model.values()))


def test_a_line_that_a_power_cut_left_half_takes_nothing_along(tmp_path: Path) -> None:
    file = tmp_path / "guardian.ends"
    Ends(file).keep([end(), end("2042")])
    file.write_bytes(file.read_bytes() + b'{"kept":{"extension":"2043"')
    again = Ends(file)
    again.keep([end("2044")])
    assert [one.extension for one in Ends(file).all()] == ["2041", "2042", "2044"]


def test_lines_that_nobody_needs_any_more_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_WASTE", 20)
    file = tmp_path / "guardian.ends"
    there = Ends(file)
    for number in range(200):
        there.keep([end(rule=f"r{number}", minutes=number)])
        there.drop([end(rule=f"r{number}", minutes=number)])
    assert len(file.read_bytes().splitlines()) <= 21
    there.keep([end(rule=f"r{number}") for number in range(50)])
    assert [one.id for one in there.of("2041")] == [f"r{number}" for number in range(42, 50)]


def test_nobody_else_reads_the_file(tmp_path: Path) -> None:
    Ends(tmp_path / "guardian.ends")
    assert stat.S_IMODE((tmp_path / "guardian.ends").stat().st_mode) == 0o600


def test_more_extensions_than_anybody_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_EXTENSIONS", 2)
    there = Ends(tmp_path / "guardian.ends")
    there.keep([end("2041"), end("2042")])
    with pytest.raises(BadInput) as refused:
        there.keep([end("2043")])
    assert refused.value.code == "guardian-full"
    assert len(there) == 2
    there.keep([end("2042", "b")])


@pytest.mark.parametrize(
    "wrong",
    [
        End("20a", "a", Divert.ALWAYS, "9", None),
        End("", "a", Divert.ALWAYS, "9", None),
        End("2041", "A B", Divert.ALWAYS, "9", None),
        End("2041", "a", Divert.ALWAYS, "9;x", None),
        End("2041", "a", Divert.ALWAYS, "9", datetime(2026, 11, 25, 9)),  # noqa: DTZ001
    ],
)
def test_what_no_hub_says_is_refused(wrong: End) -> None:
    with pytest.raises(BadInput):
        require_end(wrong)
