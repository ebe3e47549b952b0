"""Finnish words for return times."""

from __future__ import annotations

from kalix_presence.model.when import feasts
from kalix_presence.model.when.lexicon import Lexicon

_MONTHS = (
    "tammikuu", "helmikuu", "maaliskuu", "huhtikuu", "toukokuu", "kesäkuu", "heinäkuu", "elokuu", "syyskuu", "lokakuu",
    "marraskuu", "joulukuu",
)  # fmt: skip
_DAYS = ("maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai")
_SHORT = ("ma", "ti", "ke", "to", "pe", "la", "su")

_AT_AND_UNTIL = (
    ("yhdeltä", "yhteen"), ("kahdelta", "kahteen"), ("kolmelta", "kolmeen"), ("neljältä", "neljään"), ("viideltä", "viiteen"),
    ("kuudelta", "kuuteen"), ("seitsemältä", "seitsemään"), ("kahdeksalta", "kahdeksaan"), ("yhdeksältä", "yhdeksään"),
    ("kymmeneltä", "kymmeneen"), ("yhdeltätoista", "yhteentoista"), ("kahdeltatoista", "kahteentoista"),
)  # fmt: skip
"""Hours in the cases that say at which one ("puoli neljältä") and until which one ("kolmeen", "puoli viiteen asti")."""

FROM_HOURS = dict(
    zip(
        (
            "yhdestä", "kahdesta", "kolmesta", "neljästä", "viidestä", "kuudesta", "seitsemästä", "kahdeksasta", "yhdeksästä",
            "kymmenestä", "yhdestätoista", "kahdestatoista",
        ),
        range(1, 13),
        strict=True,
    )
)  # fmt: skip
"""Hours in the case that says from which one: alone it is no return time, so these are no numbers of the lexicon."""
UNTIL_HOURS = tuple(until for _, until in _AT_AND_UNTIL)


def _illative(day: str) -> str:
    return "keskiviikkoon" if day == "keskiviikko" else day + "hin"


def _day_forms() -> dict[str, int]:
    """Every case people use: nominative, essive ("maanantaina"), illative ("maanantaihin") and elative ("maanantaista")."""
    forms: dict[str, int] = {}
    for number, day in enumerate(_DAYS):
        illative = _illative(day)
        elative = "keskiviikosta" if day == "keskiviikko" else day + "sta"
        forms |= {day: number, day + "na": number, illative: number, elative: number, _SHORT[number]: number}
    return forms


FINNISH = Lexicon(
    language="fi",
    numbers={
        "yksi": 1, "yhden": 1, "yhdeksi": 1, "kaksi": 2, "kahden": 2, "kahdeksi": 2, "kolme": 3, "kolmen": 3, "kolmeksi": 3,
        "neljä": 4, "neljän": 4, "neljäksi": 4, "viisi": 5, "viiden": 5, "viideksi": 5,
        "kuusi": 6, "kuuden": 6, "seitsemän": 7, "kahdeksan": 8, "yhdeksän": 9, "kymmenen": 10,
        "kymmentä": 10, "viittä": 5, "yksitoista": 11, "kaksitoista": 12, "viisitoista": 15, "viidentoista": 15,
        "kaksikymmentä": 20, "kahdenkymmenen": 20, "kolmekymmentä": 30, "neljäkymmentäviisi": 45,
    } | {form: hour for hour, forms in enumerate(_AT_AND_UNTIL, 1) for form in forms},
    weekdays=_day_forms(),
    months={form: n for n, name in enumerate(_MONTHS, 1) for form in (name, name + "ta", name[:-3], name + "ssa", name + "n")},
    today=("tänään",),
    tomorrow=("huomenna", "huomiseen"),
    day_after_tomorrow=("ylihuomenna", "ylihuomiseen"),
    next_week=("ensi viikolla",),
    rest_of_day=("loppupäivän", "loppupäivä", "koko päivän"),
    all_day=("koko päivän", "koko päivä"),
    after_lunch=("lounaan jälkeen",),
    open_end=("toistaiseksi",),
    clock=("kello", "klo.", "klo"),
    until=("takaisin", "viimeistään"),
    until_forms=("huomiseen", "ylihuomiseen", *map(_illative, _DAYS)),
    through=(),
    after_through=("asti", "saakka"),
    within=("päästä", "kuluttua"),
    on=("tulevana",),
    this=("tänä",),
    following=("ensi",),
    hours=("tuntia", "tunnin", "tunti", "h", "t"),
    minutes=("minuuttia", "minuutin", "minuutti", "min", "m"),
    and_=("ja",),
    half_hour=("puoli tuntia", "puolen tunnin", "puolituntia"),
    quarter_hour=("vartti", "vartin"),
    one_and_a_half_hours=("puolitoista tuntia", "puolentoista tunnin"),
    quarter=("varttia", "vartin", "vartti"),
    half_to=("puoli",),
    half_past=(),
    to=("vaille", "vailla"),
    past=("yli",),
    noon=("keskipäivällä", "keskipäivä", "puoliltapäivin"),
    midnight=("keskiyö", "keskiyöllä", "keskiyöhön", "puoliyö", "puoliltaöin"),
    spans=dict.fromkeys(("päivä", "päivän", "päivää", "päiväksi", "pv"), "day")
    | dict.fromkeys(("viikko", "viikon", "viikkoa", "viikoksi"), "week")
    | dict.fromkeys(("kuukausi", "kuukauden", "kuukautta", "kuukaudeksi", "kk"), "month"),
    single=("viikon", "viikoksi", "kuukauden", "kuukaudeksi"),
    counted_ahead_after=("päästä", "kuluttua"),
    lasting=("seuraavat", "seuraavan"),
    since_forms=tuple("keskiviikosta" if day == "keskiviikko" else day + "sta" for day in _DAYS),
    week=("viikolla", "viikko", "viikon", "viikot", "viikoilla", "vkot", "vko", "vk"),
    afternoon=("iltapäivällä", "ip"),
    morning=("aamupäivällä", "aamulla", "ap"),
    nth=r"\.\s?päivä(?:nä|än)?",
    nth_day="{}. päivä",
    until_nth=("päivään",),
    now=("tästä hetkestä", "tästä lähtien", "nyt"),
    after_since=("alkaen", "lähtien"),
    within_month=("koko",),
    lunch=("lounas", "lounaaseen", "lounaalle"),
    this_week=("tällä viikolla", "koko viikon", "loppuviikon"), within_is_after=True,
    half_days=dict.fromkeys(("iltapäivällä", "ip", "iltapäivä"), "afternoon")
    | dict.fromkeys(("aamupäivällä", "ap", "aamupäivä", "aamulla"), "morning"),
    vague=(
        "iltapäivä", "iltapäivällä", "aamupäivä", "aamupäivällä", "aamulla", "illalla", "ilta", "yöllä", "päivä", "päivän",
        "päivää", "viikon", "viikkoa", "viikko", "kuukauden", "ip", "ap",
        "hetken", "hetki", "kohta", "pian", "myöhemmin", "pari", "parin",
    ),
    feasts=feasts.FINNISH,
    back=("takaisin", "palasin", "olen palannut", "paikalla", "tavoitettavissa", "täällä"),
    ordinal=".",
    month_case="ta",
)  # fmt: skip
