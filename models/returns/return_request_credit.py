# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Credit notes of returns: core reverses the invoice, and lines are reduced to what came
back."""

from collections import defaultdict

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from .sale_order_items import EPSILON


class ReturnRequest(models.Model):
    _inherit = "return.request"

    credit_note_ids = fields.One2many(
        "account.move",
        "return_request_id",
        "Credit Notes",
        readonly=True,
        groups="account.group_account_invoice,account.group_account_readonly",
    )
    credit_note_count = fields.Integer(
        "Number of Credit Notes",
        compute="_compute_credits",
        compute_sudo=True,
        groups="account.group_account_invoice,account.group_account_readonly",
    )
    refund_amount = fields.Monetary(
        "Refunded",
        compute="_compute_credits",
        compute_sudo=True,
        help="The total of the posted credit notes.",
    )

    @api.depends("credit_note_ids.state", "credit_note_ids.amount_total")
    def _compute_credits(self):
        for request in self:
            notes = request.credit_note_ids
            posted = notes.filtered(lambda note: note.state == "posted")
            request.credit_note_count = len(notes)
            request.refund_amount = sum(posted.mapped("amount_total"))

    def action_open_credit_notes(self):
        """Open the credit notes; of one, its form."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_move_out_refund_type"
        )
        action["domain"] = [("return_request_id", "in", self.ids)]
        action["context"] = {"default_move_type": "out_refund"}
        if len(self.credit_note_ids) == 1:
            form = self.env.ref("account.view_move_form").id
            action |= {"views": [(form, "form")], "res_id": self.credit_note_ids.id}
        return action

    def action_credit(self):
        """Prepare the credit notes of what was returned and invoiced, less the fee.

        They are drafts, made by core's reversal; staff check and post them.
        """
        self.ensure_one()
        self.check_access("write")
        if self.state not in ("authorized", "received", "inspecting", "closed"):
            raise UserError(
                self.env._("Only what was authorized and came back is credited.")
            )
        if self.sudo().is_replaced:  # deliveries need rights of Inventory
            raise UserError(
                self.env._(
                    "What came back is replaced: it is not credited too. Cancel the"
                    " delivery of the replacement first."
                )
            )
        wanted = (
            self.sudo()._to_credit()
        )  # only quantities; core checks the user's rights
        invoices = self.sudo()._invoices(wanted)
        if not invoices:
            raise UserError(
                self.env._(
                    "There is nothing to credit: nothing of it came back, was invoiced,"
                    " or everything has its credit note already. What was not invoiced"
                    " yet is left out of the next invoice."
                )
            )
        for invoice, quantities in invoices:
            self._credit(invoice.sudo(False), quantities)
        self._note_to_invoice(wanted)
        self._note_discounts()
        return self.action_open_credit_notes()

    def _note_to_invoice(self, wanted):
        """Post a note: items that are invoiced as ordered will show as to invoice again."""
        lines = [line for line in wanted if line.product_id.invoice_policy == "order"]
        if lines:
            self.message_post(
                body=self.env._(
                    "Once the credit note is posted, %(order)s shows what came back as to"
                    " be invoiced again, since it is invoiced as ordered: %(items)s. Lower"
                    " the ordered quantity if it stays with you.",
                    order=self.order_id.name,
                    items=", ".join(line.product_id.display_name for line in lines),
                ),
                subtype_xmlid="mail.mt_note",
            )

    def _note_discounts(self):
        """Post a note: which discounts were taken off in proportion."""
        lines = (
            self.sudo().order_id.order_line.filtered(  # names of lines, for Invoicing
                lambda line: not line.is_downpayment and line._return_is_discount()
            )
        )
        if lines:
            self.message_post(
                body=self.env._(
                    "Look at the credit note before you post it: it takes off its share of"
                    " the order's discounts. %s",
                    "; ".join(lines.mapped("name")),
                ),
                subtype_xmlid="mail.mt_note",
            )

    def _to_credit(self):
        """Return what is left to credit of each order line, in its unit.

        :rtype: dict
        """
        wanted = defaultdict(float)
        for line in self.line_ids:
            wanted[line.order_line_id] += line.uom_id._compute_quantity(
                line.accepted_quantity, line.order_line_id.product_uom_id, round=False
            )
        for note in self.credit_note_ids.filtered(lambda one: one.state != "cancel"):
            for row in note.invoice_line_ids:
                for order_line in row.sale_line_ids & self.line_ids.order_line_id:
                    wanted[order_line] -= row._return_units(order_line)
        if self.outcome != "refund":
            for line in wanted:
                wanted[line] = min(wanted[line], line._return_overbilled())
        return wanted

    def _invoices(self, wanted):
        """Return which quantities of which invoices are credited, the last one first.

        :param dict wanted: quantity by order line
        :return: invoice, and quantity by invoice line in the invoice line's unit
        :rtype: list[tuple]
        """
        found = defaultdict(dict)
        for order_line, quantity in wanted.items():
            rows = order_line.invoice_lines.filtered(
                lambda row: row.parent_state in ("draft", "posted")
            )
            refunds = rows.filtered(lambda row: row.move_id.move_type == "out_refund")
            free = self._billed(rows - refunds)
            goodwill = order_line._return_goodwill()
            quantity = min(
                quantity,
                sum(row._return_units(order_line) for row in free)
                - sum(row._return_units(order_line) for row in refunds)
                + goodwill,
            )
            for row in free:
                mine = refunds.filtered(
                    lambda one, move=row.move_id: one.move_id.reversed_entry_id == move
                )
                whole = row._return_units(order_line)
                gone = sum(one._return_units(order_line) for one in mine)
                units = min(quantity, whole, whole - gone + goodwill)
                if units > EPSILON:
                    found[row.move_id][row] = units
                    quantity -= units
        return list(found.items())

    @api.model
    def _billed(self, rows):
        """Return the invoice lines that count, the last invoice first."""
        posted = rows.filtered(
            lambda row: row.parent_state == "posted" and row.quantity > 0
        )
        return posted.sorted(
            lambda row: (row.move_id.invoice_date, row.id), reverse=True
        )

    def _credit(self, invoice, quantities):
        """Reverse one invoice by core's wizard, and reduce the lines to what came back.

        :param invoice: `account.move`, posted
        :param dict quantities: by invoice line, in the order line's unit
        """
        wizard = (
            self.env["account.move.reversal"]
            .with_company(invoice.company_id)
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"reason": self.name, "journal_id": invoice.journal_id.id})
        )
        note = invoice.browse(wizard.reverse_moves()["res_id"])
        note.return_request_id = self
        order = self.sudo().order_id  # deliveries and bills, for what was paid
        lines = order.order_line.browse().union(
            *(row.sale_line_ids[:1] for row in quantities)
        )
        paid = order._return_paid(lines)
        commands, fees, rows = [], defaultdict(float), list(quantities)
        changes = []
        for copy in note.invoice_line_ids:
            row = next((row for row in rows if row._return_is_copied_by(copy)), None)
            if not row:
                commands.append(Command.delete(copy.id))
                continue
            rows.remove(row)
            order_line = row.sale_line_ids[:1]
            units = quantities[row]
            quantity = order_line.product_uom_id._compute_quantity(
                units, row.product_uom_id, rounding_method="HALF-UP"
            )
            commands.append(Command.update(copy.id, {"quantity": quantity}))
            price = row.price_unit * (1 - row.discount / 100) * quantity
            # sudo: other returns and credit notes of the line, for what they gave back
            found = order_line.sudo()._return_changes(
                paid[order_line], units, price, note=note
            )
            changes += [(row, change) for change in found]
            price += sum(change.amount for change in found)
            share = self.sudo()._fee_share(order_line)
            fees[row.account_id, row.tax_ids] += price * share
        commands += self._change_commands(changes)
        commands += [
            Command.create(
                self._fee_values(account, taxes, note.currency_id.round(amount))
            )
            for (account, taxes), amount in fees.items()
            if not note.currency_id.is_zero(amount)
        ]
        note.write({"invoice_line_ids": commands})
        return note

    def _change_commands(self, changes):
        """Return the lines of a credit note for what discounts and earlier credits change.

        :param list changes: line of the invoice, and ``Change``
        """
        amounts = defaultdict(float)
        for row, change in changes:
            billed = change.line.invoice_lines.filtered(
                lambda one, move=row.move_id: one.move_id == move
            )
            account = (billed.account_id or row.account_id)[:1]
            amounts[change.line, account, change.taxes] += change.amount
        return [
            Command.create(
                {
                    "name": self._change_name(line),
                    "quantity": 1.0,
                    "price_unit": amount,
                    "account_id": account.id,
                    "tax_ids": [Command.set(taxes.ids)],
                }
            )
            for (line, account, taxes), amount in amounts.items()
            if not line.currency_id.is_zero(amount)
        ]

    def _change_name(self, line):
        lang = self.partner_id.lang or self.env.lang
        if line._return_is_discount():
            return line.name
        return self.with_context(lang=lang).env._(
            "%s: adjusted to what was paid and not given back yet",
            (line.name or "").partition("\n")[0],
        )

    def _fee_share(self, order_line):
        """Return the share of an order line's price that is kept as fee, 0 to 1."""
        lines = self.line_ids.filtered(lambda line: line.order_line_id == order_line)
        charged = lines.filtered(lambda line: not line.reason_id.seller_fault)
        whole = sum(lines.mapped("accepted_quantity"))
        if not whole:
            return 0.0
        share = sum(charged.mapped("accepted_quantity")) / whole
        return share * self.fee_percent / 100

    def _fee_values(self, account, taxes, amount):
        lang = self.partner_id.lang or self.env.lang
        return {
            "name": self.with_context(lang=lang).env._(
                "Restocking fee %s %%", f"{self.fee_percent:g}"
            ),
            "quantity": 1.0,
            "price_unit": -amount,
            "account_id": account.id,
            "tax_ids": [Command.set(taxes._return_fee_taxes().ids)],
        }


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _return_units(self, order_line):
        """Return the quantity in an order line's unit."""
        self.ensure_one()
        return self.product_uom_id._compute_quantity(
            self.quantity, order_line.product_uom_id, round=False
        )

    def _return_is_copied_by(self, other):
        """Tell whether a line of a reversal is the copy of this one."""
        return all(
            self[name] == other[name]
            for name in ("sale_line_ids", "product_id", "quantity", "price_unit")
        )


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _return_overbilled(self):
        """Return how much more was invoiced than the customer keeps, in the line's unit.

        For products that are invoiced as delivered; other credit notes are counted, too.
        """
        if self.product_id.invoice_policy != "delivery":
            return float("inf")
        billed = self.qty_invoiced + self._return_goodwill()
        return max(billed - self.qty_delivered, 0.0)
