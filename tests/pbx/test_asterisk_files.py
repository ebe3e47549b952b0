"""What ships for Asterisk says the same as the model: clips, digits, prefixes, limits."""

from __future__ import annotations

import re
import tomllib

import pytest

from kalix_presence import shipped
from kalix_presence.hub.pbx.asterisk.event_filter import EVENTS
from kalix_presence.hub.pbx.asterisk.site_file import VALUES
from kalix_presence.model.announcement import every_clip
from kalix_presence.model.reason import EndRule

ASTERISK = shipped.resources() / "asterisk"
SITE = (ASTERISK / "kalix-presence-site.conf").read_text("utf-8")
DIALPLAN = (ASTERISK / "kalix-presence.conf").read_text("utf-8")
MANIFEST = tomllib.loads((shipped.resources() / "clips" / "manifest.toml").read_text("utf-8"))


def constant(name: str) -> str:
    found = re.search(rf"Set\(KALIX_{name}=(.*)\)$", SITE, re.MULTILINE)
    assert found is not None, f"KALIX_{name} is missing in the site file"
    return found[1]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_clip_that_an_announcement_can_ask_for_has_a_text(language: str) -> None:
    assert not every_clip(shipped.default_reasons()) - MANIFEST[language].keys()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_acknowledgement_has_a_text(language: str) -> None:
    asked = set(re.findall(r"\bcode_[a-z_]+\b", DIALPLAN))
    assert {"code_set", "code_back", "code_past", "code_unknown", "code_not_allowed"} <= asked
    assert not asked - MANIFEST[language].keys()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_clip_that_the_dialplan_names_has_a_text(language: str) -> None:
    named = set(re.findall(r"\{KALIX_CLIPS\}/([a-z_]+)", DIALPLAN)) | {"callbacks_one", "callbacks_wait", "count_many"}
    named |= {f"count_{number}" for number in range(2, 21)} | {f"digit_{sign}" for sign in (*"0123456789", "plus")}
    beginnings = {name for name in named if name.endswith("_")}
    assert beginnings == {"day_", "month_", "hour_", "minute_", "weekday_", "digit_", "count_", "callbacks_"}
    assert not named - beginnings - MANIFEST[language].keys()


def test_both_languages_have_the_same_clips() -> None:
    assert MANIFEST["sv"].keys() == MANIFEST["en"].keys()


def test_no_clip_tells_a_caller_about_sickness_or_a_child() -> None:
    for texts in (MANIFEST["sv"], MANIFEST["en"]):
        assert not [text for text in texts.values() if re.search(r"\b(sjuk|sick|ill|barn|child|vab)", text, re.IGNORECASE)]


def test_the_dialplan_knows_the_reasons_digits_and_what_callers_hear() -> None:
    table = dict(re.findall(r"^exten => (\d+),1,Return\((.*)\)$", SITE, re.MULTILINE))
    reasons = {reason.digit: reason for reason in shipped.default_reasons() if reason.digit is not None}
    assert {digit: meant.partition(":")[0] for digit, meant in table.items()} == {
        digit: reason.told_as for digit, reason in reasons.items()
    }
    for digit, meant in table.items():
        _, usual, shown = meant.split(":")
        assert shown == shipped.default_reasons().get(reasons[digit].shown_as).name("sv"), (
            "desk phones show what colleagues see"
        )
        assert (usual == "open") == (reasons[digit].end is EndRule.OPTIONAL), "only what needs no end may last for ever"
        if usual.isdigit():
            assert reasons[digit].usual == f"{usual} min"


def test_the_check_knows_the_values_of_the_site_file() -> None:
    assert tuple(re.findall(r"Set\((KALIX_\w+)=", SITE.partition("[kalix-digits]")[0])) == VALUES


def test_the_site_file_begins_with_the_policy_s_own_numbers() -> None:
    policy = shipped.default_policy()
    assert constant("SWITCHBOARD") == policy.switchboard
    assert (constant("ZONE"), constant("DAY_START")) == (policy.zone, policy.day_start)
    assert (constant("SIGNALS"), constant("SIGNAL_SECONDS")) == (str(policy.signals), str(policy.signal_seconds))
    for prefix in policy.forbidden_prefixes:
        assert re.match(constant("FORBIDDEN"), f"{prefix}123456")
    for number, is_extension in (("204", True), ("2041", True), ("20411", True), ("20", False), ("204111", False)):
        assert (
            bool(re.fullmatch(policy.extension_pattern, number))
            is is_extension
            is bool(re.search(constant("EXTENSIONS"), number))
        )
    assert not re.search(constant("NUMBERS"), "0046701234567"), "no foreign number unless the site says so"
    for prefix in (policy.code_set, policy.code_other, policy.code_back.rstrip("#"), policy.code_callbacks):
        assert f"exten => _{prefix}" in SITE


def test_nobody_may_set_another_s_absence_by_phone_until_the_site_says_who() -> None:
    assert not any(re.search(constant("MAY_SET_OTHERS"), extension) for extension in ("9", "2041", "0"))


def test_the_dialplan_runs_no_program_and_trusts_no_global() -> None:
    assert not re.search(r"\b(System|TrySystem|AGI|SHELL|CURL|EVAL|GLOBAL)\(", DIALPLAN + SITE)
    assert "[globals]" not in re.sub(r"^;.*$", "", DIALPLAN + SITE, flags=re.MULTILINE)


def test_the_example_account_is_on_loopback_and_sees_only_what_the_hub_reads() -> None:
    example = (ASTERISK / "examples" / "manager.conf").read_text("utf-8")
    lines = {line.strip() for line in example.splitlines() if not line.startswith(";")}
    assert {"bindaddr = 127.0.0.1", "allowmultiplelogin = no", "webenabled = no", "deny = 0.0.0.0/0.0.0.0"} <= lines
    assert "eventfilter = UserEvent: Kalix" in lines
    assert f"eventfilter = Event: ({'|'.join(EVENTS)})[^A-Za-z]" in lines, "what the hub asks for, and no more"
