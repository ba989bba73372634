# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What carriers write in words: services, places, why something went wrong, and what
names people.

Nothing is cut out of a text: either it stands as the carrier wrote it, or not at all.
"""

import re
from urllib.parse import urlsplit

# How brands write themselves, where carriers only send capitals.
BRANDS = {
    name.upper(): name
    for name in (
        "DHL DPD EMS FedEx GLS OnTrac PostNL SEUR TNT UPS USPS GmbH Yodel DPDgroup"
        " LaserShip YunExpress SmartPost SurePost"
    ).split()
}
_CAMELS = [name for name in BRANDS.values() if re.search(r"[a-z][A-Z]", name)]
# Carriers need these to stay as they are.
_SHORT = 3


def spoken(code):
    """Return a code of a service or carrier in words; words stay as they are.

    >>> spoken("FEDEX_GROUND")
    'FedEx Ground'
    >>> spoken("DHLExpress")
    'DHL Express'
    >>> spoken("First-Class Package Service")
    'First-Class Package Service'

    :rtype: str
    """
    if " " in code and not code.isupper():
        return code
    if code.upper() in BRANDS:
        return BRANDS[code.upper()]
    # Where one word ends and another begins: "DHLExpress", "UPSMailInnovations".
    parts = re.sub("|".join(_CAMELS), lambda found: f" {found[0].upper()} ", code)
    parts = re.sub(r"([a-z])([A-Z])|([A-Z]{3,})([A-Z][a-z])", r"\1\3 \2\4", parts)
    words = [word for word in re.split(r"[_\s]+", parts) if word]
    return " ".join(_spoken_word(word) for word in words)


def _spoken_word(word):
    if word.upper() in BRANDS:
        return BRANDS[word.upper()]
    if word.isupper() and len(word) > _SHORT or word.islower():
        return word.capitalize()
    return word


# === PLACES === #

_POSTCODE = re.compile(r"^(?:[A-Z]{1,2}-)?\d{4,6}\s+|[\s,]+\d{5}(?:-\d{4})?$")
_REGION = re.compile(r"[A-Z]{2,3}")


def town(value):
    """Return the town of a field that should hold one; never a street.

    A street is told by its place, before a comma, or by its number. A town whose name
    has a number in it is left out rather than taken for one.

    >>> town("Oderweg 2, AMSTERDAM")
    'AMSTERDAM'
    >>> town("77001 HOUSTON, TX")
    'HOUSTON, TX'
    >>> town("Oderweg 2")
    ''

    :rtype: str
    """
    parts = [_POSTCODE.sub("", part.strip()) for part in value.split(",")]
    parts = [part for part in parts if part and not re.search(r"\d", part)]
    if len(parts) > 1 and _REGION.fullmatch(parts[-1]):
        return ", ".join(parts[-2:])
    return parts[-1] if parts else ""


# === REASONS === #

# What texts say of a problem. Only where a provider has no code for it, and only ours is
# shown; the first that is found counts.
_REASONS = (
    ("seized", r"seiz(?:ed|ure)|confiscat|beschlagnahm|saisi|incautad"),
    ("destroyed", r"destroy|dispos(?:ed|al)|vernichtet|d[ée]truit"),
    ("lost", r"\blost\b|verloren|perdu\b|extraviad"),
    ("damaged", r"damage|besch[äa]dig|endommag|da[ñn]ad"),
    ("customs", r"customs|clearance|\bzoll|verzoll|douane|aduana"),
    (
        "weather",
        r"weather|storm|snow|flood|hurricane|unwetter|witterung|m[ée]t[ée]o|tiempo adverso",
    ),
    (
        "address",
        r"address|anschrift|adress(?:e|at)|incomplete adr|direcci[óo]n|not found at",
    ),
    ("refused", r"refus|annahme verweigert|rechaz"),
    ("payment", r"payment|duties|charges due|nachnahme|taxes due"),
    ("documents", r"document|paperwork|unterlagen"),
    (
        "nobody",
        r"nobody|not (?:at )?home|no one|absent|not available|business closed"
        r"|nicht angetroffen|ausente",
    ),
    ("delay", r"delay|missort|misrout|rescheduled|versp[äa]t|retard|retras"),
)
_REASONS = [(code, re.compile(words, re.IGNORECASE)) for code, words in _REASONS]
# With one of these the parcel still comes: no problem that needs anybody.
DELAYS = ("customs", "delay", "weather")


def reason_in(*texts):
    """Return why something went wrong, as texts say it; "" if they do not.

    >>> reason_in("Clearance delay")
    'customs'

    :rtype: str
    """
    said = " ".join(filter(None, texts))
    return next((code for code, words in _REASONS if words.search(said)), "")


def with_reason(state, *texts, reason=""):
    """Return state and reason of a parcel that may have met a problem.

    A parcel that is only late is on its way.

    :param str state: ours
    :param texts: where a reason may be found, if the provider has no code for it
    :param str reason: by the provider's code
    :rtype: tuple[str, str]
    """
    if state in ("exception", "attempt_failed") and not reason:
        reason = reason_in(*texts)
    if state == "exception" and reason in DELAYS:
        state = "in_transit"
    return state, reason


# Where a parcel was left, in words that we can say ourselves.
_SPOTS = (
    ("locker", r"locker|packstation|consigne|taquilla"),
    ("mailbox", r"mail\s?box|letter\s?box|briefkasten|bo[îi]te aux lettres|buz[óo]n"),
    ("neighbour", r"neighbou?r|nachbar|voisin|vecin[oa]|buren|vicin[oi]\b"),
    ("reception", r"reception(?:ist)?\b|front desk|empfang\b"),
    ("door", r"(?:front|back|side)? ?door\b|porch|haust[üu]r"),
    ("safe", r"safe place|garage|ablageort|carport|shed\b"),
)
_SPOTS = [(code, re.compile(words, re.IGNORECASE)) for code, words in _SPOTS]


def spot_in(text):
    """Return where a delivered parcel was left; "" if the text does not say.

    >>> spot_in("Delivered, Front Door/Porch")
    'door'

    :rtype: str
    """
    return next((code for code, words in _SPOTS if words.search(text)), "")


# === PEOPLE === #

# Words behind which carriers write a person, or about a person. Where a parcel only moves
# between the carrier's own places, "received by PostNL" names nobody.
_SIGNED = re.compile(
    r"\bsign(?:ed|ature|atory|[ée] par)|unterschr|\bfirmad[oa]\b|\bfirmat[oa] da"
    r"|ondertekend|getekend|\bpod\b|left with|neighbou?r|nachbar|voisin|\bvecin[oa]"
    r"|\bvicin[oi]\b|\bburen|\bbuur",
    re.IGNORECASE,
)
_HANDED = re.compile(
    r"\b(?:received|accepted|collected|picked up|re[çc]u|recibid[oa]|ritirat[oa]"
    r"|ontvangen|empfangen) (?:by|par|por|da|door|von)\b|\b(?:consignee|recipient"
    r"|receiver|empf[äa]nger)\b[:, ]+(?!address)\S",
    re.IGNORECASE,
)
# States in which the carrier itself has the parcel.
_UNDER_WAY = ("pre_transit", "in_transit", "out_for_delivery")


def tells_of_people(text, state, people=()):
    """Tell whether a scan's text may name a person, or their street.

    Decided by where it stands (what was delivered names who took it), then by the names
    that are known from fields of their own; by words only where a person is meant.

    :param str state: of the scan, ours; "" if unknown
    :param people: names and streets of who has to do with the parcel
    :rtype: bool
    """
    if not text:
        return False
    if state == "delivered" or _SIGNED.search(text):
        return True
    if state not in _UNDER_WAY and _HANDED.search(text):
        return True
    said = _plain(text)
    return any(name and name in said for name in map(_plain, people) if len(name) > 3)


def _plain(text):
    words = re.findall(r"\w+", text.casefold())
    return f" {' '.join(words)} "


# === ADDRESSES OF PAGES === #


def page_url(value):
    """Return the address of a page that customers can be led to; "" for anything else.

    :rtype: str
    """
    if not isinstance(value, str) or len(value) > 1000 or re.search(r"\s", value):
        return ""
    try:
        url = urlsplit(value)
        host = url.hostname or ""
    except ValueError:
        return ""
    good = url.scheme == "https" and "." in host and not url.username
    return value if good else ""
