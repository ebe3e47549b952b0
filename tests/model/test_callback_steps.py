"""What each step makes of a callback message, exactly, and what each refusal says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kalix_presence.model.callback import (
    SWITCHBOARD,
    Act,
    Actor,
    Addressee,
    AddresseeKind,
    Attempt,
    CallbackMessage,
    CallingParty,
    Outcome,
    Source,
    Stage,
    Step,
    act,
    attempted,
    reached,
    reminded,
    renewed,
)
from kalix_presence.model.errors import BadInput, Conflict, Forbidden, PresenceError

MADE = datetime(2026, 11, 24, 8, tzinfo=UTC)
NOW = MADE + timedelta(minutes=30)
LATER = NOW + timedelta(hours=1)
ANNA, BO = Addressee(AddresseeKind.PERSON, "2041"), Addressee(AddresseeKind.PERSON, "2042")
UNIT = Addressee(AddresseeKind.UNIT, "bygg")
ACTORS = {
    "anna": Actor("2041", "2041", frozenset({UNIT})),
    "bo": Actor("2042", "2042"),
    "eva": Actor("2043", "2043", frozenset({UNIT})),
    "maria": Actor("2001", "2001", frozenset({SWITCHBOARD}), all_messages=True),
    "screen": Actor("hall", None, frozenset({UNIT})),
    "deputy": Actor("2044", "2044", frozenset({ANNA, UNIT}), stands_in=True),
}
TRIED = Attempt(MADE, "2049", Outcome.NO_ANSWER)


def made(to: Addressee = ANNA, **more: object) -> CallbackMessage:
    party = CallingParty("Karin Berg", "+46923555012")
    message = CallbackMessage("m", to, party, "2001", MADE, MADE + timedelta(hours=2), version=7, decided=5, decided_by="2049")
    return replace(message, **more)  # type: ignore[arg-type]


def does(message: CallbackMessage, wished: Act, who: str = "anna", version: int = 7) -> CallbackMessage:
    return act(message, wished, ACTORS[who], version=version, now=NOW)


BUSY = made(later=LATER, late=2, attempts=(TRIED,), stage=Stage.TRIED)
TO_UNIT = made(UNIT)
TAKEN = made(UNIT, taker="2041", later=LATER, late=1, stage=Stage.SEEN)
PASSED = made(BO, former=ANNA, word="Du har ärendet", stage=Stage.DELIVERED)
DONE = made(stage=Stage.DONE, closed_at=MADE, closed_by="2041", reached=True)
CALLED = Attempt(NOW, "2041", Outcome.LEFT_WORD, 12.5)

STEPS = [
    ("take", TO_UNIT, Act(Step.TAKE), "anna", {"taker": "2041", "stage": Stage.SEEN}),
    ("take what was tried", replace(TO_UNIT, stage=Stage.TRIED), Act(Step.TAKE), "anna", {"taker": "2041"}),
    ("take what is taken", TAKEN, Act(Step.TAKE), "maria", {"taker": "2001"}),
    ("release", TAKEN, Act(Step.RELEASE), "anna", {"taker": None, "later": None}),
    (
        "try",
        BUSY,
        Act(Step.TRY, Outcome.LEFT_WORD, talked=12.5),
        "anna",
        {"stage": Stage.TRIED, "attempts": (TRIED, CALLED), "later": None},
    ),
    (
        "try a unit's",
        TO_UNIT,
        Act(Step.TRY, Outcome.LEFT_WORD, talked=12.5),
        "anna",
        {"stage": Stage.TRIED, "attempts": (CALLED,), "taker": "2041"},
    ),
    ("later", made(late=3), Act(Step.LATER, until=LATER), "anna", {"later": LATER, "stage": Stage.SEEN, "late": 0}),
    ("later, tried", BUSY, Act(Step.LATER, until=LATER), "anna", {"later": LATER, "late": 0}),
    ("no longer later", BUSY, Act(Step.LATER), "anna", {"later": None}),
    ("later, a unit's", TO_UNIT, Act(Step.LATER, until=LATER), "eva", {"later": LATER, "stage": Stage.SEEN, "taker": "2043"}),
    ("finish", BUSY, Act(Step.FINISH), "anna", {"stage": Stage.DONE, "closed_at": NOW, "closed_by": "2041", "later": None}),
    (
        "finish a unit's at a screen of nobody's",
        TO_UNIT,
        Act(Step.FINISH),
        "screen",
        {"stage": Stage.DONE, "closed_at": NOW, "closed_by": "hall"},
    ),
    (
        "finish what another took",
        TAKEN,
        Act(Step.FINISH),
        "maria",
        {"stage": Stage.DONE, "closed_at": NOW, "closed_by": "2001", "later": None},
    ),
    (
        "hand over",
        replace(TAKEN, former=BO),
        Act(Step.HAND_OVER, to=BO, word="  Du har ärendet "),
        "anna",
        {"to": BO, "stage": Stage.NEW, "word": "Du har ärendet", "former": UNIT, "taker": None, "later": None, "late": 0},
    ),
    ("hand over without a word", made(), Act(Step.HAND_OVER, to=BO), "maria", {"to": BO, "former": ANNA, "stage": Stage.NEW}),
    (
        "decline",
        replace(PASSED, late=2, later=LATER),
        Act(Step.DECLINE, word=" Jag är ledig "),
        "bo",
        {"to": ANNA, "stage": Stage.NEW, "word": "Jag är ledig", "former": None, "late": 0, "later": None},
    ),
    ("take back", PASSED, Act(Step.TAKE_BACK), "anna", {"to": ANNA, "stage": Stage.SEEN, "word": "", "former": None}),
    (
        "take back a unit's",
        replace(PASSED, former=UNIT),
        Act(Step.TAKE_BACK),
        "eva",
        {"to": UNIT, "stage": Stage.SEEN, "word": "", "former": None},
    ),
    ("take back for them", PASSED, Act(Step.TAKE_BACK), "maria", {"to": ANNA, "stage": Stage.SEEN, "word": "", "former": None}),
    (
        "return",
        BUSY,
        Act(Step.RETURN, word=" Fel enhet "),
        "anna",
        {"to": SWITCHBOARD, "stage": Stage.RETURNED, "word": "Fel enhet", "former": ANNA, "later": None, "late": 0},
    ),
    ("reopen", DONE, Act(Step.REOPEN), "anna", {"stage": Stage.SEEN, "closed_at": None, "closed_by": "", "reached": False}),
    (
        "reopen what was tried",
        replace(DONE, attempts=(TRIED,)),
        Act(Step.REOPEN),
        "anna",
        {"stage": Stage.TRIED, "closed_at": None, "closed_by": "", "reached": False},
    ),
    ("in somebody's stead", TAKEN, Act(Step.RELEASE), "deputy", {"taker": None, "later": None}),
]


@pytest.mark.parametrize(("before", "wished", "who", "changes"), [case[1:] for case in STEPS], ids=[case[0] for case in STEPS])
def test_a_step_changes_this_and_nothing_else(
    before: CallbackMessage, wished: Act, who: str, changes: dict[str, object]
) -> None:
    expected = replace(before, **changes, version=8, decided=8, decided_by=ACTORS[who].name)  # type: ignore[arg-type]
    assert does(before, wished, who) == expected
    assert does(before, wished, who, version=5) == expected, "nobody has decided since"


NO_WAY = "message-step-impossible"
REFUSED = [
    ("not theirs", made(), Act(Step.FINISH), "bo", Forbidden, "message-not-yours", None, {}),
    ("not theirs any more", PASSED, Act(Step.FINISH), "anna", Forbidden, "message-not-yours", None, {}),
    ("taken", TAKEN, Act(Step.FINISH), "eva", Conflict, "message-taken", None, {"by": "2041"}),
    ("take a person's", made(), Act(Step.TAKE), "anna", Conflict, NO_WAY, None, {"step": "take", "stage": "new"}),
    ("take for nobody", TO_UNIT, Act(Step.TAKE), "screen", Conflict, NO_WAY, None, {"step": "take", "stage": "new"}),
    ("release what is free", TO_UNIT, Act(Step.RELEASE), "anna", Conflict, NO_WAY, None, {"step": "release", "stage": "new"}),
    ("try without an end", made(), Act(Step.TRY), "anna", BadInput, "message-outcome-missing", "outcome", {}),
    ("put off until now", made(), Act(Step.LATER, until=NOW), "anna", BadInput, "message-time-past", "until", {}),
    ("hand over to nobody", made(), Act(Step.HAND_OVER, word="x"), "anna", BadInput, "message-nobody-named", "to", {}),
    ("hand over to itself", made(), Act(Step.HAND_OVER, to=ANNA, word="x"), "anna", BadInput, "message-to-oneself", "to", {}),
    (
        "hand over in silence",
        made(),
        Act(Step.HAND_OVER, to=BO, word=" "),
        "anna",
        BadInput,
        "message-word-missing",
        "word",
        {},
    ),
    (
        "decline one's own",
        made(),
        Act(Step.DECLINE, word="x"),
        "anna",
        Conflict,
        NO_WAY,
        None,
        {"step": "decline", "stage": "new"},
    ),
    ("decline in silence", PASSED, Act(Step.DECLINE, word=" "), "bo", BadInput, "message-word-missing", "word", {}),
    ("take back one's own", made(), Act(Step.TAKE_BACK), "anna", Conflict, NO_WAY, None, {"step": "take_back", "stage": "new"}),
    (
        "take back who got it",
        PASSED,
        Act(Step.TAKE_BACK),
        "bo",
        Conflict,
        NO_WAY,
        None,
        {"step": "take_back", "stage": "delivered"},
    ),
    ("take back another's", PASSED, Act(Step.TAKE_BACK), "eva", Forbidden, "message-not-yours", None, {}),
    ("return in silence", made(), Act(Step.RETURN, word=" "), "anna", BadInput, "message-word-missing", "word", {}),
    (
        "return to where it is",
        made(SWITCHBOARD),
        Act(Step.RETURN, word="x"),
        "maria",
        Conflict,
        NO_WAY,
        None,
        {"step": "return", "stage": "new"},
    ),
    ("finish twice", DONE, Act(Step.FINISH), "anna", Conflict, NO_WAY, None, {"step": "finish", "stage": "done"}),
    ("reopen what is open", made(), Act(Step.REOPEN), "anna", Conflict, NO_WAY, None, {"step": "reopen", "stage": "new"}),
]


@pytest.mark.parametrize(
    ("before", "wished", "who", "kind", "code", "field", "params"),
    [case[1:] for case in REFUSED],
    ids=[case[0] for case in REFUSED],
)
def test_a_refusal_says_what_is_wrong(
    before: CallbackMessage,
    wished: Act,
    who: str,
    kind: type[PresenceError],
    code: str,
    field: str | None,
    params: dict[str, str],
) -> None:
    with pytest.raises(kind) as refused:
        does(before, wished, who)
    assert (refused.value.code, refused.value.field, refused.value.params) == (code, field, params)


@pytest.mark.parametrize(
    ("version", "code", "params"), [(8, "message-version-unknown", {}), (4, "message-changed", {"by": "2049"})]
)
def test_only_what_was_decided_since_stands_in_the_way(version: int, code: str, params: dict[str, str]) -> None:
    with pytest.raises(Conflict) as refused:
        does(made(), Act(Step.FINISH), version=version)
    assert (refused.value.code, refused.value.params) == (code, params)


@pytest.mark.parametrize(
    ("before", "step", "who", "stage"),
    [
        (made(), Step.DELIVER, "anna", Stage.DELIVERED),
        (made(), Step.SEE, "anna", Stage.SEEN),
        (made(stage=Stage.DELIVERED), Step.SEE, "anna", Stage.SEEN),
        (TO_UNIT, Step.SEE, "deputy", Stage.SEEN),
        (made(UNIT, taker="2044"), Step.SEE, "deputy", Stage.SEEN),
        (made(), Step.SEE, "deputy", None),
        (made(UNIT, taker="2041"), Step.SEE, "deputy", None),
        (made(stage=Stage.DELIVERED), Step.DELIVER, "anna", None),
        (made(stage=Stage.SEEN), Step.DELIVER, "anna", None),
        (made(stage=Stage.TRIED), Step.SEE, "anna", None),
        (DONE, Step.SEE, "anna", None),
    ],
)
def test_a_sign_only_ever_brings_a_message_on(before: CallbackMessage, step: Step, who: str, stage: Stage | None) -> None:
    after = does(before, Act(step), who, version=1)
    if stage is None:
        assert after is before
    else:
        assert after == replace(before, stage=stage, version=8)


def test_who_looks_on_gives_no_sign() -> None:
    for who in ("maria", "bo"):
        with pytest.raises(Forbidden, match="message-not-yours"):
            does(made(), Act(Step.SEE), who)


def test_what_happens_by_itself_changes_this_and_nothing_else() -> None:
    call = Attempt(NOW, "2041", Outcome.ANSWERED, 30)
    assert reminded(BUSY) == replace(BUSY, late=3, version=8)
    assert reached(BUSY, by="2042", now=NOW) == replace(
        BUSY,
        stage=Stage.DONE,
        closed_at=NOW,
        closed_by="2042",
        reached=True,
        later=None,
        version=8,
        decided=8,
        decided_by="2042",
    )
    assert attempted(BUSY, call, extension="2041") == replace(BUSY, attempts=(TRIED, call), later=None, version=8)
    assert attempted(DONE, call, extension="2041") == replace(DONE, attempts=(call,), version=8)
    assert attempted(TO_UNIT, call, extension="2041") == replace(
        TO_UNIT, stage=Stage.TRIED, attempts=(call,), taker="2041", version=8
    )
    assert attempted(TAKEN, call, extension="2043").taker == "2041"
    assert attempted(made(), call, extension="2043").taker is None


@pytest.mark.parametrize(("asked", "source"), [(False, Source.MISSED), (True, Source.ASKED)])
def test_missed_once_more_it_is_due_by_the_earlier_time(asked: bool, source: Source) -> None:
    missed = made(source=Source.MISSED, calls=2)
    assert renewed(missed, due=LATER, asked=asked) == replace(missed, due=LATER, calls=3, source=source, version=8)
    assert renewed(missed, due=MADE + timedelta(hours=9)).due == missed.due


@pytest.mark.parametrize(
    ("message", "who"), [(made(), "2041"), (TO_UNIT, None), (TAKEN, "2041"), (made(BO, taker="2041"), "2042")]
)
def test_who_has_to_act(message: CallbackMessage, who: str | None) -> None:
    assert message.responsible == who
