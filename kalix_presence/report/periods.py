"""A period in words: as a title, within a sentence, and as short as it stands at an axis."""

from __future__ import annotations

from kalix_presence.model.quality.periods import Period, Span, read_period
from kalix_presence.model.words import Words


def titled(period: str, words: Words) -> str:
    """ "October 2026", "week 41, 2026"."""
    return _said("title", period, words)


def within(period: str, words: Words) -> str:
    """ "in October 2026", "in week 41 of 2026"."""
    return _said("in", period, words)


def than(period: str, beside: str, words: Words) -> str:
    """As `within`, said beside the period `beside`: without the year where that is the same."""
    same = read_period(period).last.year == read_period(beside).last.year
    return _said("than" if same else "in", period, words)


def short(period: str, words: Words) -> str:
    """ "Oct", "w 41"; in January with the year."""
    found = read_period(period)
    if found.span is Span.WEEK:
        return words.say("report.short-week", week=found.first.isocalendar().week)
    month = words.say("report.months-short").split()[found.first.month - 1]
    return f"{month}\n{found.first.year}" if found.first.month == 1 else month


def before(period: str) -> str:
    """The period before it, as it is written."""
    return str(read_period(period).before())


def _said(form: str, period: str, words: Words) -> str:
    found: Period = read_period(period)
    if found.span is Span.WEEK:
        year, week, _ = found.first.isocalendar()
        return words.say(f"report.{form}-week", week=week, year=year)
    month = words.say(f"report.months-{'title' if form == 'title' else 'in'}").split()[found.first.month - 1]
    return words.say(f"report.{form}-month", month=month, year=found.first.year)
