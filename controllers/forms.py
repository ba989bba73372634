# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Read what customers typed into forms, and show a form again with its errors."""

import base64
import binascii
import io
import re
import unicodedata

from PIL import Image, ImageDraw, ImageFont

from odoo.http import request
from odoo.tools import email_normalize, file_path

from ..models.approve.sale_order_answer import Signer
from ..models.talk.public_link_message import MAX_TEXT
from ..tools import uploads
from . import base

NAME_LENGTH = 100
SIGNATURE_BYTES = 300_000
SIGNATURE_PIXELS = 2_000_000
SIGNATURE_KIND = "data:image/png;base64"
# So many files a request, where the settings do not allow more for one field.
MAX_FILES = 20
# One plain address: no list, no name beside it, no line break.
ADDRESS = re.compile(r"[^@\s,;:<>\"]{1,64}@[^@\s,;:<>\"]{1,120}\.[^@\s,;:<>\".]{2,}")

FORMULA = re.compile(r"(?:\{?=\s*)+")


def line_of(form, name, most=NAME_LENGTH):
    """Return a field's value as one line, without control and formatting characters."""
    text = "".join(
        char
        # What is cut off below is not looked at.
        for char in form.get(name, "")[: 10 * most]
        if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
    )
    # No name or number begins like that, and Excel takes it for a formula in an export.
    return FORMULA.sub("", " ".join(text.split()))[:most]


def stepped(form, typed, prefix):
    """Return quantities after the buttons "one less" and "one more" of a form.

    :param form: the form; a button's value is the name of its field
    :param dict typed: quantities as typed, by what follows the prefix of their fields
    :param str prefix: of the fields' names
    :rtype: dict
    """
    for name, step in (("less", -1), ("more", 1)):
        key = form.get(name, "").removeprefix(prefix)
        for found in [one for one in typed if str(one) == key]:
            if re.fullmatch(r"[0-9]{1,7}", typed[found], re.ASCII):
                typed = typed | {found: str(max(int(typed[found]) + step, 1))}
    return typed


def text_of(env, form, name="text"):
    """Return a text of several lines, and what is wrong with it.

    :return: the text, and the error as a sentence, or ""
    :rtype: tuple[str, str]
    """
    # More of it is neither shown again nor looked at.
    text = form.get(name, "")[: 5 * MAX_TEXT]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(
        char for char in text if char == "\n" or unicodedata.category(char) != "Cc"
    ).strip()
    if not text.strip("\u200b\u2060\ufeff \u00a0\n"):
        return "", env._("Please write what you would like to tell us.")
    if len(text) > MAX_TEXT:
        return text[: 4 * MAX_TEXT], env._(
            "Please shorten this to %s characters, or send it to us as a file.",
            MAX_TEXT,
        )
    return text, ""


def signer_of(link, document, form, sign=False):
    """Return who acts, and what is wrong with what they typed.

    :param link: `public.link`
    :param document: the order
    :param form: the form
    :param bool sign: whether a signature is needed
    :return: `Signer`, and a sentence by field
    :rtype: tuple[Signer, dict[str, str]]
    """
    env, errors = link.env, {}
    typed = form.get("email", "").strip()
    plain = typed.isprintable() and ADDRESS.fullmatch(typed)
    email = email_normalize(typed) if plain else False
    if typed and not email:
        errors["email"] = env._(
            "Please check the email address; it looks like name@example.com."
        )
    name = line_of(form, "name")
    signature = b""
    if sign:
        if not name:
            errors["name"] = env._("Please type your name: it is your signature.")
        signature, wrong = _signature(env, name)
        if wrong:
            errors["signature"] = wrong
    events = env["public.link.event"]
    address = events._stored_address(
        request.httprequest.remote_addr or "", link.company_id
    )
    signer = Signer(
        name=name,
        email=email or "",
        # A link on paper has no recipient: only the typed name is known.
        shown=name or link.partner_id.name or env._("the holder of the link"),
        signature=signature,
        address=address,
        user_agent=base.visitor()["user_agent"],
    )
    return signer, errors


def check_signature(link, document):
    """Look at a drawn signature, before the document is locked.

    :return: the picture in base64, b"" if it cannot be read; ``None`` if there is none
    """
    text = request.httprequest.form.get("signature", "")
    if not text:
        return None
    try:
        return _drawn(text)
    except uploads.BadFile:
        return b""


def _signature(env, name):
    """Return a signature in base64: the drawn one, else the name in handwriting."""
    drawn = request.public_link_ready
    if drawn is None:
        return (_handwritten(name), "") if name else (b"", "")
    if not drawn:
        return b"", env._("The signature could not be read. Please sign again.")
    return drawn, ""


def _drawn(text):
    """Return the picture that the page's pad has sent, in base64.

    :param str text: a URL of data
    :raise BadFile: if it is no picture, or a large one
    """
    kind, _comma, data = text.partition(",")
    if kind != SIGNATURE_KIND or len(data) > SIGNATURE_BYTES:
        raise uploads.BadFile("content")
    try:
        raw = base64.b64decode(data, validate=True)
    except binascii.Error:
        raise uploads.BadFile("content") from None
    clean = uploads.clean_image(raw, "image/png", most=SIGNATURE_PIXELS)
    with Image.open(io.BytesIO(clean)) as image:
        # A pad on which nothing was drawn signs nothing.
        if not image.convert("RGBA").getchannel("A").getbbox():
            raise uploads.BadFile("empty")
    return base64.b64encode(clean)


def drawn_again():
    """Return a drawn signature for the pad to draw it once more; "" for none, or a bad one.

    It is written anew: nothing that a stranger sent is sent back as it came.
    """
    data = (request.public_link_ready or b"").decode()
    return f"{SIGNATURE_KIND},{data}" if 0 < len(data) <= SIGNATURE_BYTES else ""


def _handwritten(name):
    """Return the typed name as a picture, as core's "auto" signature does."""
    hand = all(ord(char) < 0x250 for char in name)
    font_name = "LaBelleAurore-Regular.ttf" if hand else "NotoSans-Reg.ttf"
    font = ImageFont.truetype(file_path(f"web/static/fonts/sign/{font_name}"), 60)
    left, top, right, bottom = font.getbbox(name)
    size = (min(int(right - left) + 40, 4000), int(bottom - top) + 40)
    image = Image.new("RGBA", size, (255, 255, 255, 0))
    ImageDraw.Draw(image).text((20 - left, 20 - top), name, font=font, fill="#111")
    result = io.BytesIO()
    image.save(result, "PNG")
    return base64.b64encode(result.getvalue())


def check_files(link, document, kinds=None):
    """Check all files of a request, before the document is locked: it may take a second.

    :param link: `public.link`
    :param document: what it opens
    :param kinds: endings that are taken; by default those of the settings
    :return: by field: name, media type and content of each file; the error as a sentence,
        or ""
    :rtype: dict[str, tuple[list, str]]
    """
    settings = link.company_id._public_links_settings()
    kinds = kinds or document._public_upload_kinds(settings)
    most = settings["upload_mb"] * 2**20
    budget = uploads.Budget(max(most, uploads.MAX_BYTES))
    sent = request.httprequest.files
    found = {name: [one for one in sent.getlist(name) if one.filename] for name in sent}
    counts = [len(files) for files in found.values()]
    if max(counts, default=0) <= settings["upload_count"] and sum(counts) > max(
        MAX_FILES, settings["upload_count"]
    ):
        wrong = link.env._("Please send fewer files at once.")
        return {name: ([], wrong) for name, files in found.items() if files}
    return {
        name: _checked(document, settings, files, kinds, budget)
        for name, files in found.items()
        if files
    }


def _checked(document, settings, sent, kinds, budget):
    """Check the files of a field: all are taken, or none."""
    env, most = document.env, settings["upload_mb"] * 2**20
    if len(sent) > settings["upload_count"]:
        return [], env._(
            "Please send at most %s files at once.", settings["upload_count"]
        )
    files = []
    for one in sent:
        try:
            # One byte more than allowed is enough to know.
            data = one.stream.read(most + 1)
            files.append(uploads.checked_file(one.filename, data, kinds, most, budget))
        except uploads.BadFile as error:
            return [], _refusal(document, settings, one.filename, error.code, kinds)
    return files, ""


def files_of(document, name, room=None):
    """Return the files of a field, which ``check_files`` has checked.

    :param document: whose quota they count against
    :param str name: the field
    :param int room: bytes that are left; by default what is left of the document's quota
    :return: name, media type and content of each; the error as a sentence, or ""
    :rtype: tuple[list, str]
    """
    files, wrong = request.public_link_ready.get(name, ([], ""))
    room = document._public_link_room() if room is None else room
    if sum(len(data) for _name, _kind, data in files) > room:
        return [], document.env._(
            "There is no room left for more files. Please send them by email instead."
        )
    return files, wrong


def _refusal(document, settings, name, code, kinds):
    env, name = document.env, uploads.clean_name(name)
    if code == "empty":
        return env._("“%s” is empty. Please choose another file.", name)
    if code == "large":
        return env._(
            "“%(name)s” is larger than %(size)s MB. Please send a smaller one.",
            name=name,
            size=settings["upload_mb"],
        )
    if code == "pixels":
        return env._(
            "The picture “%s” has too many pixels. Please send a smaller one.", name
        )
    if code == "much":
        return env._(
            "These files are too much at once, from “%s” on. Please send fewer or smaller"
            " ones.",
            name,
        )
    if code == "inside":
        return env._(
            "There is another file inside “%s” that we cannot take. Please save it without"
            " attachments, and send it again.",
            name,
        )
    if code in ("content", "zip"):
        if "pdf" not in kinds:
            return env._(
                "“%s” is no picture, or is damaged. Please choose another one.", name
            )
        return env._(
            "“%s” is not what its name says, or is damaged. Please save it again, or send"
            " a PDF.",
            name,
        )
    return env._(
        "Files like “%(name)s” are not taken. %(hint)s",
        name=name,
        hint=document._public_upload_hint(settings, kinds),
    )


def again(link, document, which, errors, code="check", **typed):
    """Show the page again (422), with what was typed and the errors beside it.

    :param link: `public.link`
    :param document: what it opens
    :param str which: the form, like approve, comment or return
    :param dict errors: a sentence by field
    :param str code: what the page announces, see ``public.link._announced``
    :param typed: what to fill in again, by field
    """
    form = {"which": which, "errors": errors, **typed}
    return show_again(link, document, code, form=form)


def show_again(link, document, code, **changes):
    """Show the page again (422), as the answer to a form that cannot be taken so.

    :param link: `public.link`
    :param document: what it opens
    :param str code: what the page announces, see ``public.link._announced``
    :param changes: values that replace the page's own
    """
    announcement = base.announced(link.env, code)
    return base.show(link, document, 422, announcement=announcement, **changes)
