"""What somebody who signs in answers beside the password, when the hub asks for more."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answers:
    """`new_password`: chosen where the password is a code of the administrator's (SignInNeeded `password-to-choose`). `code`:
    of the second factor (`factor-code-needed`); with `ticket` the first code of one that was offered (`factor-to-set-up`)."""

    new_password: str = ""
    code: str = ""
    ticket: str = ""


NOTHING_MORE = Answers()
