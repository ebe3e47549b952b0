"""The acts of the audit trail: each has its sentence in every language, and one of a newer hub reads as unknown."""

from __future__ import annotations

import re

from kalix_presence import shipped
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.words import LANGUAGES


def test_every_act_is_named_as_an_endpoint_is_and_has_its_sentence_in_every_language() -> None:
    for act in AuditAct:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", act.value), act
        for language in LANGUAGES:
            assert shipped.words(language).has(f"audit.act-{act.value}"), (act, language)


def test_an_act_of_a_newer_hub_reads_as_unknown() -> None:
    assert AuditAct("paint-the-wall") is AuditAct.UNKNOWN
