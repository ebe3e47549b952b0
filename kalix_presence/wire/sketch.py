"""The sketch of an administration: who does what, where, who stands in; proposals for it, and what is wrong with it (P15)."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from kalix_presence.model.sketch import ProposalState, ProposalStep
from kalix_presence.model.sketch_changes import ChangeKind
from kalix_presence.model.sketch_faults import Fault


class SketchPerson(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody who stands in the sketch; `unit_name` where they belong to another unit than the one they stand at."""

    extension: str
    name: str
    unit_name: str = ""


class SketchDutyView(msgspec.Struct, frozen=True, omit_defaults=True):
    """A duty, where it is done if not at the unit's place, and by whom: the first answers first."""

    name: str
    place: str = ""
    people: list[SketchPerson] = []


class SketchSheet(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a unit's part says."""

    place: str = ""
    owner: SketchPerson | None = None
    deputies: list[SketchPerson] = []
    duties: list[SketchDutyView] = []


class SketchFault(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something to see to, with the duty or the person that it is about."""

    kind: Fault
    duty: str = ""
    person: SketchPerson | None = None


class SketchUnit(msgspec.Struct, frozen=True, omit_defaults=True):
    """A unit with its part. `parent` is the unit above, "" for the administration itself. `version` is 0 while nothing was
    accepted: what is shown then is what the directory says of the unit's people. `may_propose`: the reader may propose a change
    and say that the part was reviewed."""

    unit: str
    name: str
    parent: str
    version: int
    sheet: SketchSheet
    members: list[SketchPerson] = []
    reviewed: date | None = None
    reviewed_by_name: str = ""
    faults: list[SketchFault] = []
    may_propose: bool = False


class SketchDifference(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a proposal changes: of which duty, and who or where it is then."""

    kind: ChangeKind
    duty: str = ""
    people: list[SketchPerson] = []
    place: str = ""


class SketchProposalView(msgspec.Struct, frozen=True, omit_defaults=True):
    """A proposal as whoever has a part in it sees it. `outdated`: the unit's part has changed since it was made, so that it can
    no longer be accepted as it is. `may` are the steps that the reader can take now."""

    id: str
    version: int
    unit: str
    unit_name: str
    since: date
    state: ProposalState
    sheet: SketchSheet
    changes: list[SketchDifference] = []
    words: str = ""
    proposed_by_name: str = ""
    proposed_at: datetime | None = None
    outdated: bool = False
    may: list[ProposalStep] = []
    answer: str = ""
    answered_by_name: str = ""


class NamedUnit(msgspec.Struct, frozen=True):
    """A unit by code and name."""

    unit: str
    name: str


class SketchView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Answer to GET /sketch. `units` come from the administration downwards, each after the one above it; `administrations` are
    those whose sketch the reader may see. `pbx` False: of telephones nothing is known now."""

    administration: str
    name: str
    units: list[SketchUnit]
    proposals: list[SketchProposalView] = []
    administrations: list[NamedUnit] = []
    pbx: bool = True


class DutyWish(msgspec.Struct, frozen=True, omit_defaults=True):
    """A duty as it is to be; `people` are extensions, the first answers first."""

    name: str
    place: str = ""
    people: list[str] = []


class SketchWish(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body of POST /sketch/proposals: how the part of `unit` (its code) is to be as a whole from the day `since` (None: from
    today), made from the `version` that was seen. People are extensions of the administration; `owner` "" is nobody."""

    unit: str
    version: int
    place: str = ""
    owner: str = ""
    deputies: list[str] = []
    duties: list[DutyWish] = []
    since: date | None = None
    words: str = ""


class SketchStep(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body of PATCH /sketch/proposals/{id}: a step, with the version it was seen at; `word` says why it is refused."""

    version: int
    step: ProposalStep
    word: str = ""


class SketchReviewed(msgspec.Struct, frozen=True):
    """Body of POST /sketch/{unit}/review: the part as it was seen at `version` is right."""

    version: int
