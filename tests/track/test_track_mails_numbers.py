# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Staff correct a tracking number that the customer was mailed already."""

from datetime import timedelta

from ..common.parcel_mail import ParcelMailCase


class TestParcelMailNumbers(ParcelMailCase):
    def shipped(self, numbers="WRONG0000001"):
        """Return the parcels of a delivery whose customer was told that it has left."""
        self.number(numbers)
        self.leave()
        [mail] = self.tell()
        self.assertTrue(mail.subject.startswith("Shipped") or "shipped" in mail.subject)
        return self.picking.parcel_ids

    def check_corrected(self):
        """Check what is mailed once the number is right, whatever follows."""
        mail = self.tell()[-1]
        self.assertEqual(
            mail.subject, f"New tracking number: your order {self.order.name}"
        )
        text = self.text(mail)
        self.assertIn("RIGHT0000001", text)
        self.assertNotIn("WRONG0000001", text)
        self.assertIn("earlier email is no longer valid", text)
        # Written again, by hand or by a connector.
        self.picking.carrier_tracking_ref = "RIGHT0000001"
        self.tell()
        self.assertEqual(self.kinds(), ["shipped", "number"])
        [link] = self.links_of(self.picking)
        self.assertIn(link._url(), text)

    def test_a_corrected_reference_is_mailed_once(self):
        """F45: with the new number and its page"""
        self.shipped()
        self.picking.carrier_tracking_ref = "RIGHT0000001"
        self.check_corrected()

    def test_a_number_that_is_corrected_on_the_parcel_is_mailed_once(self):
        """F45: likewise"""
        parcel = self.shipped()
        parcel.number = "RIGHT0000001"
        self.check_corrected()

    def test_each_correction_is_mailed_once_and_a_return_to_the_first_is_none(self):
        """F45: the last number that was mailed is the one that holds"""
        self.shipped()
        for number in ("RIGHT0000001", "BETTER000001"):
            self.picking.carrier_tracking_ref = number
            self.tell()
        self.assertEqual(self.kinds(), ["shipped", "number", "number"])
        self.assertIn("BETTER000001", self.text(self.mails()[-1]))

    def test_what_is_corrected_before_the_mail_is_no_correction(self):
        """F45: the customer has only seen the right one"""
        self.number("WRONG0000001")
        self.leave()
        self.picking.carrier_tracking_ref = "RIGHT0000001"
        [mail] = self.tell()
        self.assertIn("RIGHT0000001", self.text(mail))
        self.assertFalse(self.tell()[1:])
        self.assertEqual(self.kinds(), ["shipped"])

    def test_the_setting_of_shipped_decides(self):
        """F45, Q7: switched off meanwhile, nothing is mailed"""
        self.shipped()
        self.switch("public_links_track_mail_shipped", on=False)
        self.picking.carrier_tracking_ref = "RIGHT0000001"
        self.tell()
        self.assertEqual(self.kinds(), ["shipped"])

    def test_a_number_that_is_added_replaces_none(self):
        """F45: one mail a shipment and state, not a parcel"""
        self.shipped("FIRST0000001")
        self.picking.carrier_tracking_ref = "FIRST0000001,SECOND000001"
        self.tell()
        self.assertEqual(self.kinds(), ["shipped"])

    def test_one_of_several_numbers_is_corrected(self):
        """F45: the mail names which one it is now"""
        self.shipped("FIRST0000001,WRONG0000001")
        self.picking.carrier_tracking_ref = "FIRST0000001,RIGHT0000001"
        mail = self.tell()[-1]
        self.assertIn("New tracking number for 1 of 2 parcels", mail.subject)
        self.assertIn("It is now RIGHT0000001.", self.text(mail))
        self.assertEqual(self.kinds(), ["shipped", "number"])

    def test_a_strangers_parcel_ends_nothing(self):
        """F45, K9: "delivered" was told under the wrong number"""
        parcel = self.shipped()
        self.say(parcel, "delivered", 1)
        self.tell()
        self.picking.carrier_tracking_ref = "RIGHT0000001"
        self.tell()
        self.assertEqual(self.kinds(), ["shipped", "delivered", "number"])

    def test_a_number_of_long_ago_is_corrected_in_silence(self):
        """F45, K9: staff tidy up; nobody looks it up any more"""
        self.shipped()
        self.picking.notice_ids.told_at -= timedelta(days=15)
        self.picking.date_done -= timedelta(days=15)
        self.picking.carrier_tracking_ref = "RIGHT0000001"
        self.tell()
        self.assertEqual(self.kinds(), ["shipped"])
