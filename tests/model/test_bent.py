"""Why calls do not go where it was asked, in words."""

from __future__ import annotations

import pytest

from kalix_presence import shipped
from kalix_presence.model.bent import said_bent
from kalix_presence.model.words import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_reason_has_its_own_sentence_and_what_is_newer_the_general_one(language: str) -> None:
    words = shipped.words(language)
    codes = [key.partition(".")[2] for key in words.sentences if key.startswith("bent.")]
    said = {code: said_bent(code, words) for code in codes}
    assert "forward-loop" in said
    assert len(set(said.values())) == len(codes)
    assert said == {code: words.say(f"bent.{code}") for code in codes}
    assert said_bent("of-a-newer-hub", words) == said["not-allowed"]
