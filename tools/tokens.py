# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Sign and verify the tokens that name a link in a URL.

A token is a JWT (RFC 7519) signed with HS256. It carries the identifier of a link
(``jti``) and the purpose it may be used for (``aud``), nothing else: expiry, document
and recipient stand in the database, so that a link can be extended or revoked and a
dead one answered honestly. No ORM here.
"""

import hmac
import re
import secrets

import jwt
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ALGORITHM = "HS256"
# RFC 8725 3.11: a type of our own, so that no other JWT of this server can pass for one.
TOKEN_TYPE = "pl+jwt"  # noqa: S105  # a name, no secret
MAX_LENGTH = 512  # characters, checked before anything is parsed

_JTI = re.compile(r"[A-Za-z0-9_-]{22,64}")
_MASK = re.compile(r"eyJ[A-Za-z0-9_-]{5,}(?:(?:\.|%2[eE])[A-Za-z0-9_-]*){0,2}")
_TOKEN = re.compile(r"eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
# A link as it stands in a text, with the server that it names and what follows it.
_LINK = re.compile(
    r"(?:https?://[^/\s\"'<>?#]+)?/+link/(?P<purpose>[a-z]{1,20})/"
    rf"(?P<token>{_TOKEN.pattern})(?:/[a-z]+)?(?:[?&#][^\s\"'<>]*)?"
)
_LINK_PATH = re.compile(r"(/link/[a-z]+/)[^/?#\s\"']{16,}")


class InvalidToken(Exception):
    """The text is no token of ours, or one for another purpose."""


def new_jti():
    """Return a fresh link identifier of 144 random bits, URL-safe.

    :rtype: str
    """
    return secrets.token_urlsafe(18)


def derive_key(secret, database_secret, pepper, kid):
    """Derive the signing key of one key generation (HKDF-SHA256, RFC 5869).

    :param str secret: the generation's own random secret
    :param str database_secret: Odoo's ``database.secret``
    :param str pepper: a secret of the server that is not in the database, or ``""``
    :param str kid: the generation's public name
    :return: 32 bytes
    :rtype: bytes
    """
    kdf = HKDF(
        algorithm=hashes.SHA256(),
        length=32,
        salt=_salt(database_secret, pepper),
        info=f"public_links/{TOKEN_TYPE}/{kid}".encode(),
    )
    return kdf.derive(secret.encode())


def _salt(database_secret, pepper):
    """Return the HKDF salt; lengths keep "a"+"bc" and "ab"+"c" apart.

    :rtype: bytes
    """
    return f"{len(database_secret)}:{database_secret}{pepper}".encode()


def sign(key, kid, jti, purpose):
    """Return the token of a link.

    :param bytes key: the signing key of the link's generation
    :param str kid: that generation's public name
    :param str jti: the link's identifier
    :param str purpose: the one purpose the token is good for
    :rtype: str
    """
    return jwt.encode(
        {"jti": jti, "aud": purpose},
        key,
        algorithm=ALGORITHM,
        headers={"kid": kid, "typ": TOKEN_TYPE},
    )


def read(token, purpose, keys):
    """Verify a token and return what it names.

    :param str token: what stood in the URL
    :param str purpose: the purpose of the route that was called
    :param Mapping[str, bytes] keys: every signing key by its public name
    :return: the link's identifier and the key's public name
    :rtype: tuple[str, str]
    :raise InvalidToken: for anything but a token of ours for this purpose
    """
    if len(token) > MAX_LENGTH or not token.isascii():
        raise InvalidToken("length or characters")
    try:
        header = jwt.get_unverified_header(token)
        kid = header.get("kid")
        # PyJWT ignores typ; a header of another shape is not ours.
        if header != {"alg": ALGORITHM, "kid": kid, "typ": TOKEN_TYPE}:
            raise InvalidToken("header")
        key = keys.get(kid) if isinstance(kid, str) else None
        if key is None:
            raise InvalidToken("unknown key")
        claims = jwt.decode(token, key, algorithms=[ALGORITHM], audience=purpose)
    except jwt.PyJWTError as error:
        raise InvalidToken(type(error).__name__) from error
    jti = claims.get("jti")
    # PyJWT accepts a list of audiences; ours is one string.
    if claims != {"jti": jti, "aud": purpose} or not isinstance(claims["aud"], str):
        raise InvalidToken("claims")
    if not isinstance(jti, str) or not _JTI.fullmatch(jti):
        raise InvalidToken("identifier")
    # Base64 has several spellings of the same bytes: accept the one that we write.
    if not hmac.compare_digest(sign(key, kid, jti, purpose), token):
        raise InvalidToken("spelling")
    return jti, kid


def replace(text, link):
    """Take every token of ours out of a text that is going to be stored.

    :param str text: HTML or plain text
    :param link: returns what stands for a link, of purpose and token, or ``None``
    :return: the text; a token that is left, like one inside another URL, is masked
    :rtype: str
    """
    if "eyJ" not in text:
        return text
    text = _LINK.sub(lambda found: link(**found.groupdict()) or found[0], text)
    return _TOKEN.sub(lambda found: "***" if _is_ours(found[0]) else found[0], text)


def _is_ours(token):
    try:
        return jwt.get_unverified_header(token).get("typ") == TOKEN_TYPE
    except jwt.PyJWTError:
        return False


def mask(text):
    """Replace every token in a text, for logs and messages.

    :param str text: anything, typically a request line or a traceback
    :rtype: str
    """
    if "/link/" in text:
        text = _LINK_PATH.sub(r"\1***", text)
    return _MASK.sub("***", text) if "eyJ" in text else text
