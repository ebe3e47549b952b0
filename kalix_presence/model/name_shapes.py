"""What a name looks like to whoever reads it, so that look-alike letters pass for nobody else."""

from __future__ import annotations

import re
import unicodedata

from kalix_presence.model.directory import folded

# As they stand, before case is taken away: a Greek capital often looks like another Latin letter than its small one.
_LOOKS = str.maketrans(
    "АВЕЅІЈКМНОРСТУХҮҺӀԌԚԜЬ"
    + "авеѕіјкмнорстухүһӏԍԛԝгпиԁ"
    + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ"
    + "αβγεηικνορτυχωϲϳ"
    + "ՕՏԼՍօոսցհյ"
    + "ɑɡɩɪʟʏʀɴʜʙɢᴀᴄᴅᴇꜰᴊᴋᴍᴏᴘꜱᴛᴜᴠᴡᴢ",
    "ABESIJKMHOPCTYXYHIGQWB"
    + "abesijkmhopctyxyhlgqwrnud"
    + "ABEZHIKMNOPTYXC"
    + "abyenikvoptuxwcj"
    + "OSLUonugjj"
    + "agiilyrnhbg"
    + "acdefjkmopstuvwz",
)
# One stroke or one ring, which no reader tells apart.
_STROKES = str.maketrans({"l": "i", "1": "i", "|": "i", "0": "o"})
_WRITINGS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU", "DESERET")
"""Those whose letters resemble one another."""


def looks(name: str) -> tuple[str, ...]:
    """The words of `name` as they look: without case, accents and signs that nobody sees, look-alikes as the Latin letters."""
    seen = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not _unseen(sign))
    return tuple(re.findall(r"[^\W_]+", folded(seen.translate(_LOOKS)).translate(_STROKES)))


def mixes_writings(name: str) -> bool:
    """Whether a word of `name` has letters of more than one writing, as no honest name has."""
    plain = unicodedata.normalize("NFKC", name)
    if plain.isascii():
        return False
    return any(len({each for sign in word if (each := _writing(sign))}) > 1 for word in re.findall(r"[^\W\d_]+", plain))


def figures(name: str) -> str:
    """The figures in `name`, of whatever writing, as 0-9 and run together."""
    return "".join(str(value) for sign in name if (value := unicodedata.digit(sign, None)) is not None)


def _unseen(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cf", "Mn", "Me") or sign in "\u115f\u1160\u2800\u3164\uffa0"


def _writing(sign: str) -> str:
    first = unicodedata.name(sign, "").partition(" ")[0]
    return first if first in _WRITINGS else ""
