"""The countries of a visit's origin, by their ISO 3166-1 codes."""

WORLD = "WW"
"""The panels' code for visits from any country."""

LISTED = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS
    BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE
    EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM
    HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC
    LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
    NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
    SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO
    TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
    XK
"""
COUNTRY_CODES = frozenset(LISTED.split())
"""ISO 3166-1 alpha-2, and XK: the usual code for Kosovo, which has none in ISO 3166-1."""

COUNTRY_ALIASES = {
    "usa": "US", "u.s.": "US", "u.s.a.": "US", "america": "US",
    "uk": "GB", "great britain": "GB", "britain": "GB", "england": "GB",
    "uae": "AE", "holland": "NL", "turkey": "TR", "korea": "KR", "czech republic": "CZ",
    "world": WORLD, "worldwide": WORLD, "all": WORLD,
    "сша": "US", "америка": "US", "англия": "GB", "корея": "KR", "южная корея": "KR", "голландия": "NL",
    "белоруссия": "BY", "эмираты": "AE",
    "ee. uu.": "US", "eeuu": "US", "inglaterra": "GB", "holanda": "NL", "corea": "KR",
    "eua": "US", "coreia": "KR",
    "abd": "US", "amerika": "US", "ingiltere": "GB", "kore": "KR",
    "أمريكا": "US", "بريطانيا": "GB", "إنجلترا": "GB", "الإمارات": "AE",
    "अमेरिका": "US", "इंग्लैंड": "GB", "ब्रिटेन": "GB", "कोरिया": "KR",
    "inggris": "GB",
}  # fmt: skip
"""Unofficial names that people type, in small letters, in the languages that the bot speaks."""

COMMONEST = ("US", "IN", "BR", "GB", "DE", "FR")
"""The countries with buttons, beside the whole world."""


def is_country(code: str) -> bool:
    return code == WORLD or code in COUNTRY_CODES
