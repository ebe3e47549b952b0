"""One cell of a people file: what spreadsheets leave in it is put right and said, or refused with what to write instead."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from kalix_presence.hub.directory.file_text import Mended, is_garbled
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput
from kalix_presence.model.policy import Policy
from kalix_presence.model.target import dialled, permitted_target

NUMBERS = ("direct", "mobile")
EXTENSIONS = ("extension", "deputy")
NAMES = ("given_name", "family_name", "unit", "administration", "title")
LONGEST = 200
# "#SAKNAS!", "#N/A", "#NAME?", "#REF!", "#####", LibreOffice's "Err:502": capitals and signs alone, in any language.
_ERROR = re.compile(r"#(?:[^\W\d_a-z]|[/ÅÄÖ])[^\sa-z]*|#{2,}|#N/A.*|Err:\d+", re.UNICODE)
_FORMULA = re.compile(r"=.*|[+@-]\s*[^\W\d_]+\w*\(.*", re.DOTALL)
_BEGINS_ONE = ("=", "+", "-", "@")
"""No name begins so, and a spreadsheet would work it out: "-A2"."""
_NOTHING = {"null", "(null)", "<null>", "nil", "none", "nan", "undefined", "n/a", "n.a.", "na", "#n/a", "ei mitään"} | {
    "(tom)", "(tomt)", "(tomma)", "(blank)", "(empty)", "(tyhjä)",
}  # fmt: skip
_TRUTHS = {"TRUE", "FALSE", "SANT", "FALSKT", "TOSI", "EPÄTOSI"}
"""What a spreadsheet shows of a comparison, in no cell of a person."""
_UNSEEN = dict.fromkeys(
    map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
"""Without width, or for the direction of writing: directories put them around numbers that are copied."""
_LOST = re.compile(r"\?[^\W\d_]|[^\W\d_]\?[^\W\d_]")
"""Letters that an export could not write: "Samh?lle"."""
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|amp|lt|gt|quot|apos|nbsp|[a-z](?:uml|ring|acute));", re.IGNORECASE)
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))


def mended_cell(text: str, column: str, line: int, said: list[Mended]) -> str:
    """`text` without what nobody sees and spreadsheets add; what was changed is added to `said`."""
    shown = " ".join(text.translate(_UNSEEN).split())
    if shown != " ".join(text.split()):
        said.append(Mended("unseen", line, column, after=shown))
    if column in (*NUMBERS, *EXTENSIONS) and re.fullmatch(r"['’`´].+", shown):
        said.append(Mended("apostrophe", line, column, shown, shown[1:].strip()))
        shown = shown[1:].strip()
    if column in EXTENSIONS and (whole := re.fullmatch(r"(\d[\d ]*)(?:[.,]0+)?", shown, re.ASCII)):
        plain = whole[1].replace(" ", "")
        if plain != shown:
            said.append(Mended("whole-number", line, column, shown, plain))
        shown = plain
    if column in NUMBERS:
        shown = shown.translate(_DASHES)
        if whole := re.fullmatch(r"(\+?\d{6,})[.,]0+", shown, re.ASCII):
            said.append(Mended("whole-number", line, column, shown, whole[1]))
            shown = whole[1]
    if column == "email" and shown.lower().startswith("mailto:"):
        said.append(Mended("mailto", line, column, shown, shown[7:].strip()))
        shown = shown[7:].strip()
    return shown


def cell_fault(text: str, column: str) -> BadInput | None:
    """Why `text` cannot stand in `column`, whatever the column means; None when it can."""
    if not text:
        return None
    if _ERROR.fullmatch(text) or text in _TRUTHS:
        return BadInput("import-error-value", field=column, column=column, value=text[:40])
    if _FORMULA.fullmatch(text) or (column in NAMES and text.startswith(_BEGINS_ONE) and len(text) > 2):
        return BadInput("import-formula", field=column, column=column, value=text[:40])
    # Null is a family name; NULL and null are what a program writes for nothing.
    if text.casefold() in _NOTHING and not (column in ("given_name", "family_name") and text.isalpha() and text.istitle()):
        return BadInput("import-nothing-value", field=column, column=column, value=text[:40])
    if len(text) > LONGEST or not text.isprintable():
        return BadInput("import-cell-strange", field=column, column=column)
    if is_garbled(text) or (column in NAMES and _LOST.search(text)) or _ENTITY.search(text):
        return BadInput("import-garbled", field=column, column=column, value=text[:40])
    if column in NAMES and not any(unicodedata.category(sign).startswith("L") for sign in text):
        # A look-up that finds an empty cell gives 0; a column that has slipped gives a number. "1" is no title either.
        return BadInput("import-no-letters", field=column, column=column, value=text[:40])
    return None


def mended_number(text: str, column: str, line: int, policy: Policy, said: list[Mended]) -> str:
    """`text` with the 0 or the plus that a spreadsheet has eaten, where that alone makes it a number."""
    digits = text.replace(" ", "")
    if not policy.country or not re.fullmatch(r"[1-9]\d{6,13}", digits, re.ASCII):
        return text
    if re.fullmatch(policy.extension_pattern, digits, re.ASCII):
        return text
    for start in ("0", "+"):
        if _is_valid(start + digits, policy.country):
            said.append(Mended("eaten", line, column, text, start + digits))
            return start + digits
    return text


def number_fault(text: str, column: str, person: Person, policy: Policy) -> BadInput | None:
    """Why no call may go to `text`; None when one may. The direct number may be the extension itself."""
    if not text or (column == "direct" and dialled(text) == person.extension):
        return None
    if re.search(r"\d[.,]?\d*E\+?\d", text, re.IGNORECASE):
        return BadInput("import-number-rounded", field=column, column=column, value=text[:40])
    if _are_two(text):
        return BadInput("import-two-numbers", field=column, column=column, value=text[:40])
    try:
        permitted_target(text, replace(person, direct=""), policy, ())
    except BadInput as refusal:
        if refusal.code in ("target-premium", "target-international"):
            return BadInput(refusal.code.replace("target", "import"), field=column, column=column, value=text[:40])
        return BadInput("import-number", field=column, column=column)
    if policy.country and not _is_long_enough(text, policy.country):
        return BadInput("import-number-digits", field=column, column=column, value=text[:40])
    return None


def _is_long_enough(text: str, country: str) -> bool:
    """Whether a number of `country` has as many digits as such a number has; others are the policy's to judge."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return True
    own = parsed.country_code == phonenumbers.country_code_for_region(country)
    return not own or bool(phonenumbers.is_valid_number(parsed))


def _are_two(text: str) -> bool:
    parts = [re.sub(r"\D", "", part) for part in re.split(r"[/,;|&]|\b(?:eller|och|or|and|tai|ja)\b", text)]
    whole = [part for part in parts if len(part) >= 6]
    return len(whole) > 1


def _is_valid(number: str, country: str) -> bool:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return False
    own = number.startswith("0") or parsed.country_code == phonenumbers.country_code_for_region(country)
    return own and bool(phonenumbers.is_valid_number(parsed))
