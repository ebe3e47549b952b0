"""One table of settings: it names what `Settings` holds, and reads from every file what can be used and nothing else."""

from __future__ import annotations

import re
import typing
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kalix_presence.client.local.settings import Settings
from kalix_presence.client.local.settings_table import LOCKABLE, LONGEST, TABLE, Kind, Setting, as_now
from kalix_presence.model.errors import BadInput
from tests.draws import draws

TYPES = {
    Kind.SWITCH: bool, Kind.NAMES: tuple[str, ...],
    Kind.CHOICE: str, Kind.ADDRESS: str, Kind.NETWORKS: str, Kind.KEYS: str, Kind.TEXT: str,
    Kind.FEED: str, Kind.FINGERPRINT: str,
}  # fmt: skip


def test_the_table_and_the_settings_are_one() -> None:
    hints = typing.get_type_hints(Settings)
    assert list(TABLE) == list(Settings.__struct_fields__)
    for key, setting in TABLE.items():
        assert getattr(Settings(), key) == setting.default, key
        assert setting.read(msgspec.to_builtins(setting.default)) == setting.default, key
        if typing.get_origin(hints[key]) is typing.Literal:
            assert typing.get_args(hints[key]) == setting.choices, key
        else:
            assert hints[key] == TYPES[setting.kind], key


def test_whoever_one_is_cannot_be_locked() -> None:
    assert TABLE.keys() - LOCKABLE == {"username", "welcomed"}


def usable(setting: Setting) -> st.SearchStrategy[object]:
    """Values as a file may hold them."""
    return {
        Kind.SWITCH: st.sampled_from([True, False, 1, 0]),
        Kind.CHOICE: st.sampled_from(setting.choices or ("",)),
        Kind.ADDRESS: st.sampled_from(["https://hub.example", "http://127.0.0.1:8770", "https://[::1]:99/x"]),
        Kind.NETWORKS: st.sampled_from(["", "10.12.0.0/16", "10.0.0.0/8 fd00::/8"]),
        Kind.KEYS: st.sampled_from(["", "Ctrl+Alt+P"]),
        Kind.TEXT: st.text(max_size=20),
        Kind.FEED: st.sampled_from(["", "https://hub.example/updates", "http://[::1]:99/x"]),
        Kind.FINGERPRINT: st.sampled_from(["", "0" * 64, "aF" * 32]),
        Kind.NAMES: st.lists(st.text(max_size=9), max_size=3),
    }[setting.kind]


@pytest.mark.parametrize("key", TABLE)
@settings(max_examples=draws(12))
@given(st.data())
def test_what_can_be_used_is_read_as_it_is_written(key: str, data: st.DataObject) -> None:
    value = data.draw(usable(TABLE[key]))
    read = TABLE[key].read(value)
    assert read == (tuple(value) if isinstance(value, list) else value)
    assert type(read) is (tuple if TABLE[key].kind is Kind.NAMES else TYPES[TABLE[key].kind])


WRONG = (None, {}, [1], 1.0, 2, -1, 10**30, "x" * (LONGEST + 1), b"x", ["\0", 7], float("nan"))


@pytest.mark.parametrize("key", TABLE)
@pytest.mark.parametrize("value", WRONG, ids=[repr(value)[:9] for value in WRONG])
def test_what_cannot_be_used_is_refused(key: str, value: object) -> None:
    with pytest.raises(BadInput):
        TABLE[key].read(value)


@pytest.mark.parametrize(
    ("key", "value"),
    [("theme", "Dark"), ("language", "klingon"), ("hub", "http://far.example"), ("hub", ""), ("office", "10.12.0.0/99"),
     ("greeting", "Site"), ("greeting", 8), ("lunch", "true"), ("notifications", ""),
     ("update_feed", "http://far.example"), ("update_feed", "x y"), ("update_root", "ab"), ("update_root", "g" * 64),
     ("update_root", "a" * 64 + "\n")],
)  # fmt: skip
def test_what_only_looks_like_it_is_refused(key: str, value: object) -> None:
    with pytest.raises(BadInput):
        TABLE[key].read(value)


def test_the_page_for_administrators_names_each_setting_that_may_be_decided() -> None:
    page = (Path(__file__).parents[3] / "docs" / "roll-out.md").read_text("utf-8")
    rows = [line.split("|")[1:-1] for line in page.splitlines() if re.match(r"\| `\w+` \|", line)]
    assert {row[0].strip(" `") for row in rows} == LOCKABLE
    for key, _, may_be, built_in in rows:
        setting = TABLE[key.strip(" `")]
        assert all(f"`{one}`" in may_be for one in setting.choices if one), key
        assert setting.kind is not Kind.SWITCH or built_in.strip() == ("on" if setting.default else "off"), key


@pytest.mark.parametrize(
    ("file", "now"),
    [
        ({"greeting_weeks": 0}, "never"),
        ({"greeting_weeks": 1}, "site"),
        ({"greeting_weeks": 104}, "site"),
        ({"greeting_weeks": 0, "greeting": "always"}, "always"),
        ({"greeting": "always", "greeting_weeks": 8}, "always"),
    ],
)
def test_weeks_of_an_earlier_version_are_read_as_what_they_meant(file: dict[str, object], now: str) -> None:
    assert as_now(file | {"lunch": False}) == {"greeting": now, "lunch": False}


@pytest.mark.parametrize("weeks", [-1, 105, True, "8", None])
def test_weeks_that_never_could_be_used_are_still_refused(weeks: object) -> None:
    with pytest.raises(BadInput):
        TABLE["greeting"].read(as_now({"greeting_weeks": weeks})["greeting"])
