"""Days off by their names, as people say when they are away: "julafton", "till påsk", "christmas eve", "juhannus"."""

from __future__ import annotations

from datetime import date, timedelta

from kalix_presence.model.eves import day_of, easter

_FIXED = {
    "epiphany": (1, 6),
    "new_year": (1, 1),
    "may_day": (5, 1),
    "swedish_national_day": (6, 6),
    "finnish_national_day": (12, 6),
    "christmas_day": (12, 25),
    "boxing_day": (12, 26),
}
_AROUND_EASTER = {
    "good_friday": -2,
    "easter_eve": -1,
    "easter_day": 0,
    "easter_monday": 1,
    "ascension": 39,
    "whitsun_eve": 48,
    "whitsun": 49,
}

SWEDISH = {
    "dan före dan": "day_before_christmas_eve", "dan före dopparedan": "day_before_christmas_eve",
    "lillejulafton": "day_before_christmas_eve", "julafton": "christmas_eve", "juldagen": "christmas_day",
    "annandag jul": "boxing_day", "annandagen": "boxing_day", "julen": "christmas", "jul": "christmas",
    "nyårsafton": "new_years_eve", "nyårsdagen": "new_year", "nyår": "new_year", "trettondagsafton": "twelfth_night",
    "trettondag jul": "epiphany", "trettondagen": "epiphany", "trettondedag jul": "epiphany",
    "skärtorsdagen": "maundy_thursday", "skärtorsdag": "maundy_thursday", "långfredagen": "good_friday",
    "långfredag": "good_friday", "påskafton": "easter_eve", "påskdagen": "easter_day", "annandag påsk": "easter_monday",
    "påsken": "easter", "påsk": "easter", "valborgsmässoafton": "walpurgis", "valborg": "walpurgis",
    "första maj": "may_day", "kristi himmelsfärdsdag": "ascension", "kristi himmelsfärds dag": "ascension",
    "kristi himmelsfärd": "ascension", "pingstafton": "whitsun_eve", "pingstdagen": "whitsun", "pingst": "whitsun",
    "sveriges nationaldag": "swedish_national_day", "nationaldagen": "swedish_national_day",
    "midsommarafton": "midsummer_eve", "midsommardagen": "midsummer_day", "midsommar": "midsummer",
    "allhelgonaafton": "all_saints_eve", "alla helgons dag": "all_saints", "allhelgona": "all_saints",
}  # fmt: skip
ENGLISH = {
    "christmas eve": "christmas_eve", "christmas day": "christmas_day", "boxing day": "boxing_day", "christmas": "christmas",
    "xmas": "christmas", "new year's eve": "new_years_eve", "new years eve": "new_years_eve", "new year's day": "new_year",
    "new years day": "new_year", "new year": "new_year", "twelfth night": "twelfth_night", "epiphany": "epiphany",
    "maundy thursday": "maundy_thursday", "good friday": "good_friday", "easter eve": "easter_eve",
    "easter saturday": "easter_eve", "easter sunday": "easter_day", "easter monday": "easter_monday", "easter": "easter",
    "walpurgis night": "walpurgis", "walpurgis": "walpurgis", "may day": "may_day", "ascension day": "ascension",
    "whit sunday": "whitsun", "whitsun": "whitsun", "pentecost": "whitsun", "national day": "swedish_national_day",
    "midsummer's eve": "midsummer_eve", "midsummer eve": "midsummer_eve", "midsummer's day": "midsummer_day",
    "midsummer day": "midsummer_day", "midsummer": "midsummer", "all saints' eve": "all_saints_eve",
    "all saints' day": "all_saints", "all saints day": "all_saints",
}  # fmt: skip
_FINNISH = {
    "aatonaatto": "day_before_christmas_eve", "jouluaatto": "christmas_eve", "joulupäivä": "christmas_day",
    "tapaninpäivä": "boxing_day", "joulu": "christmas", "uudenvuodenaatto": "new_years_eve",
    "uudenvuodenpäivä": "new_year", "loppiaisaatto": "twelfth_night", "loppiainen": "epiphany",
    "kiirastorstai": "maundy_thursday", "pitkäperjantai": "good_friday", "pääsiäispäivä": "easter_day",
    "pääsiäinen": "easter", "vappuaatto": "walpurgis", "vappu": "may_day", "helatorstai": "ascension",
    "helluntai": "whitsun", "juhannusaatto": "midsummer_eve", "juhannuspäivä": "midsummer_day", "juhannus": "midsummer",
    "pyhäinpäivä": "all_saints", "itsenäisyyspäivä": "finnish_national_day",
}  # fmt: skip


def _finnish() -> dict[str, str]:
    """Every case people use: "jouluaatto", "jouluaattona" (on), "jouluaattoon" (until)."""
    forms = {
        "uusivuosi": "new_year", "uusi vuosi": "new_year", "uutena vuotena": "new_year", "uuteen vuoteen": "new_year",
        "toinen pääsiäispäivä": "easter_monday", "toisena pääsiäispäivänä": "easter_monday",
    }  # fmt: skip
    for name, feast in _FINNISH.items():
        forms[name] = feast
        if name.endswith("nen"):
            forms |= {name[:-3] + ending: feast for ending in ("sena", "senä", "seen")}
        elif name.endswith("s"):
            forms |= {name[:-1] + ending: feast for ending in ("ksena", "kseen")}
        else:
            last = name[-1]
            illative = name + "hin" if name.endswith("ai") else name + last + "n"
            # "aatto", "vappu": the stem's double consonant stays in these cases.
            forms |= {name + "na": feast, name + "nä": feast, illative: feast}
    return forms


FINNISH = _finnish()


def feast_days(feast: str, year: int) -> tuple[date, date]:
    """The first and the last day of `feast` in `year`."""
    if feast in _FIXED:
        day = date(year, *_FIXED[feast])
        return day, day
    if feast in _AROUND_EASTER:
        day = easter(year) + timedelta(_AROUND_EASTER[feast])
        return day, day
    match feast:
        case "christmas":
            return date(year, 12, 24), date(year, 12, 26)
        case "easter":
            return easter(year) - timedelta(2), easter(year) + timedelta(1)
        case "midsummer":
            eve = day_of("midsummer_eve", year)
            return eve, eve + timedelta(1)
        case "midsummer_day":
            day = day_of("midsummer_eve", year) + timedelta(1)
            return day, day
        case "all_saints":
            day = day_of("all_saints_eve", year) + timedelta(1)
            return day, day
    day = day_of(feast, year)
    return day, day
