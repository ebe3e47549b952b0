"""What the organisation decides for a computer is locked, what it suggests stands behind the person, and no slip unlocks anything."""

from __future__ import annotations

import plistlib
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import settings as given_settings
from hypothesis import strategies as st

from kalix_presence.client.local import settings, site_files
from kalix_presence.client.local.settings import Loaded, Settings
from kalix_presence.client.local.settings_table import DEFAULT_HUB, LOCKABLE, TABLE
from kalix_presence.client.local.site_files import DEFAULTS, DOMAIN, POLICY, etc_of, read_layer
from kalix_presence.model.errors import BadInput
from tests.draws import draws

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the registry serves there")

OTHER = {
    "hub": "https://one.example", "language": "fi", "theme": "dark", "start_with_session": True, "shortcut": "Ctrl+Alt+P",
    "lunch": False, "lunch_learnt": False, "day_end": False, "unannounced": True, "unlock_tells": False,
    "office": "10.12.0.0/16", "notifications": "card", "greeting": "never", "outlook_signature": True,
    "updates": False, "update_feed": "https://feed.example/presence", "update_root": "0a" * 32,
}  # fmt: skip
"""For each setting that may be decided a value that is not the built-in one."""
THIRD = OTHER | {"hub": "https://two.example", "language": "en", "theme": "light", "shortcut": "", "office": "10.1.0.0/16",
                 "greeting": "always"}  # fmt: skip
"""And another one, where there are three."""


def toml(values: dict[str, object]) -> str:
    return "\n".join(
        f"{key} = {str(one).lower() if isinstance(one, bool) else msgspec.json.encode(one).decode()}"
        for key, one in values.items()
    )


def put(folder: Path, kind: str, content: str | bytes) -> Path:
    path = folder / "kalix-presence" / f"{kind}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


class Computer:
    """A computer's /etc, a person's folder, and what the environment says."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.etc, self.xdg = folder / "person", folder / "etc", folder / "xdg"
        self.folder.mkdir()
        self.environment = {"XDG_CONFIG_DIRS": f"{self.xdg}:relative"}

    def load(self) -> Loaded:
        return settings.load_all(self.folder, self.environment, self.etc)

    def save(self, wanted: Settings) -> None:
        settings.save(self.folder, wanted, self.environment, self.etc)


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(tmp_path)


def test_every_setting_that_may_be_decided_is_tried_here() -> None:
    assert OTHER.keys() == LOCKABLE
    assert all(OTHER[key] != TABLE[key].default for key in LOCKABLE)


@pytest.mark.parametrize("key", sorted(LOCKABLE))
def test_policy_comes_before_the_person_then_the_computers_defaults_then_what_is_built_in(key: str, computer: Computer) -> None:
    def value() -> object:
        return getattr(computer.load().settings, key)

    built_in = TABLE[key].default
    assert value() == built_in
    put(computer.etc, DEFAULTS, toml({key: OTHER[key]}))
    assert value() == OTHER[key]
    computer.save(msgspec.structs.replace(computer.load().settings, **{key: built_in}))
    assert value() == built_in
    policy = put(computer.etc, POLICY, toml({key: THIRD[key]}))
    assert value() == THIRD[key]
    assert computer.load().locked == {key}
    assert computer.load().source == str(policy)
    policy.unlink()
    assert value() == built_in
    assert not computer.load().locked


@given_settings(max_examples=draws(15))
@given(st.sets(st.sampled_from(sorted(LOCKABLE))), st.sets(st.sampled_from(sorted(LOCKABLE))))
def test_saving_keeps_what_was_chosen_under_a_lock_and_takes_no_default_for_a_choice(
    tmp_path_factory: pytest.TempPathFactory, chosen: set[str], decided: set[str]
) -> None:
    computer = Computer(tmp_path_factory.mktemp("computer"))
    computer.save(msgspec.structs.replace(Settings(), **{key: OTHER[key] for key in chosen}))
    policy = put(computer.etc, POLICY, toml({key: TABLE[key].default for key in decided}))
    assert all(getattr(computer.load().settings, key) == TABLE[key].default for key in decided)
    computer.save(msgspec.structs.replace(computer.load().settings, username="anna"))
    policy.unlink()
    put(computer.etc, DEFAULTS, toml(OTHER))
    found = computer.load().settings
    assert found == msgspec.structs.replace(Settings(**OTHER), username="anna")  # type: ignore[arg-type]
    put(computer.etc, DEFAULTS, "")
    kept = computer.load().settings
    assert {key for key in LOCKABLE if getattr(kept, key) == OTHER[key]} == chosen


def test_no_environment_beats_what_is_locked(computer: Computer) -> None:
    computer.environment["KALIX_HUB"] = "https://tried.example"
    assert computer.load().settings.hub == "https://tried.example"
    put(computer.etc, POLICY, 'theme = "dark"')
    assert computer.load().settings.hub == "https://tried.example"
    put(computer.etc, POLICY, 'hub = "decided.example"')
    put(computer.xdg, POLICY, 'hub = "evil.example"\ntheme = "light"')
    loaded = computer.load()
    assert (loaded.settings.hub, loaded.settings.theme, loaded.locked) == ("https://decided.example", "system", {"hub"})
    assert [(fault.code, fault.key) for fault in loaded.notes] == [("site-beats-environment", "hub")]
    computer.environment["KALIX_HUB"] = "ftp://nonsense"
    assert computer.load().settings.hub == "https://decided.example"
    put(computer.etc, POLICY, "")
    with pytest.raises(BadInput):
        computer.load()


BROKEN = {
    "no toml": b"hub = [\n",
    "not UTF-8": b"# \xff\n",
    "a NUL": b"\0",
    "nested without end": b"[" * 30_000,
    "too large": b"#" * (site_files.LARGEST + 1),
    "a key twice": b'username = "a"\nusername = "b"\n',
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_policy_that_cannot_be_read_is_told_and_locks_everything_as_it_was(content: bytes, computer: Computer) -> None:
    computer.save(Settings(**OTHER))  # type: ignore[arg-type]
    path = put(computer.etc, POLICY, content)
    loaded = computer.load()
    assert loaded.settings == Settings(**OTHER)  # type: ignore[arg-type]
    assert loaded.locked == loaded.lost == LOCKABLE
    assert loaded.hub_known
    assert [(fault.code, fault.source) for fault in loaded.faults] == [("site-file-unreadable", str(path))]


def test_a_policy_that_may_not_be_read_is_told_and_locks_everything(computer: Computer) -> None:
    computer.save(Settings(**OTHER))  # type: ignore[arg-type]
    (computer.etc / "kalix-presence" / "policy.toml").mkdir(parents=True)  # as good as no permission, for root too
    loaded = computer.load()
    assert (loaded.settings, loaded.locked) == (Settings(**OTHER), LOCKABLE)  # type: ignore[arg-type]
    assert [fault.code for fault in loaded.faults] == ["site-file-unreadable"]


@given_settings(max_examples=draws(15))
@given(
    st.sets(st.sampled_from(sorted(LOCKABLE))),
    st.sets(st.sampled_from(sorted(LOCKABLE))),
    st.sampled_from(sorted(BROKEN)),
    st.booleans(),
)
def test_what_the_policy_decided_last_holds_while_nobody_can_read_it(
    tmp_path_factory: pytest.TempPathFactory, chosen: set[str], decided: set[str], slip: str, started_between: bool
) -> None:
    """Not the person's choice that the policy had overruled: a slip unlocks nothing and changes nothing."""
    computer = Computer(tmp_path_factory.mktemp("computer"))
    computer.save(msgspec.structs.replace(Settings(), **{key: OTHER[key] for key in chosen}))
    put(computer.etc, POLICY, toml(THIRD))
    computer.load()
    put(computer.etc, POLICY, toml({key: THIRD[key] for key in decided}))
    held = computer.load()
    put(computer.etc, POLICY, BROKEN[slip])
    for _ in range(1 + started_between):
        loaded = computer.load()
        assert loaded.settings == held.settings
        assert loaded.locked == loaded.lost == LOCKABLE
    computer.save(msgspec.structs.replace(loaded.settings, username="anna"))
    put(computer.etc, POLICY, "")
    assert computer.load().settings == Settings(username="anna", **{key: OTHER[key] for key in chosen})  # type: ignore[arg-type]
    put(computer.etc, POLICY, BROKEN[slip])
    assert computer.load().settings == Settings(username="anna", **{key: OTHER[key] for key in chosen})  # type: ignore[arg-type]


@pytest.mark.parametrize("kept", [b"", b"{", b"[]", b'{"hub": 7, "theme": "pink", "username": "eve"}', b"\xff"])
def test_a_memory_of_the_policy_that_cannot_be_used_is_none(kept: bytes, computer: Computer) -> None:
    (computer.folder / "decided.json").write_bytes(kept)
    put(computer.etc, POLICY, BROKEN["no toml"])
    assert computer.load().settings == Settings()


def test_a_folder_that_cannot_be_written_keeps_no_memory_and_stops_nothing(computer: Computer) -> None:
    (computer.folder / "decided.json").mkdir()
    put(computer.etc, POLICY, 'theme = "dark"')
    assert computer.load().settings.theme == "dark"


@pytest.mark.parametrize("content", [*BROKEN.values(), b"hub = 1970-01-01"], ids=[*BROKEN, "a value"])
def test_nobody_is_sent_to_this_computer_by_a_policy_that_cannot_be_read(content: bytes, computer: Computer) -> None:
    put(computer.etc, POLICY, content)
    assert not computer.load().hub_known
    computer.environment["KALIX_HUB"] = "https://tried.example"
    assert (computer.load().hub_known, computer.load().settings.hub) == (True, "https://tried.example")
    del computer.environment["KALIX_HUB"]
    put(computer.etc, DEFAULTS, f'hub = "{DEFAULT_HUB}"')
    assert computer.load().hub_known
    (computer.etc / "kalix-presence" / "defaults.toml").unlink()
    computer.save(Settings(username="anna"))  # signed in at this computer's own: then that was the setting
    assert computer.load().hub_known
    (computer.folder / "settings.json").unlink()
    put(computer.etc, POLICY, 'hub = "decided.example"')
    assert computer.load().hub_known
    put(computer.etc, POLICY, content)
    assert (computer.load().hub_known, computer.load().settings.hub) == (True, "https://decided.example")
    computer.environment["KALIX_HUB"] = "https://tried.example"
    assert computer.load().settings.hub == "https://decided.example"


@given(
    st.sampled_from(sorted(LOCKABLE)), st.integers(0, len(OTHER)), st.sampled_from(["oops", "x = ", "[", 'theme = "', "= 7"])
)
def test_one_slip_of_the_pen_undoes_no_other_line(
    tmp_path_factory: pytest.TempPathFactory, chosen: str, at: int, slip: str
) -> None:
    computer = Computer(tmp_path_factory.mktemp("computer"))
    computer.save(msgspec.structs.replace(Settings(), **{chosen: THIRD[chosen]}))
    lines = toml(OTHER).splitlines()
    put(computer.etc, POLICY, "\n".join([*lines[:at], slip, *lines[at:]]))
    loaded = computer.load()
    assert loaded.settings == Settings(**OTHER)  # type: ignore[arg-type]
    assert loaded.locked == LOCKABLE
    assert [fault.code for fault in loaded.faults] == ["site-file-unreadable"]


@pytest.mark.parametrize("key", sorted(LOCKABLE))
def test_a_value_that_cannot_be_used_locks_what_it_speaks_of_as_it_was(key: str, computer: Computer) -> None:
    computer.save(Settings(**OTHER))  # type: ignore[arg-type]
    path = put(computer.etc, POLICY, f"{key} = 1970-01-01")
    loaded = computer.load()
    assert loaded.settings == Settings(**OTHER)  # type: ignore[arg-type]
    assert loaded.locked == loaded.lost == {key}
    assert [(fault.code, fault.source, fault.key) for fault in loaded.faults] == [("site-value-unusable", str(path), key)]


def test_a_key_that_is_none_is_told_and_does_nothing(computer: Computer) -> None:
    put(computer.etc, POLICY, 'username = "chief"\nhubb = "x"\n[theme]\nname = "dark"')
    loaded = computer.load()
    assert (loaded.settings, loaded.locked) == (Settings(), {"theme"})
    told = [(fault.code, fault.key) for fault in loaded.faults]
    assert told == [("site-key-unknown", "username"), ("site-key-unknown", "hubb"), ("site-value-unusable", "theme")]


def test_defaults_of_the_environments_folders_come_before_those_of_the_computer(computer: Computer) -> None:
    put(computer.etc, DEFAULTS, 'hub = "suggested.example"\ntheme = "dark"\nlunch = "maybe"')
    put(computer.xdg, DEFAULTS, 'hub = "nearer.example"')
    loaded = computer.load()
    assert (loaded.settings.hub, loaded.settings.theme) == ("https://nearer.example", "dark")
    assert not loaded.locked
    assert not loaded.faults
    assert [(fault.code, fault.key) for fault in loaded.notes] == [("site-value-unusable", "lunch")]


def test_the_old_default_hub_is_still_no_choice(computer: Computer) -> None:
    put(computer.etc, DEFAULTS, 'hub = "suggested.example"')
    computer.save(Settings(hub="https://suggested.example"))
    put(computer.etc, DEFAULTS, 'hub = "moved.example"')
    assert computer.load().settings.hub == "https://moved.example"
    assert Settings().hub == DEFAULT_HUB


@pytest.mark.parametrize(
    ("content", "whole"), [(plistlib.dumps({"theme": "dark", "PayloadUUID": "x"}), True), (b"<plist", False)]
)
def test_a_macs_managed_preferences_are_policy(
    content: bytes, whole: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / f"{DOMAIN}.plist").write_bytes(content)
    monkeypatch.setattr(site_files, "MANAGED", tmp_path)
    monkeypatch.setattr(site_files.sys, "platform", "darwin")
    layer = read_layer(POLICY, {}, tmp_path / "no etc")
    assert layer.broken is not whole
    assert layer.values == ({"theme": "dark"} if whole else {})
    assert [fault.code for fault in layer.faults] == ([] if whole else ["site-file-unreadable"])


def test_weeks_of_an_earlier_version_still_decide_and_are_kept_as_today(computer: Computer) -> None:
    (computer.folder / "settings.json").write_text('{"greeting_weeks": 0, "first_day": "2026-11-01"}', "utf-8")
    assert computer.load().settings.greeting == "never"
    policy = put(computer.etc, POLICY, "greeting_weeks = 26\n")
    decided = computer.load()
    assert (decided.settings.greeting, decided.locked, decided.faults) == ("site", {"greeting"}, ())
    policy.write_text('greeting_weeks = 0\n"broken', "utf-8")
    assert computer.load().settings.greeting == "never"
    policy.unlink()
    computer.save(msgspec.structs.replace(computer.load().settings, greeting="always"))
    assert msgspec.json.decode((computer.folder / "settings.json").read_bytes()) == {"greeting": "always"}
    put(computer.etc, POLICY, "greeting_weeks = 200\n")
    assert [fault.key for fault in computer.load().faults] == ["greeting"]


def test_a_flatpak_reads_what_the_computer_has_decided_not_its_own(tmp_path: Path) -> None:
    assert etc_of(tmp_path) == tmp_path / "etc"
    (tmp_path / ".flatpak-info").touch()
    assert etc_of(tmp_path) == tmp_path / "run/host/etc"
