# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re

from .test_profile import ProfileCase


class TestDeliveryAddresses(ProfileCase):
    def add(self, **changes):
        data = self.form(action="address") | {
            "name": "Warehouse",
            "street": "1 Dock Street",
            "city": "Newark",
            "zip": "07101",
            "country_id": str(self.us.id),
            "state_id": str(self.new_york.id),
        }
        return self.post("profile/address", data | changes)

    def children(self):
        return self.customer.child_ids

    def test_a_delivery_address_is_added(self):
        """E5.8, B42: as a child of the customer, of the kind delivery; staff are told"""
        self.assertSaid(self.add(), "address_added")
        child = self.children()
        self.assertEqual((child.type, child.city), ("delivery", "Newark"))
        self.assertFalse(child.email)
        self.assertIn("1 Dock Street", self.page("profile").text)
        self.assertIn(self.salesman, self.customer.activity_ids.user_id)
        # A double click makes one.
        self.assertSaid(self.add(), "address_added")
        self.assertEqual(self.children(), child)

    def test_of_a_contact_it_becomes_the_company_s(self):
        """E5.8"""
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        worker = self.env["res.partner"].create({"name": "W", "parent_id": firm.id})
        self.link = self.issue(worker, "portal")
        self.add()
        self.assertEqual((firm.child_ids - worker).type, "delivery")

    def test_what_is_missing_is_said(self):
        """E5.8"""
        answer = self.add(street="", name="")
        self.assertAgain(answer, "Please fill this in", "Please tell us a name")
        self.assertAgain(self.add(country_id="0"), "choose a country")
        self.assertRegex(answer.text, r'<details[^>]*class="fold"[^>]*open')
        self.assertFalse(self.children())

    def test_the_setting_may_forbid_it(self):
        """B9, E5.8"""
        data = self.form(action="address")
        self.company.public_links_portal_profile_fields = "phone"
        self.assertPublic(self.post("profile/address", data), 404)
        self.assertIsNone(re.search("Add a delivery", self.page("profile").text))

    def test_there_is_an_end(self):
        """S13"""
        self.env["res.partner"].create(
            [
                {"name": str(n), "parent_id": self.customer.id, "type": "delivery"}
                for n in range(50)
            ]
        )
        self.assertAgain(self.add(), "cannot add this address")


class TestDeliveryAddressesChange(ProfileCase):
    """Customers correct and remove the addresses that there are; staff are told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dock = cls.address("Dock", cls.customer)
        cls.foreign = cls.address("Theirs", cls.other)

    @classmethod
    def address(cls, name, parent, kind="delivery"):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "parent_id": parent.id,
                "type": kind,
                "street": "1 Dock Street",
                "city": "Newark",
                "zip": "07101",
                "country_id": cls.us.id,
                "state_id": cls.env.ref("base.state_us_31").id,
            }
        )

    def place(self, action, child=None):
        return f"profile/address/{(child or self.dock).id}/{action}"

    def typed(self, child=None):
        page = self.page(f"profile?address={(child or self.dock).id}")
        return self.form(page, self.place("save", child))

    def test_an_address_is_changed(self):
        """E5.8, B42, B45: its history and staff say what, and who"""
        data = self.typed()
        self.assertEqual(data["street"], "1 Dock Street")
        answer = self.post(self.place("save"), data | {"city": "Trenton"})
        self.assertSaid(answer, "address_saved")
        self.assertEqual(self.dock.city, "Trenton")
        self.assertIn("Newark → Trenton", self.customer.message_ids[0].body)
        self.assertIn(self.salesman, self.customer.activity_ids.user_id)
        # The other tab has not seen it.
        answer = self.post(self.place("save"), data | {"city": "Camden"})
        self.assertAgain(answer, "was changed meanwhile", "Camden")
        answer = self.post(self.place("save"), self.form(answer, self.place("save")))
        self.assertSaid(answer, "address_saved")
        self.assertEqual(self.dock.city, "Camden")
        self.assertAgain(
            self.post(self.place("save"), self.typed() | {"street": ""}),
            "Please fill this in",
        )

    def test_an_address_is_removed(self):
        """E5.8: with a tick; orders that go there keep it"""
        order = self.make_order(partner_shipping_id=self.dock.id)
        self.assertSaid(self.post(self.place("remove")), "tick_box")
        self.assertTrue(self.dock.active)
        answer = self.post(self.place("remove"), {"sure": "1"})
        self.assertSaid(answer, "address_removed")
        self.assertFalse(self.dock.active)
        self.assertEqual(order.partner_shipping_id, self.dock)
        self.assertIn("removed by the portal", self.customer.message_ids[0].body)
        self.assertNotIn("Dock", self.page("profile").text)
        self.assertPublic(self.post(self.place("remove"), {"sure": "1"}), 404)

    def test_a_user_s_address_is_for_staff(self):
        """S15, T19: core refuses to archive it; the page says so, staff hear why"""
        self.env["res.users"].create(
            {"name": "Dock", "login": "dock", "partner_id": self.dock.id}
        )
        answer = self.post(self.place("remove"), {"sure": "1"})
        self.assertAgain(answer, "cannot take this change", 'value="Dock"')
        self.assertIn('checked="checked"', answer.text)
        self.assertTrue(self.dock.active)
        self.assertIn("Dock", self.customer.activity_ids.note)

    def test_nobody_else_s_address_is_touched(self):
        """A3, B50, E3.4, S10: another customer's, another company of ours', the contact
        itself, a colleague, an invoice address; nor any where the setting forbids it"""
        data = self.typed() | {"sure": "1", "city": "Elsewhere"}
        second = self.address("Second", self.customer)
        second.company_id = self.env["res.company"].create({"name": "Second"})
        others = [self.foreign, self.other, self.customer, second]
        others.append(self.salesman.partner_id)
        others += [
            self.address(kind, self.customer, kind) for kind in ("contact", "invoice")
        ]
        for child in others:
            for action in ("save", "remove"):
                self.assertPublic(self.post(self.place(action, child), data), 404)
            page = self.page(f"profile?address={child.id}")
            self.assertNotIn(f"address/{child.id}/", page.text)
            self.assertTrue(child.active)
            self.assertNotEqual(child.city, "Elsewhere")
        self.company.public_links_portal_profile_fields = "phone address"
        for action in ("save", "remove"):
            self.assertPublic(self.post(self.place(action), data), 404)
        self.assertIn("1 Dock Street", self.page("profile").text)
        self.assertEqual((self.dock.active, self.dock.city), (True, "Newark"))

    def test_a_new_address_belongs_to_the_company_of_its_customer(self):
        """E3.4: staff of other companies do not see it"""
        self.customer.company_id = self.company
        self.link = self.issue(self.customer, "portal")
        data = self.form(action="address") | {
            "name": "New",
            "street": "2",
            "city": "Newark",
            "zip": "1",
            "state_id": str(self.new_york.id),
        }
        self.assertSaid(self.post("profile/address", data), "address_added")
        child = self.customer.child_ids - self.dock
        self.assertEqual(child.company_id, self.company)
