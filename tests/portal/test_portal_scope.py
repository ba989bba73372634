# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import itertools
from unittest.mock import patch

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from odoo import Command

from ...models.portal import portal_list
from ...models.portal.portal_section import Portal
from ..common.base import CANARY, PublicLinkCase, PublicLinkHttpCase
from ..common.portal import PortalFixtures

WHO = ("self", "contact", "archived", "namesake", "other", "others_contact")
COMPANIES = ("ours", "second")
# How a document is made, and in which section it stands; None: nowhere.
KINDS = {
    "quote": "estimates",
    "quote_draft": None,
    "quote_cancelled": None,
    "quote_accepted": "estimates",
    "quote_rejected": "estimates",
    "order": None,
    "order_cancelled": None,
    "invoice": "invoices",
    "invoice_draft": None,
    "invoice_cancelled": None,
    "refund": "credit_notes",
    "refund_draft": None,
    "bill": None,
}
# Returns have tests of their own.
LISTS = ["invoices", "estimates", "orders", "credit_notes", "shipments"]


class World(PortalFixtures):
    """Customers, their contacts, and a second company that deals with all of them."""

    @classmethod
    def make_world(cls):
        cls.make_portal()
        Partner = cls.env["res.partner"]
        firm = Partner.create({"name": "Firm", "is_company": True})
        cls.customer.parent_id = firm
        cls.firm = firm
        cls.people = {
            "self": cls.customer,
            "contact": Partner.create({"name": "Buyer", "parent_id": firm.id}),
            "archived": Partner.create(
                {"name": "Old", "parent_id": firm.id, "active": False}
            ),
            "namesake": Partner.create(
                {"name": "Joel Willis", "email": "joel.willis@example.com"}
            ),
            "other": cls.other,
            "others_contact": Partner.create(
                {"name": "Azure Buyer", "parent_id": cls.other.id}
            ),
        }
        cls.link = cls.Link.sudo()._issue(cls.customer, "portal")
        cls.second = cls.env["res.company"].create({"name": "Second"})
        cls.env["account.chart.template"].try_loading(
            "generic_coa", cls.second, install_demo=False
        )
        cls.env.user.company_ids += cls.second

    def make(self, who, kind, company):
        """Return a document of one of the kinds, and what comes with it."""
        partner = self.people[who]
        company = self.company if company == "ours" else self.second
        maker = self.__class__
        name, _underscore, state = kind.partition("_")
        env = self.env(
            context={"allowed_company_ids": company.ids, "tracking_disable": True}
        )
        values = {"partner_id": partner.id, "company_id": company.id}
        with patch.object(maker, "env", env):
            if name in ("quote", "order"):
                values["order_line"] = [Command.create(self._line())]
                made = maker.make_order("draft", **values)
            else:
                types = {"invoice": "out_invoice", "refund": "out_refund"}
                values["invoice_line_ids"] = [Command.create(self._line())]
                made = maker.make_invoice(
                    types.get(name, "in_invoice"), post=False, **values
                )
        self._bring(made, name, state)
        return made

    def _line(self):
        return {"product_id": self.product.id, "tax_ids": [Command.clear()]}

    def _bring(self, made, name, state):
        """Bring a draft where its kind says."""
        if state == "draft":
            return
        if made._name == "account.move":
            made.action_post()
            if state == "cancelled":
                made.button_draft()
                made.button_cancel()
            return
        made.state = "sent"
        if state in ("accepted", "rejected"):
            made.public_link_answer = "approved" if state == "accepted" else state
        if name == "order" or state == "accepted":
            made.action_confirm()
        if state in ("cancelled", "rejected"):
            made._action_cancel()

    def expected(self, made, kind, who, company):
        """Return where a document stands, by the rule and not by the code.

        :return: section and document
        :rtype: set[tuple[str, recordset]]
        """
        if company != "ours" or who not in ("self", "contact", "archived"):
            return set()
        places = {(KINDS[kind], made)} if KINDS[kind] else set()
        if kind in ("order", "quote_accepted"):
            places.add(("orders", made))
            places |= {("shipments", one) for one in made.picking_ids}
        return places


documents = st.lists(
    st.tuples(
        st.sampled_from(WHO), st.sampled_from(list(KINDS)), st.sampled_from(COMPANIES)
    ),
    min_size=1,
    max_size=6,
)


class TestPortalScope(World, PublicLinkCase):
    """B50, D2: whatever there is, each customer sees theirs, and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()

    # Without shrinking: each example takes a second.
    @settings(max_examples=12, deadline=None, phases=[Phase.generate])
    @given(chosen=documents)
    def test_each_page_shows_what_the_rule_says(self, chosen):
        """B46, B47, B48, B50, B53, D2, E3.4, S10: drafts, cancelled documents, other
        customers', other companies' nowhere"""
        savepoint = self.env.cr.savepoint()
        try:
            self.check(chosen)
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def test_every_kind_of_every_customer(self):
        """B50, D2, E3.4, S10: the same of all at once"""
        ours = itertools.product(WHO, KINDS, ("ours",))
        second = itertools.product(("self",), KINDS, ("second",))
        with patch.object(portal_list, "PAGE_SIZE", 200):
            self.check([*ours, *second])

    def check(self, chosen):
        """Make documents, and compare what each section shows with the rule."""
        made, wanted = [], set()
        for who, kind, company in chosen:
            document = self.make(who, kind, company)
            made.append(document)
            if "picking_ids" in document:
                made += document.picking_ids
            wanted |= self.expected(document, kind, who, company)
        self.env.flush_all()
        self.env.invalidate_all()
        self.compare(made, wanted)

    def compare(self, made, wanted):
        context = {
            "allowed_company_ids": self.company.ids,
            "prefetch_fields": False,
            "lang": "en_US",
        }
        link = self.link.with_env(self.env(su=True, context=context))
        portal = Portal(link, self.customer.with_env(link.env))
        for code in LISTS:
            section = portal.section(code)
            values = section.values({})
            expected = {record.name for place, record in wanted if place == code}
            titles = [row["title"] for row in values["rows"]]
            self.assertEqual(sorted(titles), sorted(expected), code)
            self.assertEqual(values["tabs"][0]["count"], str(len(expected)))
            for record in made:
                if record._name != section.model:
                    continue
                found = section.find(record.id)
                self.assertEqual(bool(found), (code, record) in wanted, code)


class TestPortalRefuses(World, PublicLinkHttpCase):
    """S10: the ids of others in every route."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()
        sections = cls.env["public.link.registry"]._known().sections
        cls.kinds = {sections[code].kind: sections[code].model for code in LISTS}

    def foreign(self):
        """Return documents that this customer must not see."""
        for who, kind, company in (
            ("other", "order", "ours"),
            ("other", "quote", "ours"),
            ("other", "invoice", "ours"),
            ("other", "refund", "ours"),
            ("namesake", "invoice", "ours"),
            ("self", "order", "second"),
            ("self", "invoice", "second"),
            ("self", "quote_draft", "ours"),
            ("self", "order_cancelled", "ours"),
            ("self", "invoice_draft", "ours"),
            ("self", "invoice_cancelled", "ours"),
            ("self", "bill", "ours"),
        ):
            made = self.make(who, kind, company)
            yield made
            if "picking_ids" in made:
                yield from made.picking_ids

    def test_no_id_of_another_opens_anything(self):
        """A3, B50, D2, S10: pages, PDFs, and what leads on"""
        for document in self.foreign():
            for kind, model in self.kinds.items():
                place = f"{kind}/{document.id}"
                if model != document._name:
                    continue
                with self.subTest(document=document, kind=kind):
                    for path in (place, f"{place}/pdf"):
                        response = self.page(path)
                        self.assertPublic(response, 404)
                        if document.name:
                            self.assertNotIn(document.name, response.text)
                    target = "track" if model == "stock.picking" else "view"
                    response = self.post(f"{place}/to/{target}")
                    self.assertEqual(response.status_code, 404)
        self.assertFalse(self.link.child_ids)

    def test_paths_that_are_none(self):
        """S10"""
        order = self.make("self", "order", "ours")
        for path in (
            "order/0",
            "order/-1",
            "order/x",
            f"order/{2**31}",
            "order/" + "9" * 40,
            f"orders/{order.id}",
            f"partner/{self.customer.id}",
            f"sale.order/{order.id}",
            f"order/{order.id}/x",
            "nothing",
            "invoice",
        ):
            self.assertEqual(self.page(path).status_code, 404, path)
        for target in ("portal", "x", "view/1", "orders"):
            response = self.post(f"order/{order.id}/to/{target}")
            self.assertEqual(response.status_code, 404)
        self.assertEqual(self.post("to/view").status_code, 404)
        self.assertEqual(self.post("to/portal").status_code, 404)
        self.assertEqual(self.post(f"to/pay/{order.id}").status_code, 404)

    def test_what_changes_hands_is_gone_at_once(self):
        """B50, S10: asked each time, not when the link was made"""
        order = self.make("self", "order", "ours")
        place = f"order/{order.id}"
        self.assertEqual(self.page(place).status_code, 200)
        self.post(f"{place}/to/view")
        child = self.link.child_ids
        self.assertEqual(self.open(child).status_code, 200)
        order.partner_id = self.other
        self.assertEqual(self.page(place).status_code, 404)
        self.assertEqual(self.titles(self.page("orders")), [])
        self.assertEqual(self.open(child).status_code, 410)

    def test_a_delivery_to_another_customers_address_is_in_nobodys_list(self):
        """B50, B53: it would tell each of the other"""
        order = self.make("other", "order", "ours")
        order.picking_ids.partner_id = self.customer
        self.assertEqual(self.titles(self.page("shipments")), [])
        order = self.make("self", "order", "ours")
        order.picking_ids.partner_id = self.other
        self.assertEqual(self.titles(self.page("shipments")), [])

    def test_each_company_has_a_portal_of_its_own(self):
        """B50, D2, D24: one contact, two companies, two links"""
        ours = self.make("self", "quote", "ours")
        theirs = self.make("self", "quote", "second")
        self.second.public_links_portal_enabled = True
        customer = self.customer.with_company(self.second)
        link = self.Link.sudo()._issue(customer, "portal")
        self.assertNotEqual(link, self.link)
        self.assertEqual(link.company_id, self.second)
        self.assertEqual(self.titles(self.page("estimates")), [ours.name])
        self.assertEqual(self.titles(self.page("estimates", link)), [theirs.name])
        self.assertEqual(self.page(f"estimate/{ours.id}", link).status_code, 404)

    def test_after_a_merge_the_link_shows_the_merged_customer(self):
        """B50, D2"""
        double = self.env["res.partner"].create({"name": "Double"})
        link = self.issue(double, "portal")
        self.people["double"] = double
        order = self.make("double", "order", "ours")
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge([double.id, self.other.id], self.other, extra_checks=False)
        self.env.invalidate_all()
        self.assertEqual(self.titles(self.page("orders", link)), [order.name])
        self.assertEqual(self.titles(self.page("orders")), [])

    def test_nothing_internal_is_on_any_page(self):
        """B51, B52, B53, B54, A4, Q6: every section, every document"""
        self.env.user.company_ids += self.second
        made = [
            self.make("self", kind, "ours")
            for kind in ("quote", "order", "invoice", "refund")
        ]
        made += made[1].picking_ids
        for document in made:
            document.message_post(body=CANARY, subtype_xmlid="mail.mt_note")
        self.firm.write({"comment": CANARY, "vat": "US998877665"})
        places = ["", *LISTS]
        places += [f"estimate/{made[0].id}", f"order/{made[1].id}"]
        places += [f"invoice/{made[2].id}", f"credit_note/{made[3].id}"]
        places.append(f"shipment/{made[4].id}")
        for place in places:
            response = self.page(place)
            self.assertPublic(response, 200)  # which looks for canaries
            for secret in ("123.45", "US998877665", "US12345677", "REF-5e1d"):
                self.assertNotIn(secret, response.text, place)
            for document in made:
                token = "access_token" in document and document.access_token
                self.assertNotIn(token or CANARY, response.text)
