# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The stylesheet with a company's own accent colour.

A company may pick any colour, pale yellow included, and it is used for the text of links
and for buttons. So its lightness is changed, with the same hue, as little as is needed to
read it: once for light and once for dark pages.
"""

import colorsys
import re
from functools import lru_cache

# The contrast that WCAG 2.2, 1.4.3 asks for between text and its background. On dark
# pages that looks dull, so there the accent gets more.
READABLE = 4.5
READABLE_ON_DARK = 6.5

# What lies behind the accent: card and page, as static/src/public/public.css has them.
LIGHT = ("#ffffff", "#f5f6f8")
DARK = ("#191e24", "#101317")

# Text on the accent. Beyond the surfaces' own luminance, so that an accent readable on
# every surface carries this text too.
ON_LIGHT_ACCENT = "#ffffff"
ON_DARK_ACCENT = "#0b0d10"

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def contrast(one, other):
    """Return the WCAG contrast ratio of two colours, from 1 to 21.

    :param str one: "#rrggbb"
    :param str other: "#rrggbb"
    :rtype: float
    :raise ValueError: if one of them is no such colour.
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=1024)
def readable(colour, surfaces, step, ratio=READABLE):
    """Return the colour nearest to ``colour`` that can be read on every surface.

    :param str colour: "#rrggbb"
    :param tuple surfaces: the colours behind it
    :param int step: 1 makes it lighter, -1 darker
    :param float ratio: the contrast that is enough
    :rtype: str
    :raise ValueError: if ``colour`` is no such colour, or no lightness is enough.
    """
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    level = round(lightness * 255)
    # The colour itself comes first: a round trip through HLS may shift it.
    candidate = colour.lower()
    while min(contrast(candidate, surface) for surface in surfaces) < ratio:
        level += step
        if not 0 <= level <= 255:
            raise ValueError(f"No lightness of {colour} can be read on {surfaces}")
        rgb = colorsys.hls_to_rgb(hue, level / 255, saturation)
        candidate = "#" + "".join(f"{round(part * 255):02x}" for part in rgb)
    return candidate


@lru_cache(maxsize=256)
def theme_css(colour):
    """Return the text of the stylesheet for an accent colour.

    :param str colour: "#rrggbb"
    :rtype: str
    :raise ValueError: if it is no such colour.
    """
    light = readable(colour, LIGHT, -1)
    dark = readable(colour, DARK, 1, READABLE_ON_DARK)
    # "screen": paper is white whatever the device prefers.
    return (
        f":root{{--accent:{light};--on-accent:{ON_LIGHT_ACCENT}}}\n"
        "@media screen and (prefers-color-scheme:dark)"
        f"{{:root{{--accent:{dark};--on-accent:{ON_DARK_ACCENT}}}}}\n"
    )


def _channels(colour):
    # fullmatch: "$" would accept a trailing line break, and this text goes into CSS.
    if not isinstance(colour, str) or not _HEX.fullmatch(colour):
        raise ValueError(f"Not a colour like #1a2b3c: {colour!r}")
    return [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]


def _luminance(colour):
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
