"""An account's mark in the log: the same each time, of this site alone, and nothing without the site's key."""

from __future__ import annotations

import hashlib
import hmac

from kalix_presence.hub.access.account_marks import LENGTH, AccountMarks

KEY = b"k" * 32


def test_a_mark_is_the_account_s_own_and_another_site_has_others() -> None:
    marks = AccountMarks(KEY)
    assert marks.of("anna") == hmac.new(KEY, b"anna", hashlib.sha256).hexdigest()[:LENGTH] == AccountMarks(KEY).of("anna")
    assert len({marks.of("anna"), marks.of("bo"), AccountMarks(b"other").of("anna")}) == 3


def test_a_name_that_is_no_text_has_one_too() -> None:
    assert len(AccountMarks(KEY).of("\udcff")) == LENGTH


def test_before_the_key_is_known_nobody_is_told_from_anybody() -> None:
    marks = AccountMarks()
    assert (marks.of("anna"), marks.of("bo")) == ("?", "?")
    marks.key = KEY
    assert marks.of("anna") == AccountMarks(KEY).of("anna")
