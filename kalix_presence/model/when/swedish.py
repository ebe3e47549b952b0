"""Swedish words for return times."""

from __future__ import annotations

from kalix_presence.model.when import feasts
from kalix_presence.model.when.lexicon import Lexicon

SWEDISH = Lexicon(
    language="sv",
    numbers={
        "ett": 1, "en": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "nio": 9, "tio": 10,
        "elva": 11, "tolv": 12, "tretton": 13, "fjorton": 14, "femton": 15, "sexton": 16, "sjutton": 17, "arton": 18,
        "nitton": 19, "tjugo": 20, "tjugofem": 25, "trettio": 30, "fyrtio": 40, "fyrtiofem": 45, "femtio": 50,
    },
    weekdays={
        "måndag": 0, "mån": 0, "tisdag": 1, "tis": 1, "onsdag": 2, "ons": 2, "torsdag": 3, "tors": 3, "tor": 3,
        "fredag": 4, "fre": 4, "lördag": 5, "lör": 5, "söndag": 6, "sön": 6, "måndagen": 0, "tisdagen": 1, "onsdagen": 2,
        "torsdagen": 3, "fredagen": 4, "lördagen": 5, "söndagen": 6,
    },
    months={
        "januari": 1, "jan": 1, "februari": 2, "feb": 2, "mars": 3, "mar": 3, "april": 4, "apr": 4, "maj": 5, "juni": 6,
        "jun": 6, "juli": 7, "jul": 7, "augusti": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9, "oktober": 10,
        "okt": 10, "november": 11, "nov": 11, "december": 12, "dec": 12,
    },
    today=("i dag", "idag"),
    tomorrow=("i morgon", "imorgon", "i morron", "imorron", "imorn", "i morn"),
    day_after_tomorrow=("i övermorgon", "iövermorgon", "övermorgon"),
    next_week=("nästa vecka",),
    rest_of_day=("resten av dagen", "resten av dan", "hela dagen", "dagen ut"),
    after_lunch=("efter lunch", "efter lunchen"),
    open_end=("tills vidare", "tillsvidare", "tv"),
    clock=("klockan", "kl.", "kl"),
    until=("åter", "tillbaka", "tills", "fram till", "ända till", "till", "senast"),
    through=("till och med", "t.o.m.", "t.o.m", "tom", "t o m"),
    after_through=(),
    within=("om", "i"),
    on=("på",),
    following=("nästa",),
    hours=("timmar", "timme", "timmes", "tim.", "tim", "h", "t"),
    minutes=("minuter", "minuters", "minut", "min.", "min", "m"),
    and_=("och",),
    half_hour=("en halvtimme", "halvtimme", "en halv timme", "halv timme", "en halvtimma", "halvtimma"),
    quarter_hour=("en kvart", "kvart"),
    one_and_a_half_hours=("en och en halv timme", "en och en halv timma", "halvannan timme", "halvannan"),
    quarter=("kvart",),
    half_to=("halv",),
    half_past=(),
    to=("i",),
    past=("över",),
    noon=("middag",),
    midnight=("midnatt", "vid midnatt"),
    spans={
        "dag": "day", "dagar": "day", "dagars": "day", "dar": "day", "dgr": "day", "dygn": "day", "vecka": "week",
        "veckor": "week", "veckors": "week", "v": "week", "månad": "month", "månader": "month", "månaders": "month",
    },
    counted_ahead=("om",),
    lasting=("i", "under"),
    lasting_after=("framåt", "framöver"),
    week=("vecka", "v.", "v"),
    afternoon=("em", "e.m.", "på eftermiddagen"),
    morning=("fm", "f.m.", "på förmiddagen", "på morgonen"),
    now=("från och med nu", "från nu", "fr.o.m. nu", "nu"),
    since=("från och med", "fr.o.m.", "fr.o.m", "f.o.m.", "from", "från"),
    within_month=("i", "under", "hela"),
    lunch=("lunch", "lunchen"),
    this_week=("hela veckan", "denna vecka", "den här veckan", "resten av veckan", "veckan ut", "i veckan"),
    half_days={
        "em": "afternoon", "e.m.": "afternoon", "eftermiddag": "afternoon", "på eftermiddagen": "afternoon", "fm": "morning",
        "f.m.": "morning", "förmiddag": "morning", "på förmiddagen": "morning",
        "i eftermiddag": "afternoon", "i em": "afternoon", "i förmiddag": "morning",
    },
    vague=(
        "eftermiddag", "eftermiddagen", "förmiddag", "förmiddagen", "kväll", "kvällen", "ikväll", "natt", "natten", "morgon",
        "morgonen", "dag", "dagar", "veckor", "veckan", "månad", "månader", "månaden", "helg", "helgen", "em", "fm", "nyss",
        "tag", "stund", "stunden", "snart", "senare", "par",
    ),
    feasts=feasts.SWEDISH,
    back=("tillbaka", "åter", "jag är tillbaka", "är tillbaka", "inne", "tillgänglig", "på plats", "här"),
)  # fmt: skip
