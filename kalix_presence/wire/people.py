"""People of the directory and the site's reasons, as clients get them."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.preferences import PhoneHours
from kalix_presence.wire.cards import Sender
from kalix_presence.wire.standings import Standing


class NamedPerson(msgspec.Struct, frozen=True):
    """Somebody of the directory, by extension and name."""

    extension: str
    name: str


class PersonView(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A person as the directory shows them, with the standing at the time of the answer."""

    extension: str
    name: str
    unit: str
    unit_name: str
    administration: str
    title: str = ""
    direct: str = ""
    mobile: str = ""
    email: str = ""
    deputy: str | None = None
    duties: list[str] = []
    standing: Standing | None = None
    place: str = ""
    phone_hours: PhoneHours | None = None
    """When they are best reached, while that holds (P8)."""
    family_name: str = ""
    """By which people are sorted; the end of `name`."""
    administration_name: str = ""

    @property
    def administration_shown(self) -> str:
        """The administration's name; its code from a hub that does not tell the name yet."""
        return self.administration_name or self.administration

    deputy_name: str = ""
    does: list[str] = []
    """What the sketch of their administration says they do, beside `duties`: to find them by."""
    covers: list[NamedPerson] = []
    """Whose deputy this person is, in the directory or by having agreed to cover the absence that holds now; with
    `deputy_name` only where one person is asked for."""


class WhyFirst(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why the first hit is the first; see `model.finding.Why` for the meaning and `say_why` for the sentence."""

    match: str
    what: str
    reach: str
    instead: str = ""


class PeoplePage(msgspec.Struct, frozen=True, omit_defaults=True):
    """One page of people; `next` is what to pass as `after` for the following page, None at the end."""

    people: list[PersonView]
    next: str | None = None
    why: WhyFirst | None = None


class ReasonView(msgspec.Struct, frozen=True, omit_defaults=True):
    """A reason as clients need it; see `model.reason.Reason` for the meaning of each field."""

    code: str
    names: dict[str, str]
    icon: str
    colour: str
    shape: str
    digit: str | None = None
    usual: str | None = None
    forward: ForwardKind = ForwardKind.SWITCHBOARD
    end: str = "required"
    shown_as: str | None = None
    aliases: list[str] = []
    selectable: bool = True
    told_as: str = ""
    """What callers hear of it, by the announcement's clip; "" from a hub that does not say."""


class FieldSeen(msgspec.Struct, frozen=True):
    """Of one thing that is known of a person, how much each reader sees; the words are those of `model.who_sees`, and a newer
    hub may know more of them."""

    field: str
    by: dict[str, str]


class ReasonsView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Answer to GET /reasons: the site's reasons in order, and the policy facts a client shows."""

    reasons: list[ReasonView]
    switchboard: str = ""
    zone: str = "Europe/Stockholm"
    country: str = "SE"
    """Where telephone numbers without a country code belong (ISO 3166)."""
    note_limit: int = 200
    day_starts: str = "08:00"
    day_ends: str = "16:30"
    lunch_at: str = "12:00"
    lunch_until: str = "13:00"
    days_off: list[date] = []
    """Public holidays, eves that are off and the site's own closed days, of this year and the two after it."""
    short_days: dict[date, str] = {}
    """Eves on which work ends early, of the same years: day -> wall time."""
    duties: dict[str, list[str]] = {}
    """Each duty's other words, by which the people who have it are found as well."""
    signals: int = 5
    """Signals after which a call that nobody answers goes to the switchboard."""
    unable: list[str] = []
    """What this PBX cannot do, by the hub's names of it: "place_call", "move_call", "consult_call", "forward_always" ..."""
    ended_by_hub: bool = False
    """The PBX keeps no end, or none beyond the day: the hub ends a forward (or a guardian, if the hub is dead)."""
    end_kept: str = ""
    """Who ends a forward: the PBX ("exact"), the PBX on the same day and else the hub ("today"), the hub ("none"); "" from a
    hub that does not say."""
    by_hand_seen: str = ""
    """When a change made by hand at a phone is seen: at once ("events"), within `by_hand_seconds` ("poll"), never ("none"); ""
    from a hub that does not say."""
    by_hand_seconds: float = 0.0
    at: datetime | None = None
    """The hub's time when it answered, by which a client knows how wrong its computer's clock is."""
    own_time: bool = False
    """A demo, which has a time of its own: no computer's clock is wrong there."""
    sound: bool = False
    """The hub has the announcements' clips, so that one can hear at the desk what callers hear."""
    version: str = ""
    """The hub's."""
    clients_from: str = ""
    """The oldest version of a client that fits it; one that is older says so to its person, and goes on as far as it can."""
    newest_client: str = ""
    """The newest client that the site has ready; "" where it does not say."""
    newest_from: str = ""
    """Where people get it, in the site's words."""
    newest_feed: str = ""
    """The address of the signed feed it lies in; "" for none."""
    sender: Sender | None = None
    """What the organisation says of itself in signatures and contact cards; None from a hub that does not say."""
    seen: list[FieldSeen] = []
    """Who sees what of a person, by the site's rules; empty from a hub that does not tell."""
