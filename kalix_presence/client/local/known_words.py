"""What is left of a sentence whose parts nobody can tell apart: Qt and some libraries say a warning with all that is filled in.

A name or a note in it looks like any other word. So only what is known to be theirs stays: the words that warnings are made
of, and names of Qt's own classes.
"""

from __future__ import annotations

import re

GONE = "…"

_SAID = """
a able about access action active after again already an and any application argument arguments as at attempt available bad
be because been before being below button bytes call called can cannot cell change class clipboard close closed code color
column connect connected connection context could create created creating current data dbus default delete deleted destroyed
device deprecated did directory display does done drag driver during empty engine error event events exception exist
existing exists expected failed failure family file filter find focus font for format found from function geometry get
greater group handle handler has height icon id ignored image in index init initialize initialized input inside int into
invalid is it item key keyboard larger last layout less list load loaded loading lost main maximum memory menu message
method minimum missing mode model monitor more mouse must name negative never new no non none not null number object of on
one only open opened operation option or order out outside own paint painter parameter parent parse parser pending picture
pixel pixmap platform plugin point pointer popup position possible process property proxy range read receiver recursive
register registered registration remove removed render request required resize resource retrieved return row runtime same
scale screen select sender server service session set setting shortcut should signal size slot socket some source start
started state stop stopped style stylesheet such support supported surface symbol system tab task text than that the theme
there thread time timed timeout timer to top tray type unable unexpected unhandled unknown unsupported update use used using
valid value variable version view visible warning was when which while widget width will window with without write wrong xcb
xdg zero
"""
_WORDS = frozenset(_SAID.split())
_TOKEN = re.compile(
    r"Q[A-Z]\w*(?:::~?\w+)*|qt(?:\.[a-z]+)+|[^\W\d_]+(?:['’][^\W\d_]+)*|<…>|<address>|\w+|\s+|.", re.ASCII | re.DOTALL
)
_THEIRS = re.compile(r"Q[A-Z]\w*(?:::~?\w+)*|qt(?:\.[a-z]+)+|<…>|<address>|[-\s#~:;,.!?()<>=*&+/|\[\]{}%]", re.ASCII)


def only_known(text: str) -> str:
    """`text` with "…" for every word that is not known to be a warning's own."""
    said = "".join(one if _THEIRS.fullmatch(one) or one.lower() in _WORDS else GONE for one in _TOKEN.findall(text))
    return re.sub(rf"{GONE}(?:[\s{GONE}]*{GONE})+", GONE, said)
