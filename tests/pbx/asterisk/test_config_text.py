"""Asterisk's configuration files read as text."""

from __future__ import annotations

import pytest

from kalix_presence.hub.pbx.asterisk.config_text import option, plan_lines, sections

TEXT = """; nothing
[general](+)
enabled = no
enabled=yes ; the last one counts
[phones]
exten => _2XXX,1(start),NoOp(a\\;b)
 same => n,Dial(PJSIP/${EXTEN},20)
exten=>2041,hint,PJSIP/2041
same = n(end),Hangup
"""


def test_sections_have_their_lines_without_comments() -> None:
    assert option(sections(TEXT)["general"], "enabled") == "yes"
    assert option(sections(TEXT)["phones"], "enabled") == ""


def test_the_dialplan_s_lines_know_their_extension_and_what_stands_before_the_application() -> None:
    lines = list(plan_lines(TEXT))
    assert [(line.pattern, line.application, line.data) for line in lines[:2]] == [
        ("_2XXX", "NoOp", "a\\;b"),
        ("_2XXX", "Dial", "PJSIP/${EXTEN},20"),
    ]
    rows = TEXT.splitlines()
    assert all(rows[line.at].strip().startswith(line.head.strip()) for line in lines)
    assert "hint" not in {line.application for line in lines}


@pytest.mark.parametrize(
    ("pattern", "number", "fits"),
    [
        ("_2XXX", "2041", True),
        ("_2XXX", "20411", False),
        ("_[1-3]N!", "24", True),
        ("_*23*X!", "*23*1#", True),
        ("_Z.", "0", False),
        ("*98", "*98", True),
        ("*98", "*981", False),
    ],
)
def test_a_pattern_fits_what_asterisk_says_it_fits(pattern: str, number: str, fits: bool) -> None:
    line = next(plan_lines(f"[x]\nexten => {pattern},1,NoOp()\n"))
    assert line.fits(number) is fits
