# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import json

import jwt
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ...tools import tokens

KEY = tokens.derive_key("secret", "database", "pepper", "k1")
KEYS = {"k1": KEY}
NAMES = ["pay", "approve", "track", "return", "view", "portal"]


def part(data):
    return base64.urlsafe_b64encode(json.dumps(data).encode()).rstrip(b"=").decode()


@tagged("post_install", "-at_install")
class TestTokens(BaseCase):
    def setUp(self):
        super().setUp()
        self.jti = tokens.new_jti()
        self.token = tokens.sign(KEY, "k1", self.jti, "view")

    def assertRefused(self, token, purpose="view", keys=None):
        with self.assertRaises(tokens.InvalidToken, msg=token[:120]):
            tokens.read(token, purpose, KEYS if keys is None else keys)

    def test_a_token_names_its_link(self):
        """A5, S1: what was signed for a purpose is read for that purpose."""
        self.assertEqual(tokens.read(self.token, "view", KEYS), (self.jti, "k1"))

    def test_a_token_is_refused_for_every_other_purpose(self):
        """A6: one purpose each."""
        for signed in NAMES:
            token = tokens.sign(KEY, "k1", self.jti, signed)
            for asked in NAMES:
                if asked != signed:
                    self.assertRefused(token, asked)

    def test_a_token_holds_nothing_but_identifier_and_purpose(self):
        """S1: no document, recipient or expiry can be read from it."""
        header, payload, _signature = self.token.split(".")
        decode = lambda text: json.loads(base64.urlsafe_b64decode(text + "=="))  # noqa: E731
        self.assertEqual(decode(payload), {"jti": self.jti, "aud": "view"})
        self.assertEqual(
            decode(header), {"alg": "HS256", "kid": "k1", "typ": tokens.TOKEN_TYPE}
        )

    def test_identifiers_are_unguessable(self):
        """B18, D1: 144 random bits, never the same twice."""
        seen = {tokens.new_jti() for _number in range(2000)}
        self.assertEqual(len(seen), 2000)
        self.assertTrue(all(len(jti) == 24 for jti in seen))

    def test_an_unsigned_token_is_refused(self):
        """S1: HS256 is pinned; alg=none opens nothing."""
        header = {"alg": "none", "kid": "k1", "typ": tokens.TOKEN_TYPE}
        payload = part({"jti": self.jti, "aud": "view"})
        self.assertRefused(f"{part(header)}.{payload}.")
        self.assertRefused(f"{part(header)}.{payload}.{self.token.split('.')[2]}")

    def test_headers_and_claims_of_another_shape_are_refused(self):
        """S1: even with the right key: typ, kid, extra headers, list audience, exp."""
        good = {"jti": self.jti, "aud": "view"}
        for claims, headers in [
            (good, {"kid": "k1", "typ": "JWT"}),
            (good, {"kid": "k1"}),
            (good, {"kid": "k2", "typ": tokens.TOKEN_TYPE}),
            (good, {"typ": tokens.TOKEN_TYPE}),
            (good, {"kid": "k1", "typ": tokens.TOKEN_TYPE, "jku": "https://x.example"}),
            (good | {"aud": ["view"]}, {"kid": "k1", "typ": tokens.TOKEN_TYPE}),
            (good | {"aud": ["view", "pay"]}, {"kid": "k1", "typ": tokens.TOKEN_TYPE}),
            (good | {"exp": 9999999999}, {"kid": "k1", "typ": tokens.TOKEN_TYPE}),
            (good | {"jti": "short"}, {"kid": "k1", "typ": tokens.TOKEN_TYPE}),
            (good | {"jti": "x" * 65}, {"kid": "k1", "typ": tokens.TOKEN_TYPE}),
            ({"aud": "view"}, {"kid": "k1", "typ": tokens.TOKEN_TYPE}),
            ({"jti": self.jti}, {"kid": "k1", "typ": tokens.TOKEN_TYPE}),
        ]:
            self.assertRefused(jwt.encode(claims, KEY, "HS256", headers=headers))
        for algorithm in ("HS384", "HS512"):
            headers = {"kid": "k1", "typ": tokens.TOKEN_TYPE}
            self.assertRefused(jwt.encode(good, KEY * 2, algorithm, headers=headers))

    def test_long_or_foreign_text_is_refused_before_it_is_parsed(self):
        """S1: at most 512 characters, ASCII only."""
        self.assertRefused(self.token + "A" * 600)
        self.assertRefused(self.token[:-1] + "é")
        self.assertRefused("")

    def test_every_part_of_the_key_counts(self):
        """S3: secret of the generation, database secret and pepper all sign."""
        parts = ["secret", "database", "pepper", "k1"]
        for index in range(4):
            changed = [*parts]
            changed[index] += "x"
            key = tokens.derive_key(*changed)
            self.assertNotEqual(key, KEY)
            self.assertRefused(self.token, keys={"k1": key})
        self.assertNotEqual(
            tokens.derive_key("s", "ab", "c", "k"),
            tokens.derive_key("s", "a", "bc", "k"),
        )

    @settings(max_examples=300, deadline=None)
    @given(st.data())
    def test_no_altered_token_is_accepted(self, data):
        """S4: any changed, dropped or added character makes it unknown."""
        position = data.draw(st.integers(0, len(self.token) - 1))
        character = data.draw(
            st.sampled_from(
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ "
            )
        )
        cut = data.draw(st.integers(0, 1))
        altered = self.token[:position] + character + self.token[position + cut :]
        if altered != self.token:
            self.assertRefused(altered)

    @settings(max_examples=200, deadline=None)
    @given(st.text(max_size=600))
    def test_garbage_is_refused_and_nothing_else_is_raised(self, text):
        """S4: whatever stands in the path."""
        self.assertRefused(text)

    def test_tokens_are_masked_in_any_text(self):
        """S6: in a request line, a traceback, a mail."""
        for text in (
            f'"GET /link/view/{self.token} HTTP/1.1" 200 -',
            f"/link/view/{self.token}/pdf?x=1",
            f"KeyError: '{self.token}'",
            f"https://erp.example/link/pay/{self.token[:60]}",
            f"next=%2Flink%2Fview%2F{self.token.replace('.', '%2E')}",
        ):
            masked = tokens.mask(text)
            for piece in self.token.split("."):
                self.assertNotIn(piece, masked)
        self.assertEqual(tokens.mask("/odoo/sales 200"), "/odoo/sales 200")
