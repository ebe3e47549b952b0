"""How nearly a typed word is the beginning of another: one letter changed, left out, put in or swapped is one slip."""

from __future__ import annotations


def slips_allowed(word: str) -> int:
    """How many slips a word of this length may have: none below four letters, one from four, two from eight."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def begins_nearly(word: str, token: str, slips: int) -> bool:
    """Whether `token` begins with `word` but for at most `slips` slips."""
    if slips == 1:
        return _one_slip(word, token)
    return token.startswith(word) if slips < 1 else _within(word, token, slips)


def _one_slip(word: str, token: str) -> bool:
    at, shorter = 0, min(len(word), len(token))
    while at < shorter and word[at] == token[at]:
        at += 1
    if at == len(word):
        return True
    rest = word[at + 1 :]
    return (
        token.startswith(rest, at + 1)  # changed (or, past the token's end, one sign too much)
        or token.startswith(rest, at)  # put in
        or token.startswith(word[at:], at + 1)  # left out
        or (
            word[at + 1 : at + 2] == token[at : at + 1] != ""
            and word[at] == token[at + 1 : at + 2]
            and _after_swap(word, token, at)
        )
    )


def _after_swap(word: str, token: str, at: int) -> bool:
    return token.startswith(word[at + 2 :], at + 2)


def _within(word: str, token: str, slips: int) -> bool:
    """The least number of slips from `word` to some beginning of `token` (optimal string alignment) is at most `slips`."""
    token = token[: len(word) + slips]
    before: list[int] = []
    row = list(range(len(token) + 1))
    for place, sign in enumerate(word, 1):
        above, before, row = before, row, [place]
        for column, other in enumerate(token, 1):
            least = min(before[column] + 1, row[column - 1] + 1, before[column - 1] + (sign != other))
            if place > 1 and column > 1 and sign == token[column - 2] and word[place - 2] == other:
                least = min(least, above[column - 2] + 1)
            row.append(least)
        if min(row) > slips:
            return False
    return min(row) <= slips
