"""What ships with the program: a telephone policy in each language, each of them the same points."""

from __future__ import annotations

import re

import pytest

from kalix_presence import shipped
from kalix_presence.model.words import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_telephone_policy_speaks_each_language(language: str) -> None:
    policy = shipped.telephone_policy(language)
    assert (policy.version, policy.day) == shipped.OUR_POLICY
    assert policy.link == ""
    assert re.findall(r"(?m)^(\d)\.", policy.text) == [str(number) for number in range(1, 10)]
    others = {shipped.telephone_policy(other).text for other in LANGUAGES if other != language}
    assert policy.text not in others


def test_a_language_that_the_program_does_not_speak_is_answered_in_english() -> None:
    assert shipped.telephone_policy("xx") == shipped.telephone_policy("en")
