"""The policy file: defaults, what a site may change, and what is refused with its line."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date

import pytest

from kalix_presence import shipped
from kalix_presence.model.errors import BadInput
from kalix_presence.model.policy import Policy, read_policy

BREAKAGES = [
    ("a quote is missing", 'zone = "Europe/Stockholm'),
    ("a key nobody knows", "signal = 5"),
    ("text for a number", 'signals = "5"'),
    ("yes for a number", "signals = true"),
    ("a number for text", "switchboard = 9"),
    ("no signals at all", "signals = 0"),
    ("endless signals", "signals = 99"),
    ("a note without end", "note_limit = 100000"),
    ("a zone that is none", 'zone = "Europe/Kalix"'),
    ("a zone that is a path", 'zone = "../../etc/passwd"'),
    ("no clock time", 'day_start = "eight"'),
    ("an hour too many", 'lunch_until = "25:00"'),
    ("letters for the switchboard", 'switchboard = "växeln"'),
    ("a pattern that is none", 'extension_pattern = "(\\\\d"'),
    ("a phone code of digits", 'code_set = "23"'),
    ("a phone code that injects", 'code_back = "#23#,1"'),
    ("a role that is none", 'sees_sensitive = ["everybody"]'),
    ("one prefix and no list", 'forbidden_prefixes = "0900"'),
    ("prefixes as numbers", "forbidden_prefixes = [900]"),
    ("a day that is text", 'closed_days = ["2026-12-23"]'),
    ("a reminder that is none", 'reminders = ["tea on"]'),
    ("a reminder without its state", 'reminders = ["lunch"]'),
    ("being watched, switched on by the site", 'reminders = ["unannounced on"]'),
    ("a network that is none", 'office = ["10.12/99"]'),
    ("a goal for what is none", 'goals = ["kindness 80"]'),
    ("a goal beyond everything", 'goals = ["answered_in_time 101"]'),
    ("a goal for what is only counted", 'goals = ["set_self 5"]'),
    ("a table", "[numbers]"),
]


@pytest.mark.parametrize("broken", [case[1] for case in BREAKAGES], ids=[case[0] for case in BREAKAGES])
def test_a_broken_file_is_refused_with_its_line(broken: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_policy(f"# ours\nsignal_seconds = 6\n{broken}\n", "policy.toml")
    assert refused.value.code == "policy-file-broken"
    assert refused.value.params["file"] == "policy.toml"
    assert refused.value.params["line"] == 3
    assert refused.value.params["problem"]


def test_an_empty_file_means_the_defaults() -> None:
    assert read_policy("", "policy.toml") == Policy()


def test_what_is_named_is_changed_and_the_rest_kept() -> None:
    policy = read_policy('switchboard = "90"\nclosed_days = [2026-12-23]\nsees_sensitive = ["officer"]\n', "policy.toml")
    assert policy == Policy(switchboard="90", closed_days=(date(2026, 12, 23),), sees_sensitive=("officer",))


def test_the_shipped_file_names_every_setting_with_its_default() -> None:
    text = (shipped.resources() / "policy.toml").read_text("utf-8")
    assert shipped.default_policy() == Policy()
    uncommented = re.sub(r"(?m)^#(?=[a-z_]+ = )", "", text)
    shown = read_policy(uncommented, "policy.toml")
    for setting in fields(Policy):
        assert re.search(rf"(?m)^{setting.name} = ", uncommented), setting.name
        if setting.name != "closed_days":
            assert getattr(shown, setting.name) == getattr(Policy(), setting.name)
