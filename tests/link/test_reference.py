# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from odoo import Command
from odoo.tools import SQL, mute_logger

from ...controllers import base
from ...models.documents.lines import LINE_FIELDS
from ...models.link.public_link_read import fetch_ids, fetch_where
from ...models.link.public_link_reference import PublicLinkReference, fetch_known
from ..common.base import PublicLinkCase, PublicLinkHttpCase

# The smallest picture.
PIXEL = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGD4DwABBAEAX+XD"
    b"SwAAAABJRU5ErkJggg=="
)


class TestReferenceOnPages(PublicLinkHttpCase):
    """What pages take from a cache is never older than the page."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group = cls.env["account.tax.group"].create({"name": "Group one"})
        cls.tax.tax_group_id = cls.group
        cls.country = cls.env["res.country"].create({"name": "Freedonia", "code": "XF"})
        cls.country.address_format = "%(street)s\n%(state_name)s\n%(country_name)s"
        cls.district = cls.env["res.country.state"].create(
            {"name": "Upper Part", "code": "UP", "country_id": cls.country.id}
        )
        cls.customer.write({"country_id": cls.country.id, "state_id": cls.district.id})
        cls.term = cls.env["account.payment.term"].create({"name": "After harvest"})
        cls.unit = cls.env["uom.uom"].create({"name": "Crate", "relative_factor": 1})
        cls.carrier = cls.env["delivery.carrier"].create(
            {
                "name": "Pigeon Post",
                "product_id": cls.product.id,
                "tracking_url": "https://one.example/<shipmenttrackingnumber>",
            }
        )

    def setUp(self):
        super().setUp()
        self.order = self.make_order("sale", payment_term_id=self.term.id)
        self.order.order_line.product_uom_id = self.unit
        self.order.picking_ids.write(
            {"carrier_id": self.carrier.id, "carrier_tracking_ref": "NUMBER1"}
        )
        self.link = self.issue(self.order)

    def assertShown(self, record, values, before, after):
        """Change a record and check that the page says it at once, and before did not."""
        text = self.open(self.link).text
        self.assertIn(before, text)
        self.assertNotIn(after, text)
        record.write(values)
        text = self.open(self.link).text
        self.assertIn(after, text)
        self.assertNotIn(before, text)

    def test_a_renamed_country_shows_at_once(self):
        """A20"""
        self.assertShown(self.country, {"name": "Sylvania"}, "Freedonia", "Sylvania")

    def test_another_address_format_shows_at_once(self):
        """A20"""
        self.assertShown(
            self.country,
            {"address_format": "%(street)s\n%(state_code)s/%(country_code)s"},
            "Freedonia",
            "UP/XF",
        )

    def test_a_renamed_state_shows_at_once(self):
        """A20"""
        self.assertShown(
            self.district, {"name": "Low Lands"}, "Upper Part", "Low Lands"
        )

    def test_a_renamed_payment_term_shows_at_once(self):
        """A20"""
        self.assertShown(
            self.term, {"name": "Before harvest"}, "After harvest", "Before harvest"
        )

    def test_a_renamed_unit_shows_at_once(self):
        """A20"""
        self.assertShown(self.unit, {"name": "Barrel"}, "Crate", "Barrel")

    def test_a_renamed_tax_shows_at_once(self):
        """A20"""
        self.tax.invoice_label = "Eight"
        self.assertShown(self.tax, {"invoice_label": "Huit"}, "Eight", "Huit")
        self.assertShown(
            self.tax,
            {"invoice_label": False, "name": "Tax by name"},
            "Huit",
            "Tax by name",
        )

    def test_a_renamed_tax_group_shows_at_once(self):
        """A20"""
        self.assertShown(self.group, {"name": "Group two"}, "Group one", "Group two")

    def test_another_tax_group_shows_at_once(self):
        """A20"""
        other = self.group.copy({"name": "Group two"})
        self.assertShown(self.tax, {"tax_group_id": other.id}, "Group one", "Group two")

    def test_a_changed_currency_shows_at_once(self):
        """A20"""
        currency = self.order.currency_id
        self.assertShown(currency, {"symbol": "¤"}, "$\N{NO-BREAK SPACE}860.22", "¤")
        self.assertShown(
            currency,
            {"position": "after"},
            "¤\N{NO-BREAK SPACE}860.22",
            "860.22\N{NO-BREAK SPACE}¤",
        )

    def test_a_changed_carrier_shows_at_once(self):
        """A22; its name stays with the parcel, as it was shipped."""
        self.assertShown(
            self.carrier,
            {"tracking_url": "https://two.example/<shipmenttrackingnumber>"},
            "https://one.example/NUMBER1",
            "https://two.example/NUMBER1",
        )

    def test_a_field_that_became_another_kind_does_not_break_the_page(self):
        """As if another addon let the customer's phone differ by company."""
        names = (*base.PERSON_FIELDS, "property_payment_term_id", "image_128")
        self.patch(base, "PERSON_FIELDS", names)
        self.assertEqual(self.open(self.link).status_code, 200)

    def test_every_reader_has_the_names_of_their_language(self):
        """Q4: the cache of one language does not serve another."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.term.with_context(lang="fr_FR").name = "Après la récolte"
        english, french = (
            self.get(f"{self.link._path()}?lang={lang}").text
            for lang in ("en_US", "fr_FR")
        )
        self.assertIn("After harvest", english)
        self.assertNotIn("récolte", english)
        self.assertIn("Après la récolte", french)
        self.term.update_field_translations("name", {"fr_FR": "Plus tard"})
        text = self.get(f"{self.link._path()}?lang=fr_FR").text
        self.assertIn("Plus tard", text)


class TestReference(PublicLinkCase):
    def test_what_was_rolled_back_is_forgotten(self):
        """A name that never was committed does not stay in the cache."""
        term = self.env["account.payment.term"].create({"name": "Real"})
        with mute_logger("odoo.sql_db"), self.assertRaises(ZeroDivisionError):
            with self.cr.savepoint():
                term.name = "Never"
                self.assertEqual(term._public_reference()[1], "Never")
                raise ZeroDivisionError
        # What Odoo does when a request fails.
        self.env.registry.reset_changes()
        self.assertEqual(term._public_reference()[1], "Real")

    def test_a_commit_empties_the_cache_once_more(self):
        """Another thread may have read the old name meanwhile, and kept it."""
        term = self.env["account.payment.term"].create({"name": "Old"})
        self.cr.postcommit.clear()
        term.name = "New"
        cache = PublicLinkReference._public_reference.__cache__
        cache.add_value(term, cache_value=(False, "Old", None))
        self.cr.postcommit.run()
        self.assertEqual(term._public_reference()[1], "New")

    def test_every_cached_field_is_the_field_of_its_record(self):
        """All models that pages read from the cache, all of their records."""
        names = [
            name
            for name, model in self.registry.items()
            if getattr(model, "_public_reference_fields", ())
        ]
        self.assertIn("res.currency", names)
        for name in names:
            records = (
                self.env[name].with_context(active_test=False).search([], limit=40)
            )
            fields = records._public_reference_fields
            expected = records.read(fields)
            self.env.invalidate_all()
            with self.subTest(name):
                fetch_known(records)
                fetch_known(records)
                self.assertEqual(records.read(fields), expected)

    def test_reading_what_is_known_asks_the_database_nothing(self):
        units = self.env["uom.uom"].search([], limit=5)
        fetch_known(units)
        self.env.invalidate_all()
        with self.assertQueryCount(0):
            fetch_known(units)
            self.assertTrue(units[0].name)

    def test_pending_changes_are_not_overwritten(self):
        unit = self.env["uom.uom"].create({"name": "Before", "relative_factor": 1})
        unit._public_reference()
        unit.name = "After"
        fetch_known(unit)
        self.assertEqual(unit.name, "After")


class TestRead(PublicLinkCase):
    """``fetch_where`` finds and reads what ``search_fetch`` does."""

    def test_it_reads_what_the_orm_reads(self):
        taxes = self.env["account.tax"].create(
            [
                {"name": f"Tax {number}", "amount": 1, "sequence": 9 - number}
                for number in range(3)
            ]
        )
        order = self.make_order(lines=3)
        order.order_line[1].tax_ids = [Command.set(taxes.ids)]
        order.order_line[2].tax_ids = [Command.clear()]
        names = (*LINE_FIELDS, "product_uom_qty")
        self.env.flush_all()
        self.env.invalidate_all()
        expected = order.order_line.sorted(lambda line: (line.sequence, line.id))
        read = [{name: line[name] for name in ("id", *names)} for line in expected]
        self.env.invalidate_all()
        lines = fetch_where(
            self.env["sale.order.line"].sudo(),
            names,
            SQL("order_id = %s", order.id),
            SQL("sequence, id"),
        )
        self.assertEqual(lines.ids, expected.ids)
        with self.assertQueryCount(0):
            found = [{name: line[name] for name in ("id", *names)} for line in lines]
        self.assertEqual(found, read)

    def test_it_sees_what_is_not_written_yet(self):
        order = self.make_order()
        order.client_order_ref = "Pending"
        order.invalidate_recordset(["name"])
        found = fetch_where(
            self.env["sale.order"].sudo(),
            ("name",),
            SQL("client_order_ref = %s", "Pending"),
        )
        self.assertEqual(found, order)

    def test_it_reads_archived_records_and_leaves_deleted_ones_out(self):
        gone = self.env["res.partner"].create({"name": "Gone"})
        self.other.active = False
        both = (self.other + gone).sudo()
        gone.unlink()
        self.assertEqual(fetch_ids(both, ("name",)), self.other)
        self.assertFalse(fetch_ids(both.browse(), ("name",)))

    def test_it_leaves_to_the_orm_what_one_statement_cannot_read(self):
        """Another addon may redefine a field: by company, as a file, or computed."""
        customer = self.customer.sudo()
        term = self.env["account.payment.term"].create({"name": "By company"})
        customer.property_payment_term_id = term
        customer.image_1920 = PIXEL
        other = self.env["res.company"].create({"name": "Elsewhere"})
        names = ("name", "property_payment_term_id", "image_1920", "display_name")
        found = fetch_ids(customer, names)
        self.assertEqual(found.property_payment_term_id, term)
        self.assertEqual(found.image_1920, PIXEL)
        self.assertEqual(found.display_name, customer.name)
        away = fetch_ids(customer.with_company(other), names)
        self.assertFalse(away.property_payment_term_id)

    def test_many_of_a_computed_end_are_left_to_the_orm(self):
        """As if another addon computed to which order a line belongs."""
        order = self.make_order(lines=2)
        Link = self.env["public.link"]
        self.assertIn("order_line", Link._statement("sale.order", ("order_line",))[1])
        self.registry.clear_cache()
        with patch.object(self.env["sale.order.line"]._fields["order_id"], "store", 0):
            read = Link._statement("sale.order", ("order_line",))
        self.addCleanup(self.registry.clear_cache)
        self.assertEqual(read[1:], ((), ("order_line",)))
        self.env.invalidate_all()
        found = fetch_ids(order.sudo(), ("order_line",))
        self.assertEqual(found.order_line, order.order_line)

    def test_what_differs_by_company_is_not_kept_for_all(self):
        """As if another addon named a term of payment by company."""
        term = self.env["account.payment.term"].create({"name": "Ours"})
        with patch.object(term._fields["name"], "company_dependent", True):
            self.assertNotIn("name", term._public_reference_names())
        self.assertIn("name", term._public_reference_names())

    def test_it_is_for_the_superuser_alone(self):
        """S2: it asks no access rights."""
        orders = self.make_order().with_user(self.clerk)
        with self.assertRaises(ValueError):
            fetch_ids(orders, ("name",))
