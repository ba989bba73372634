# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from ..common.base import PublicLinkHttpCase
from ..common.portal import PortalFixtures


class TestPortalPays(PortalFixtures, PublicLinkHttpCase):
    """F18: one or several open invoices of one currency, in one go."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_portal()
        cls.make_provider()

    def assertSaid(self, response, code):
        self.assertEqual(response.status_code, 303)
        self.assertIn(f"/invoices?said={code}", response.headers["Location"])
        self.assertFalse(self.link.child_ids)

    def test_several_invoices_lead_to_one_payment(self):
        """F18, B26, B27: a bundle; all of them by one button"""
        invoices = self.make_invoice() | self.make_invoice() | self.make_invoice()
        self.assertIn('type="checkbox"', self.page("invoices").text)
        lead = self.post("pay", {"invoice": invoices[:2].ids})
        self.assertEqual(lead.status_code, 303)
        child = self.link.child_ids
        self.assertEqual(child.res_model, "public.link.bundle")
        self.assertEqual(child._document().invoice_ids, invoices[:2])
        self.assertLessEqual(child.expires_at, self.link.expires_at)
        page = self.get(lead.headers["Location"])
        self.assertIn("2 invoices", page.text)
        lead = self.post("pay", {"all": invoices.currency_id.id})
        child = self.link.child_ids - child
        self.assertEqual(child._document().invoice_ids, invoices)

    def test_sent_twice_it_is_one_link(self):
        """F7: a double click leads to the same payment page"""
        invoices = self.make_invoice() | self.make_invoice()
        bundles = self.env["public.link.bundle"]
        before = bundles.search_count([])
        first, second = (self.post("pay", {"invoice": invoices.ids}) for _ in "12")
        self.assertEqual(len(self.link.child_ids), 1)
        self.assertEqual(bundles.search_count([]), before + 1)
        paths = {one.headers["Location"] for one in (first, second)}
        self.assertEqual(len(paths), 1)

    def test_one_invoice_is_paid_by_its_own_link(self):
        """F4, B26"""
        invoice = self.make_invoice()
        self.post("pay", {"invoice": invoice.ids})
        self.assertEqual(self.link.child_ids._document(), invoice)
        self.assertEqual(self.link.child_ids.purpose, "pay")

    def test_what_cannot_be_paid_is_refused(self):
        """F18, S10, S11: paid, credit notes, drafts, others', two currencies"""
        good = self.make_invoice()
        francs = self.env.ref("base.CHF")
        francs.active = True
        other_currency = self.make_invoice(currency_id=francs.id)
        paid = self.make_invoice()
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=paid.ids
        ).create({}).action_create_payments()
        for wrong in (
            paid,
            self.make_invoice("out_refund"),
            self.make_invoice(post=False),
            self.make_invoice(partner_id=self.other.id),
        ):
            response = self.post("pay", {"invoice": [good.id, wrong.id]})
            self.assertSaid(response, "changed")
            self.assertSaid(self.post("pay", {"invoice": wrong.ids}), "changed")
        both = [good.id, other_currency.id]
        self.assertSaid(self.post("pay", {"invoice": both}), "pick_currency")
        self.assertSaid(self.post("pay"), "pick")
        for text in ("x", "-1", "0", "9" * 30, "1;2", "' OR 1=1"):
            self.assertSaid(self.post("pay", {"invoice": text}), "changed")
        many = [str(number) for number in range(10**6, 10**6 + 101)]
        self.assertSaid(self.post("pay", {"invoice": many}), "pick_less")
        self.assertSaid(self.post("pay", {"all": "9" * 15}), "changed")
        self.assertIn("tick the invoices", self.page("invoices?said=pick").text)

    def test_without_a_way_to_pay_there_is_no_button(self):
        """B6, B26, A21"""
        invoice = self.make_invoice()
        for off in ("provider", "setting"):
            if off == "provider":
                self.provider.state = "disabled"
            else:
                self.provider.write({"state": "test", "is_published": True})
                self.company.public_links_pay_enabled = False
            for place in ("", "invoices", f"invoice/{invoice.id}"):
                text = self.page(place).text
                self.assertNotIn('type="checkbox"', text)
                self.assertNotIn('name="all"', text)
                self.assertNotIn("/to/pay", text)
            self.assertSaid(self.post("pay", {"invoice": invoice.ids}), "closed")

    def test_it_is_a_deliberate_post_of_our_own_page(self):
        """S8, S9"""
        invoice = self.make_invoice()
        for method in ("GET", "HEAD", "OPTIONS"):
            self.assertEqual(self.page("pay", method=method).status_code, 405)
        response = self.post(
            "pay",
            {"invoice": invoice.ids},
            headers={"Sec-Fetch-Site": "cross-site"},
        )
        self.assertEqual(response.status_code, 405)
        self.assertFalse(self.link.child_ids)
