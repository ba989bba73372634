# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields
from odoo.exceptions import AccessError, UserError

from ..common.agreement import AgreementCase


class TestAgreementEvidence(AgreementCase):
    """What was agreed to, and who may do what with it (S22)."""

    def test_the_evidence_names_card_ceiling_documents_and_date(self):
        """F35, S19, S22"""
        agreement = self.agree(ceiling=750.0)
        self.assertEqual(agreement.card_label, self.card._public_link_label())
        self.assertEqual(agreement.card_number, self.card.id)
        self.assertEqual((agreement.ceiling, agreement.kind), (750.0, "invoice"))
        self.assertEqual(agreement.agreed_at, fields.Datetime.now())
        self.assertEqual(agreement.email, "joel.willis@example.com")
        self.assertEqual(agreement.link_number, self.link.id)
        for words in ("4242", "750.00", "three days", self.company.name):
            self.assertIn(words, agreement.words)
        self.assertTrue(agreement._is_intact())

    def test_nobody_edits_or_deletes_it(self):
        """S22, F35: the superuser neither"""
        agreement = self.agree()
        for user in (self.accountant, self.salesman, self.env.ref("base.user_admin")):
            row = agreement.with_user(user).sudo(False)
            for change in ({"ceiling": 9e6}, {"ended_at": False}, {"words": "x"}):
                with self.assertRaises(UserError):
                    row.write(change)
            with self.assertRaises(UserError):
                row.unlink()
            with self.assertRaises(AccessError):
                row.charge_ids.create({"agreement_id": row.id, "document_name": "x"})
        for change in ({"ceiling": 9e6}, {"token_id": False}, {"seal": "x"}):
            with self.assertRaises(UserError):
                agreement.sudo().write(change)
        with self.assertRaises(UserError):
            agreement.sudo().unlink()

    def test_what_the_database_changes_is_found(self):
        """S22, F35: each field of the seal"""
        agreement = self.agree()
        card = self.make_card()
        for column, value in (
            ("ceiling", 9e6),
            ("words", "I agree to anything."),
            ("card_label", "Visa 1111"),
            ("token_id", card.id),
            ("partner_name", "Somebody"),
            ("agreed_at", "2020-01-01 00:00:00"),
        ):
            with self.subTest(column), self.env.cr.savepoint() as savepoint:
                self.env.cr.execute(
                    f"UPDATE public_link_agreement SET {column} = %s WHERE id = %s",
                    [value, agreement.id],
                )
                self.assertFalse(agreement._is_intact())
                savepoint.rollback()
        self.env.invalidate_all()
        self.assertTrue(agreement._is_intact())

    def test_staff_end_it_at_once(self):
        """F35, S19: nothing that was announced is charged"""
        agreement = self.agree()
        charge = self.announced(self.billed(3))
        self.pass_time(days=3)
        agreement.with_user(self.accountant).sudo(False).action_end()
        self.assertEqual((agreement.ended_by, agreement.state), ("staff", "ended"))
        self.assertEqual(agreement.ended_user_id, self.accountant)
        self.assertNotCharged(charge, "ended")
        # Agreed to again: another consent, and what is due is announced anew.
        self.assertNotEqual(self.agree(), agreement)
        self.assertTrue(agreement._is_intact())

    def test_a_charge_that_is_under_way_is_said_to_staff(self):
        """F35, S19: it cannot be stopped any more"""
        agreement = self.agree()
        charge = self.announced(self.billed(3))
        charge.state = "checking"
        told = agreement.with_user(self.accountant).sudo(False).action_end()
        self.assertIn(charge.document_name, told["params"]["message"])
        self.assertEqual(charge.state, "checking")

    def test_staff_check_it(self):
        """S22, F35"""
        agreement = self.agree()
        row = agreement.with_user(self.accountant).sudo(False)
        self.assertIn("Intact", row.action_check()["params"]["message"])
        self.env.cr.execute(
            "UPDATE public_link_agreement SET ceiling = 1 WHERE id = %s", [agreement.id]
        )
        told = row.action_check()["params"]["message"]
        self.assertIn("Not intact", told)
        self.assertIn("Joel Willis", told)

    def test_who_may_not_handle_payments_neither_sees_nor_ends_it(self):
        """S19, S27, F35"""
        agreement = self.agree()
        for user in (self.salesman, self.warehouse, self.clerk):
            row = agreement.with_user(user).sudo(False)
            with self.assertRaises(AccessError):
                row.read(["card_label"])
            with self.assertRaises(AccessError):
                row.action_end()
        self.assertFalse(agreement.ended_at)

    def test_an_auditor_sees_it_and_ends_nothing(self):
        """S27, F35"""
        agreement = self.agree()
        auditor = self._make_user("auditor", "account.group_account_readonly")
        row = agreement.with_user(auditor).sudo(False)
        self.assertEqual(row.card_label, agreement.card_label)
        with self.assertRaises(AccessError):
            row.action_end()

    def test_another_company_s_agreements_stay_out_of_sight(self):
        """S8, F35"""
        agreement = self.agree()
        company = self.env["res.company"].create({"name": "Elsewhere"})
        user = self._make_user("elsewhere", "account.group_account_invoice")
        user.write({"company_ids": [(6, 0, company.ids)], "company_id": company.id})
        found = self.env["public.link.agreement"].with_user(user).search([])
        self.assertNotIn(agreement, found)
