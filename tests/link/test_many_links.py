# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What keeps a million links fast: by plans and bounds, not by the clock.

The figures are in ``docs/PERFORMANCE.md``, made by ``benchmarks/scale``.
"""

from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from ...models.link import public_link, public_link_purge
from ..common.base import PublicLinkCase

# What there are few of, and who deletes one waits once in a year.
FEW = (
    "delivery_carrier",
    "product_category",
    "res_company",
    "res_currency",
    "res_users",
    "return_reason",
    "uom_uom",
)


@tagged("post_install", "-at_install")
class TestManyLinks(PublicLinkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls._make_user("many_seller", "sales_team.group_sale_salesman")
        cls.manager = cls._make_user("many_manager", "public_links.group_manager")
        cls.other_seller = cls._make_user(
            "many_other", "sales_team.group_sale_salesman"
        )
        cls.head = cls._make_user("many_head", "sales_team.group_sale_manager")
        cls.own = cls.make_order(user_id=cls.seller.id)
        cls.foreign = cls.make_order(user_id=cls.manager.id)
        cls.links = cls.issue(cls.own) + cls.issue(cls.foreign)

    @classmethod
    def issue(cls, document):
        return cls.env["public.link"]._issue(document, "view")

    def plan(self, query):
        self.env.cr.execute(SQL("EXPLAIN %s", query.select()))
        return "\n".join(line for (line,) in self.env.cr.fetchall())

    def test_no_link_is_looked_up_by_a_subquery_of_its_own(self):
        """R3, F63: links are joined to what the user may read, all at once."""
        for user in (self.seller, self.manager):
            for model in ("public.link", "public.link.event"):
                with self.subTest(user=user.login, model=model):
                    self.env[model].flush_model()
                    query = self.env[model].with_user(user)._search([])
                    self.assertNotIn("SubPlan", self.plan(query))

    def test_what_no_rule_binds_is_not_asked(self):
        """R3, F63: where a user may read all contacts, no contact is looked up."""
        Link = self.env["public.link"].with_user(self.manager)
        self.assertIn('"res_partner"', Link._search([]).select().code)
        # Their company decides alone, and that stands on the link.
        self.assertNotIn('"sale_order"', Link._search([]).select().code)
        model = self.env["ir.model"]._get("res.partner")
        model.rule_ids.active = False
        self.assertNotIn('"res_partner"', Link._search([]).select().code)
        portal = self.env["public.link"]._issue(self.customer, "portal")
        self.assertEqual(Link.search([("id", "in", portal.ids)]), portal)

    def test_joins_hide_what_the_user_may_not_read(self):
        """R3: links and events of documents of others stay hidden, sorted or grouped."""
        Link = self.env["public.link"].with_user(self.seller)
        Event = self.env["public.link.event"].with_user(self.seller)
        mine = [("id", "in", self.links.ids)]
        self.assertEqual(Link.search(mine, order="partner_id, id"), self.links[0])
        self.assertEqual(Link.search_count(mine), 1)
        self.assertEqual(Link._read_group(mine, [], ["__count"]), [(1,)])
        groups = Link._read_group(mine, ["purpose"], ["__count"], limit=1)
        self.assertEqual(groups, [("view", 1)])
        self.assertFalse(Link._read_group(mine, ["purpose"], ["__count"], offset=1))
        events = [("link_id", "in", self.links.ids)]
        self.assertEqual(
            Event.search(events, order="link_id desc, partner_id").link_id,
            self.links[0],
        )
        with self.assertRaises(AccessError):
            self.links.with_user(self.seller).mapped("document_name")

    def test_links_are_counted_by_kind_of_document(self):
        """R3, F63: each kind is joined alone, and their sum stops at what the list shows"""
        self.own.action_confirm()
        links = self.issue(self.own.picking_ids) + self.issue(self.own)
        links += self.issue(self.make_invoice(invoice_user_id=self.seller.id))
        links += self.links + self.issue(self.make_invoice())
        some = [("id", "in", links.ids)]
        for user in (self.seller, self.manager, self.head, self.warehouse):
            Link = self.env["public.link"].with_user(user)
            for domain in ([], some):
                found = len(Link.search(domain))
                for limit in (None, 1, 2, found, found + 1):
                    with self.subTest(user=user.login, domain=domain, limit=limit):
                        count = Link.search_count(domain, limit=limit)
                        self.assertEqual(count, min(found, limit or found))
        asked, search = [], type(self.env["public.link"])._search

        def searched(links, *args, **kwargs):
            query = search(links, *args, **kwargs)
            asked.append(query.select().code)
            return query

        with patch.object(type(self.env["public.link"]), "_search", searched):
            self.env["public.link"].with_user(self.seller).search_count([])
        self.assertTrue(asked)
        for code in asked:
            self.assertLessEqual(code.count("LEFT JOIN"), 1, code)

    def test_recipients_are_found_by_names_and_addresses_with_indexes(self):
        """R3, F63: by a part of the recipient's, the firm's, or an old address, and
        without a subquery where few contacts are meant"""
        person = self.env["res.partner"].create(
            {
                "name": "Zoe Quux",
                "email": "zoe@quux.example",
                "parent_id": self.env["res.partner"].create({"name": "Frobnitz"}).id,
            }
        )
        order = self.make_order(user_id=self.seller.id, partner_id=person.id)
        link = self.env["public.link"]._issue(order, "view")
        link.email = "old@xyzzy.example"
        for user in (self.seller, self.head):
            Link = self.env["public.link"].with_user(user)
            for words in ("oe quu", "frobni", "ld@xyzz", "zoe@quux.ex"):
                found = Link.search([("recipient", "ilike", words)])
                self.assertEqual(found, link, words)
            for words in ("nobody of this name", "x' OR 1=1"):
                found = Link.search([("recipient", "ilike", words)])
                self.assertNotIn(link, found, words)
        mine = [("id", "=", link.id)]
        self.assertEqual(Link.search([*mine, ("recipient", "!=", False)]), link)
        self.assertFalse(Link.search([*mine, ("recipient", "=", False)]))
        self.assertFalse(Link.search([*mine, ("recipient", "not ilike", "oe quu")]))
        self.assertEqual(Link.search([("recipient", "=", "zoe@quux.example")]), link)
        self.env["public.link"].flush_model()
        query = Link._search([("recipient", "ilike", "oe quu")])
        self.assertNotIn("SubPlan", self.plan(query))
        with patch.object(public_link, "MANY", 0):
            self.assertEqual(Link.search([("recipient", "ilike", "oe quu")]), link)
        others = Link.with_user(self.other_seller)
        self.assertFalse(others.search([("recipient", "ilike", "oe quu")]))

    def test_old_events_go_in_batches_until_none_is_left(self):
        """R4: the vacuum deletes a bounded number, and says that more are left."""
        Event = self.env["public.link.event"]
        events = Event.concat(*(Event._log(self.links, "opened") for _ in range(5)))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE public_link_event SET create_date = '2020-01-01' WHERE id IN %s",
            [tuple(events.ids)],
        )
        before = Event.sudo().search_count([])
        purge = public_link_purge.purge
        with patch.object(
            type(Event)._gc_events.__globals__["purge"], "__defaults__", (4,)
        ):
            self.assertEqual(Event._gc_events(), (4, True))
            self.assertEqual(Event.sudo().search_count([]), before - 4)
            while Event._gc_events()[1]:
                pass
        self.assertFalse(events.exists())
        self.assertEqual(purge(Event.sudo(), [("id", "in", events.ids)]), (0, False))

    def test_every_vacuum_is_bounded(self):
        """R4: each nightly purge of this addon tells how far it came."""
        found = []
        for model in self.env.values():
            if not model._original_module == "public_links":
                continue
            for name in dir(type(model)):
                method = getattr(type(model), name, None)
                if getattr(
                    method, "_autovacuum", False
                ) and method.__module__.startswith("odoo.addons.public_links."):
                    found.append(name)
                    done, more = method(model.sudo())
                    self.assertIsInstance(done, int, name)
                    self.assertFalse(more, name)
        self.assertGreaterEqual(
            set(found), {"_gc_events", "_gc_rates", "_gc_pdfs", "_gc_webhooks"}
        )

    def test_deleting_what_links_name_reads_no_whole_table(self):
        """R4, F63: each foreign key of the addon's tables has an index that begins with
        it, but for those that name what there are few of."""
        self.env.cr.execute(
            """
            SELECT c.conrelid::regclass::text || '.' || a.attname
              FROM pg_constraint c
              JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
             WHERE c.contype = 'f'
               AND c.conrelid::regclass::text = ANY(%s)
               AND c.confrelid::regclass::text <> ALL(%s)
               AND NOT EXISTS (
                   SELECT FROM pg_index i
                    WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1])
            """,
            [
                [
                    model._table
                    for model in self.env.values()
                    if model._original_module == "public_links"
                    and model._auto
                    and not model.is_transient()
                ],
                list(FEW),
            ],
        )
        self.assertEqual(sorted(name for (name,) in self.env.cr.fetchall()), [])
