"""The report as an e-mail: one sentence of result for each measure, in plain text."""

from __future__ import annotations

from dataclasses import dataclass

from kalix_presence.report.chapters import Read
from kalix_presence.report.contents import chapters
from kalix_presence.report.periods import titled
from kalix_presence.report.values import unit_name


@dataclass(frozen=True, slots=True)
class LetterText:
    """What a letter says, `with_paper` where the report goes with it as PDF, else `without_paper`; neither subject nor name of
    the file holds a line break."""

    subject: str
    with_paper: str
    without_paper: str
    file_name: str


def letter_of(read: Read, *, hidden: str = "") -> LetterText:
    """The letter about the unit that is read, or about the unit `hidden` (its name), which is too small to be shown."""
    words, period = read.words, titled(read.report.period, read.words)
    unit = hidden or unit_name(read.unit, words)
    subject = " ".join(words.say("report.letter-subject", unit=unit, period=period).split())
    lines = [subject, ""]
    if hidden:
        lines += [words.say("report.letter-hidden", unit=unit), ""]
    else:
        lines += [words.say("report.letter-begins"), ""]
        lines += [f"- {chapter.sentence}" for chapter in chapters(read)] + [""]
    foot = ["", words.say("report.letter-about"), words.say("report.letter-footer")]

    def told(key: str) -> str:
        more = [] if hidden else [words.say(f"report.{key}")]
        return "\n".join([*lines, *more, *foot]) + "\n"

    name = f"policy-{read.report.period}.pdf"
    return LetterText(subject, told("letter-attached"), told("letter-no-paper"), name)
