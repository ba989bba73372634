# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import Command, fields
from odoo.exceptions import ValidationError

from ..common.card import CardHttpCase


class TestCardTile(CardHttpCase):
    def test_an_invoice_is_paid_with_the_card_on_file(self):
        """A42, A43, S18, S19"""
        link, invoice = self.mailed()
        page = self.open(link)
        self.assertPublic(page, 200)
        self.assertIn("ending in 4242", page.text)
        self.assertIn("Charge $\xa0318.60 to this card", page.text)
        self.assertNotIn("o_payment_form", page.text)
        self.assertSaid(self.charge(link), "done")
        transaction = self.transactions(invoice)
        self.assertEqual(transaction.state, "done")
        self.assertEqual(transaction.token_id, self.card)
        self.assertEqual(transaction.public_link_id, link)
        self.assertEqual(transaction.amount, 318.6)
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        self.assertIn('data-code="paid"', self.open(link).text)

    def test_a_different_card_is_one_link_away(self):
        """A44"""
        link, _invoice = self.mailed()
        page = self.open(link)
        self.assertIn("Use a different card", page.text)
        other = self.get(f"{link._path()}?card=other")
        self.assertIn("o_payment_form", other.text)
        self.assertNotIn("card-on-file", other.text)

    def test_a_tick_is_asked_for_by_the_server_too(self):
        """A43, S9: a scanner that clicks charges nothing"""
        link, invoice = self.mailed()
        form = self.form(self.open(link))
        form.pop("charge")
        self.assertSaid(self.charge(link, form), "tick")
        self.assertFalse(self.transactions(invoice))
        page = self.get(f"{link._path()}?said=tick")
        self.assertIn("Nothing was charged", page.text)

    def test_the_page_shows_what_the_owner_of_the_card_knows_and_no_more(self):
        """S23, A42"""
        self.card.write(
            {
                "payment_details": "4000 0566 5566 5556",
                "public_link_expiry": fields.Date.end_of(
                    fields.Date.add(fields.Date.today(), years=2), "year"
                ),
                "public_link_brand": "Visa",
            }
        )
        link, _invoice = self.mailed()
        page = self.open(link)
        self.assertPublic(page, 200)
        self.assertIn("ending in 5556", page.text)
        self.assertIn(f"expires 12/{fields.Date.today().year % 100 + 2}", page.text)
        for secret in ("4000", "0566", "5566", "demo_simulated_state"):
            self.assertNotSaid(secret, page.text)
        # Some providers keep other things there.
        for details in ("joe4242@example.com", "Joel 4242", False):
            self.card.payment_details = details
            page = self.open(link)
            self.assertIn("Your saved card", page.text)
            self.assertNotIn("joe4242", page.text)
            self.assertNotSaid("4242", page.text)

    def test_staff_preview_shows_the_tile_and_charges_nothing(self):
        """A42"""
        invoice = self.make_invoice()
        self.log_in(self.accountant)
        page = self.get(f"/link/preview/pay/account.move/{invoice.id}")
        self.assertEqual(page.status_code, 200)
        self.assertIn("card-on-file", page.text)
        self.assertIn("disabled", page.text)


class TestCardRefused(CardHttpCase):
    """S19: each line alone takes the card away, on the page and from the POST."""

    def refused(self, record, **values):
        """Check that a change takes the card away, and undo it."""
        record = record.sudo()
        before = {
            name: record[name].ids
            if record._fields[name].type == "many2many"
            else record._fields[name].convert_to_write(record[name], record)
            for name in values
        }
        with self.subTest(model=record._name, **values):
            self.assertTrue(self.invoice._public_pay_card(self.link))
            record.write(values)
            self.assertNoCard(self.link)
        record.write(
            {
                name: [Command.set(value)]
                if record._fields[name].type == "many2many"
                else value
                for name, value in before.items()
            }
        )

    def setUp(self):
        super().setUp()
        self.link, self.invoice = self.mailed()

    def test_company_and_contact_must_both_want_it(self):
        """S19"""
        self.refused(self.company, public_links_card=False)
        self.refused(self.customer, public_link_card_agreed=False)
        self.refused(self.customer, email="new.address@example.com")

    def test_only_the_explicit_default_is_offered(self):
        """S19: another saved card of the same contact is not"""
        self.refused(self.customer, public_link_card_id=False)

    def test_an_expired_card_is_not_offered(self):
        """S19"""
        self.refused(
            self.card,
            public_link_expiry=fields.Date.subtract(fields.Date.today(), days=1),
        )
        self.card.public_link_expiry = fields.Date.add(fields.Date.today(), days=1)
        self.assertTrue(self.invoice._public_pay_card(self.link))

    def test_an_archived_card_is_not_offered(self):
        """S19: nor is one that was archived behind the ORM's back"""
        self.env.cr.execute(
            "UPDATE payment_token SET active = false WHERE id = %s", [self.card.id]
        )
        self.env.invalidate_all()
        self.assertEqual(self.customer.public_link_card_id, self.card)
        self.assertNoCard(self.link)

    def test_the_provider_must_be_ready_for_this_document(self):
        """S19, S16"""
        eur = self.env.ref("base.EUR")
        belgium = self.env.ref("base.be")
        self.refused(self.provider, is_published=False)
        self.refused(self.provider, maximum_amount=100.0)
        self.refused(self.provider, available_currency_ids=[Command.set(eur.ids)])
        self.refused(self.provider, available_country_ids=[Command.set(belgium.ids)])
        other = self.env["payment.provider"].search([("id", "!=", self.provider.id)])[0]
        self.refused(self.company, public_links_provider_ids=[Command.set(other.ids)])
        method = self.method.copy({"name": "Other", "code": "other"})
        self.refused(
            self.company, public_links_payment_method_ids=[Command.set(method.ids)]
        )

    def test_a_disabled_provider_takes_its_cards_along(self):
        """S19"""
        self.provider.state = "disabled"
        self.assertFalse(self.card.active)
        self.assertFalse(self.customer.public_link_card_id)
        self.assertNoCard(self.link)

    def test_the_link_must_have_been_mailed_to_the_contact(self):
        """S19, S2: not copied, asked for, derived, in a QR code, or not sent yet"""
        self.refused(self.link, sent_at=False)
        for channel in ("copy", "request", "derived", "qr"):
            self.refused(self.link, channel=channel)
        view = self.issue(self.invoice)
        self.refused(self.link, parent_id=view.id)
        self.link._record("copied")
        self.assertNoCard(self.link)

    def test_the_setting_opens_it_to_other_links_but_not_to_qr_codes(self):
        """S19, S2"""
        self.company.public_links_card_anywhere = True
        self.link._record("copied")
        for channel in ("copy", "request", "derived", "mail"):
            self.link.channel = channel
            self.assertTrue(self.invoice._public_pay_card(self.link), channel)
        self.assertIn("card-on-file", self.open(self.link).text)
        self.refused(self.link, channel="qr")
        self.refused(self.link, partner_id=False)

    def test_a_colleague_of_the_contact_gets_no_card(self):
        """S19: the card is the contact's to whom the link was sent"""
        colleague = self.env["res.partner"].create(
            {
                "name": "Colleague",
                "email": "colleague@example.com",
                "parent_id": self.customer.id,
            }
        )
        link, _invoice = self.mailed(self.invoice, colleague)
        self.assertNoCard(link)

    def test_a_contact_of_another_customer_gets_no_card(self):
        """S19: not even with a card of their own"""
        card = self.make_card(self.other)
        self.other.write(
            {"public_link_card_id": card.id, "public_link_card_agreed": True}
        )
        link, _invoice = self.mailed(self.invoice, self.other)
        self.assertNoCard(link)

    def test_another_customers_card_is_never_charged(self):
        """S19, S10: neither named by the browser nor forced into the default"""
        foreign = self.make_card(self.other, payment_details="9999")
        form = self.form(self.open(self.link))
        ids = {
            "token_id": str(foreign.id),
            "card_id": str(foreign.id),
            "public_link_card_id": str(foreign.id),
        }
        self.assertSaid(self.charge(self.link, form | ids), "done")
        self.assertEqual(self.transactions(self.invoice).token_id, self.card)
        link, _invoice = self.mailed(self.make_invoice())
        self.env.cr.execute(
            "UPDATE res_partner SET public_link_card_id = %s WHERE id = %s",
            [foreign.id, self.customer.id],
        )
        self.env.invalidate_all()
        self.assertNoCard(link)

    def test_an_archived_contact_gets_no_card(self):
        """S19"""
        self.refused(self.customer, active=False)


class TestCardOfContact(CardHttpCase):
    """The default card and the consent, as staff set them."""

    def test_staff_set_a_card_of_the_same_customer_only(self):
        """S19"""
        foreign = self.make_card(self.other)
        with self.assertRaises(ValidationError):
            self.customer.public_link_card_id = foreign
        colleague = self.env["res.partner"].create(
            {"name": "Colleague", "parent_id": self.customer.id}
        )
        colleague.public_link_card_id = self.card
        gone = self.make_card()
        gone.active = False
        with self.assertRaises(ValidationError):
            self.customer.public_link_card_id = gone

    def test_both_are_off_at_first_and_not_copied(self):
        """S19"""
        self.assertFalse(self.other.public_link_card_agreed)
        self.assertFalse(self.other.public_link_card_id)
        twin = self.customer.copy()
        self.assertFalse(twin.public_link_card_agreed)
        self.assertFalse(twin.public_link_card_id)

    def test_a_card_that_ends_takes_the_consent_along(self):
        """S19: a new card needs a new yes"""
        self.card.active = False
        self.assertFalse(self.customer.public_link_card_id)
        self.assertFalse(self.customer.public_link_card_agreed)
        card = self.make_card()
        self.customer.write(
            {"public_link_card_id": card.id, "public_link_card_agreed": True}
        )
        card.unlink()
        self.assertFalse(self.customer.public_link_card_id)
        self.assertFalse(self.customer.public_link_card_agreed)

    def test_a_contact_that_moves_to_another_customer_leaves_the_card(self):
        """S19"""
        employee = self.env["res.partner"].create(
            {"name": "Employee", "parent_id": self.customer.id}
        )
        employee.write(
            {"public_link_card_id": self.card.id, "public_link_card_agreed": True}
        )
        # Whoever moves contacts need not see cards.
        self.salesman.group_ids += self.env.ref("base.group_partner_manager")
        employee.with_user(self.salesman).write({"parent_id": self.other.id})
        self.assertFalse(employee.public_link_card_id)
        self.assertFalse(employee.public_link_card_agreed)
        self.assertEqual(self.customer.public_link_card_id, self.card)

    def test_a_card_whose_owner_moves_is_nobody_elses_default(self):
        """S19"""
        owner = self.env["res.partner"].create(
            {"name": "Owner", "parent_id": self.customer.id}
        )
        card = self.make_card(owner)
        self.customer.public_link_card_id = card
        owner.parent_id = self.other
        self.assertFalse(self.customer.public_link_card_id)
        self.assertFalse(self.customer.public_link_card_agreed)

    def test_changes_are_in_the_contacts_history(self):
        """S19"""
        self.flush_tracking()
        self.customer.message_ids.unlink()
        self.customer.public_link_card_agreed = False
        self.flush_tracking()
        values = self.customer.message_ids.sudo().tracking_value_ids
        self.assertEqual(values.field_id.name, "public_link_card_agreed")

    def test_a_merge_asks_for_consent_again(self):
        """S19: what one contact agreed to is not the other's yes"""
        double = self.env["res.partner"].create(
            {"name": "Joel W.", "email": "joel.willis@example.com"}
        )
        mine = self.make_card(double, payment_details="1111")
        double.public_link_card_id = mine
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | double).ids, double)
        self.assertFalse(self.customer.exists())
        self.assertEqual(double.public_link_card_id, mine)
        self.assertFalse(double.public_link_card_agreed)

    def flush_tracking(self):
        self.env.flush_all()
        self.env.cr.flush()
