# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from ..common.base import PublicLinkHttpCase


class TestFollowupOptout(PublicLinkHttpCase):
    """S26: the address does one thing, for one contact, kind and company."""

    def setUp(self):
        super().setUp()
        self.path = self.customer._public_optout_path(self.company, "quote")

    def opted_out(self, partner=None, kind="quote"):
        self.env.invalidate_all()
        return bool((partner or self.customer)._public_opted_out(self.company, kind))

    def stop(self, path=None, data=None, **options):
        return self.get(
            f"{path or self.path}/stop",
            method="POST",
            data={"sure": "yes"} if data is None else data,
            **options,
        )

    def test_looking_changes_nothing(self):
        """S9, S26: scanners open every address"""
        for method in ("GET", "HEAD"):
            self.assertPublic(self.get(self.path, method=method), 200)
        self.assertIn("No more reminders?", self.get(self.path).text)
        self.assertEqual(self.get(f"{self.path}/stop").status_code, 405)
        self.assertFalse(self.opted_out())

    def test_a_ticked_box_acts(self):
        """S26"""
        response = self.stop()
        self.assertPublic(response, 303)
        self.assertTrue(self.opted_out())
        self.assertIn("You get no more", self.get(self.path).text)
        self.stop()
        self.assertFalse(self.opted_out(kind="invoice"))
        self.assertFalse(self.opted_out(self.other))

    def test_emails_about_deliveries_have_words_of_their_own(self):
        """S26, F45: they are no reminders, and reminders go on"""
        path = self.customer._public_optout_path(self.company, "parcel")
        text = self.get(path).text
        self.assertIn("No more emails about deliveries?", text)
        self.assertNotIn("eminder", text)
        self.assertPublic(self.stop(path), 303)
        self.assertTrue(self.opted_out(kind="parcel"))
        self.assertFalse(self.opted_out(kind="quote"))
        text = self.get(path).text
        self.assertIn("You get no more emails about deliveries", text)
        self.assertNotIn("eminder", text)

    def test_no_box_no_effect(self):
        """S9, S26"""
        for data in ({}, {"sure": "no"}, {"sure": ""}):
            response = self.stop(data=data)
            self.assertPublic(response, 422)
            self.assertIn("Please tick the box", response.text)
        self.assertPublic(self.stop(headers={"Sec-Fetch-Site": "cross-site"}), 405)
        self.assertFalse(self.opted_out())

    def test_nobody_else_s_address_can_be_made(self):
        """S26, A3"""
        company, partner, kind, proof = self.path.split("/")[3:]
        other, second = self.other.id, self.env["res.company"].create({"name": "B"}).id
        for parts in (
            (company, other, kind, proof),
            (second, partner, kind, proof),
            (company, partner, "invoice", proof),
            (company, partner, kind, proof[:-1]),
            (company, partner, kind, "é" * 40),
            (company, "9" * 30, kind, proof),
            (company, partner, "x" * 50, proof),
        ):
            path = "/link/optout/" + "/".join(map(str, parts))
            with self.subTest(path=path):
                self.assertPublic(self.get(path), 404)
                self.assertPublic(self.stop(path), 404)
        self.assertFalse(self.opted_out() or self.opted_out(self.other))

    def test_it_is_no_link(self):
        """S26, A6: it opens no page of any purpose, and no link's token opens it"""
        token = self.issue(self.customer, "portal")._token()
        company, partner, kind, proof = self.path.split("/")[3:]
        for purpose in ("view", "pay", "portal", "approve"):
            self.assertPublic(self.get(f"/link/{purpose}/{proof}"), 404)
        path = f"/link/optout/{company}/{partner}/{kind}/{token}"
        self.assertPublic(self.get(path), 404)

    def test_it_works_when_links_are_stopped(self):
        """S26: who wants no mails must not need a live link"""
        self.company.public_links_enabled = False
        self.stop()
        self.assertTrue(self.opted_out())

    def test_the_page_is_in_the_contact_s_language(self):
        """Q4"""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.customer.lang = "fr_FR"
        self.assertIn('lang="fr-FR"', self.get(self.path).text)
