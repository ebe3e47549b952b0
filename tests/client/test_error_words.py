"""An error is said by the hub's own sentence, else by the catalogue's, and a code nobody knows as itself."""

from __future__ import annotations

import pytest

from kalix_presence import shipped
from kalix_presence.client.error_words import sentence
from kalix_presence.model.errors import NotFound, Unavailable


@pytest.mark.parametrize("language", ["sv", "en", "fi"])
def test_the_hubs_own_sentence_comes_first_then_the_catalogues_then_the_code(language: str) -> None:
    assert sentence(NotFound("extension-unknown", extension="1", detail="Så sade servern."), language) == "Så sade servern."
    known = shipped.words(language).say("errors.extension-unknown", extension="1")
    assert sentence(NotFound("extension-unknown", extension="1"), language) == known
    assert sentence(NotFound("extension-unknown"), language) == "extension-unknown", "a blank that was not filled"
    assert sentence(Unavailable("of-a-newer-hub"), language) == "of-a-newer-hub"
