"""The policy file: defaults, what a site may change, and what is refused with its line."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date

import pytest

from kalix_presence import shipped
from kalix_presence.model.errors import BadInput
from kalix_presence.model.policy import Policy, read_policy, read_reminder
from kalix_presence.model.preferences import FIELDS as PREFERENCES
from kalix_presence.model.quality.goals import GOALED

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
    ("a policy of no version", 'telephone_policy = "https://kalix.example/policy"\ntelephone_policy_day = "2026-01-01"'),
    ("a policy of no day", 'telephone_policy = "https://kalix.example/policy"\ntelephone_policy_version = "2"'),
    ("a day of a policy that is none", 'telephone_policy_day = "yesterday"'),
    ("a policy that clears the screen", 'telephone_policy_version = "2\\u001b[2J"'),
    ("a book for a policy", f'telephone_policy = "{"x" * 20_001}"'),
    ("an organisation of two lines", 'organisation = "Kalix\\nkommun"'),
    ("a web that is a script", 'organisation_web = "javascript:alert(1)"'),
    ("a unit without its address", 'unit_addresses = ["bygg"]'),
    ("a signature without the direct number", 'signature = ["{name}"]'),
    ("a signature with a mobile", 'signature = ["{name} {direct}", "{mobile}"]'),
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


def problem(broken: str) -> str:
    with pytest.raises(BadInput) as refused:
        read_policy(broken, "policy.toml")
    return str(refused.value.params["problem"])


LIMITS = {
    "signals": (1, 20),
    "signal_seconds": (1, 15),
    "note_limit": (0, 2000),
    "notice_limit": (20, 2000),
    "callback_minutes": (1, 6000),
    "callback_urgent_minutes": (1, 6000),
    "callback_text_limit": (0, 5000),
    "callback_kept_days": (1, 3650),
    "missed_shortest": (0, 60),
    "proposes_done_after": (1, 600),
    "number_quarantine_days": (0, 3650),
    "extension_lead_days": (0, 365),
    "sketch_review_days": (1, 3650),
    "newcomer_days": (0, 365),
    "newcomer_reminder_days": (0, 365),
    "greeting_days": (0, 730),
    "quiet_line_months": (0, 12),
}


def test_every_number_has_limits() -> None:
    assert set(LIMITS) == {part.name for part in fields(Policy) if type(getattr(Policy(), part.name)) is int}


@pytest.mark.parametrize(("name", "least", "most"), [(name, *limits) for name, limits in LIMITS.items()])
def test_a_number_is_read_up_to_its_limits_and_no_further(name: str, least: int, most: int) -> None:
    for number in (least, most):
        assert getattr(read_policy(f"{name} = {number}", "policy.toml"), name) == number
    for number in (least - 1, most + 1):
        assert problem(f"{name} = {number}") == f"{name} must lie between {least} and {most}"


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("client_version = '0.2rc1'", "client_version = '0.2rc1' is not a version such as 0.2.0"),
        ('client_from = "one\\ntwo"', "client_from must be one line"),
        (f"client_from = '{'x' * 201}'", "client_from is longer than 200 characters"),
        ("client_feed = 'feed'", "client_feed = 'feed' is not an address such as https://www.kalix.se/presence"),
        ("signal = 5", "'signal' is not known here"),
        ('signals = "5"', "signals must be of the kind of 5"),
        ("missed_calls = 1", "missed_calls must be of the kind of True"),
        ('day_start = "eight"', "day_start = 'eight' is not a clock time such as 08:00"),
        ('day_end = "8.00"', "day_end = '8.00' is not a clock time such as 08:00"),
        ('lunch_at = "24:00"', "lunch_at = '24:00' is not a clock time such as 08:00"),
        ('lunch_until = "12:60"', "lunch_until = '12:60' is not a clock time such as 08:00"),
        ('zone = "Europe/Kalix"', "zone = 'Europe/Kalix' is not an IANA time zone such as Europe/Stockholm"),
        ('zone = "../x"', "zone = '../x' is not an IANA time zone such as Europe/Stockholm"),
        ('switchboard = ""', "switchboard must be digits"),
        ('switchboard = "1234567890123456"', "switchboard must be digits"),
        ('switchboard = "٩"', "switchboard must be digits"),
        ('extension_pattern = "(a"', "extension_pattern is no regular expression: missing ), unterminated subpattern at position 0"),
        ('code_other = "230"', "code_other must begin with * or # and hold only digits, * and #"),
        ('code_callbacks = "*"', "code_callbacks must begin with * or # and hold only digits, * and #"),
        ('code_back = "#1234567890"', "code_back must begin with * or # and hold only digits, * and #"),
        ('code_set = "*٢"', "code_set must begin with * or # and hold only digits, * and #"),
        ('closed_days = ["2026-12-23"]', "closed_days must be a list of dates"),
        ("forbidden_prefixes = [900]", "forbidden_prefixes must be a list of texts"),
        ("office = 5", "office must be a list of texts"),
        *(
            (
                f"callback_late = {lines}",
                'callback_late lists minutes and whom, in order: "0 addressee", "30 deputy", "60 unit", "120 officer"',
            )
            for lines in ('["soon deputy"]', '["30 deputy", "0 addressee"]', '["30 head"]', '["100000 unit"]', '["٣ unit"]')
        ),
        *(
            (
                f"eves = {lines}",
                'eves are lines such as "midsummer_eve off" or "walpurgis 12:00"; known are twelfth_night, maundy_thursday, '
                "walpurgis, ascension_eve, midsummer_eve, all_saints_eve, day_before_christmas_eve, christmas_eve, new_years_eve",
            )
            for lines in ('["midsummer off"]', '["walpurgis 12:00", "walpurgis 25:00"]')
        ),
        (
            'locked = ["hours", "shoes"]',
            f"locked names preferences: {', '.join(PREFERENCES)}",
        ),
        *(
            (
                f"reminders = {lines}",
                'reminders are lines such as "day_end on"; known are lunch, lunch_learnt, day_end, unlock_tells, unannounced, and '
                'unannounced only "off"',
            )
            for lines in ('["lunch"]', '["lunch maybe"]', '["lunch on", "tea on"]', '["unannounced on"]')
        ),
        *((f"office = {lines}", 'office lists networks such as "10.12.0.0/16"') for lines in ('["10.12/99"]', '["10.0.0.0/8", ""]')),
        ('numbers = ["2000"]', 'numbers lists series such as "2000-2999"'),
        ('sees_sensitive = ["officer", "head"]', "sees_sensitive names roles: receptionist, officer, administrator"),
    ],
)  # fmt: skip
def test_the_problem_says_what_to_write_instead(broken: str, said: str) -> None:
    assert problem(broken) == said


def test_a_goal_that_is_none_is_told_which_there_are() -> None:
    said = problem('goals = ["kindness 80"]')
    assert said == f'goals are lines such as "answered_in_time 80"; known are {", ".join(GOALED)}'


@pytest.mark.parametrize(
    ("good", "value"),
    [
        ('switchboard = "123456789012345"', "123456789012345"),
        ('code_set = "*123456789"', "*123456789"),
        ('code_back = "##"', "##"),
        ('office = ["10.12.1.1/16", "2001:db8::/32"]', ("10.12.1.1/16", "2001:db8::/32")),
        ('callback_late = ["0 addressee", "0 deputy", "99999 unit", "99999 officer"]',
         ("0 addressee", "0 deputy", "99999 unit", "99999 officer")),
        ("callback_late = []", ()),
        ('reminders = ["lunch off", "unannounced off"]', ("lunch off", "unannounced off")),
        ('sees_sensitive = ["receptionist", "officer", "administrator"]', ("receptionist", "officer", "administrator")),
        ('lunch_until = "23:59"', "23:59"),
    ],
)  # fmt: skip
def test_what_makes_sense_is_read_as_it_is(good: str, value: object) -> None:
    assert getattr(read_policy(good, "policy.toml"), good.partition(" ")[0]) == value


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("lunch on", ("lunch", True)),
        ("unlock_tells off", ("unlock_tells", False)),
        ("unannounced off", ("unannounced", False)),
        ("unannounced on", None),
        ("lunch", None),
        ("lunch  on", None),
        ("lunch on off", None),
        ("tea on", None),
        ("", None),
    ],
)
def test_a_reminder_is_on_or_off(line: str, read: tuple[str, bool] | None) -> None:
    assert read_reminder(line) == read
