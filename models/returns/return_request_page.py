# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What customers see of a return: its state, where to send it, the packing slip."""

import hashlib
import json

from odoo import fields, models

from ...tools.formatting import day, page_day
from ..documents.lines import page_name
from ..documents.public_link_qr import qr_data_uri


class ReturnRequest(models.Model):
    _inherit = "return.request"

    public_link_once = fields.Char(
        "Form",
        readonly=True,
        copy=False,
        help="Names the form that made this request: sent twice, it is one return.",
    )

    # === PAGE === #

    def _public_return_row(self, link):
        """Return this return for the page, see ``page_values_return.ReturnRow``.

        :param link: `public.link`, possibly a new record when staff preview
        """
        self.ensure_one()
        env, values = self.env, self._public_values()
        sendable = self._public_return_sendable()
        refunds = self.state != "cancelled" and self.outcome != "replacement"
        # What was credited stands at the top.
        estimate = "" if values["refund"] else values["estimate"]["total"]

        def url(action):
            return link._path(action) if link.id else "#"

        facts = [
            (env._("Asked for on"), page_day(env, self.create_date)),
            (env._("Estimated refund"), estimate if refunds else ""),
            (env._("You asked for"), self._public_return_wish()),
        ]
        return {
            "id": self.id,
            "title": env._("Return %s", values["number"]),
            "number": values["number"],
            "headline": self._public_return_headline(values["sentence"]),
            "amount": self._public_return_back(values, refunds),
            "status": values["status"],
            # The headline itself says it, and the amount below it what was credited.
            "sentence": ""
            if self.state in ("authorized", "inspecting", "closed")
            else values["sentence"],
            "advice": values["shipping"] if sendable else "",
            "steps": [
                {
                    "label": step["label"],
                    "done": step["done"] or step["now"],
                    "current": step["now"],
                }
                for step in values["steps"]
            ],
            "items": [
                self._public_return_words(
                    line._public_values(), page_name(line.order_line_id)
                )
                for line in self.line_ids
            ],
            "addresses": [{"label": env._("Send it to"), "lines": values["return_to"]}]
            if values["return_to"]
            else [],
            "facts": [{"label": one, "value": text} for one, text in facts if text],
            "slip_url": url(f"slip/{self.id}") if sendable else "",
            "labels": [
                {"name": env._("Shipping label"), "url": url(f"label/{label.id}")}
                for label in self._public_return_labels()
            ],
            "cancel_url": (link._form_path("cancel") if link.id else "#")
            if values["can_cancel"]
            else "",
        }

    def _public_return_headline(self, sentence):
        """Return how the return stands and what to do, in a few words."""
        env = self.env
        return {
            "authorized": sentence,
            "requested": env._("We have your request"),
            "received": env._("Your parcel has arrived"),
            "inspecting": sentence,
            "closed": env._("Your return is completed"),
            "cancelled": env._("This return is cancelled"),
        }[self.state]

    def _public_return_back(self, values, refunds):
        """Return what the customer gets back, as a sentence, or ""."""
        env = self.env
        if values["refund"]:
            return env._("%s credited", values["refund"])
        if not refunds or self.state == "closed":
            return ""
        total = values["estimate"]["total"]
        if self.wish == "credit":
            return env._("You get about %s for your next order", total)
        return env._("You get back about %s", total)

    def _public_return_words(self, item, name=""):
        """Return an item of ``_public_values`` as the page and the slip show it.

        :param str name: the page's own name of it
        """
        env = self.env
        facts = [
            f"{item['quantity']} {item['unit']}".strip(),
            item["reason"],
            item["condition"],
        ]
        if item["lot"]:
            facts.append(env._("number %s", item["lot"]))
        if item["photos"]:
            facts.append(env._("photos: %s", item["photos"]))
        return {"name": name or item["name"], "facts": " · ".join(filter(None, facts))}

    def _public_return_wish(self):
        """Return what the customer wants in place of the items, where it is no money."""
        if self.wish == "refund":
            return ""
        return dict(self._fields["wish"]._description_selection(self.env))[self.wish]

    def _public_return_sendable(self):
        """Tell whether the goods are to be sent back now, with a packing slip."""
        return bool(self) and self.state == "authorized" and self.outcome != "refund"

    def _public_return_labels(self):
        """Return the labels that a carrier made for these returns, as core keeps them.

        Of the return transfers, else of the deliveries: some carriers create the label for
        the return together with the one for the delivery.
        """
        labels = self.env["ir.attachment"]
        for request in self.filtered(lambda row: row._public_return_sendable()):
            back = request.return_picking_ids.filtered(
                lambda one: one.state != "cancel"
            )
            sent = back.return_id
            labels |= back.return_label_ids or sent.return_label_ids
        return labels

    # === PACKING SLIP === #

    def _public_link_company(self):
        """Return the company to which the goods go, as documents do."""
        return self.company_id

    def _public_link_report(self):
        """Return the packing slip's report, as documents do for their own."""
        return "public_links.action_report_return_slip"

    def _public_return_version(self):
        """Return the hash of what the packing slip says."""
        text = json.dumps(self._public_return_slip(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def _public_return_slip(self):
        """Return what the packing slip says, in the environment's language.

        :rtype: dict
        """
        self.ensure_one()
        settings = self.company_id._public_links_settings()
        # The same zone in a page and in the scheduled job, for the same version.
        self = self.with_context(tz=self.partner_id.tz or settings["tz"])
        env, values = self.env, self._public_values()
        facts = [
            (env._("Order"), self.order_id.name),
            (env._("From"), self.partner_id.name or ""),
            (env._("Asked for on"), values["date"]),
            (env._("Please send it by"), day(env, self.send_by)),
        ]
        return {
            "title": env._("Return %s", self.name),
            "intro": env._("Please put this sheet into the parcel and send it to:"),
            "to": values["return_to"],
            "items": [self._public_return_words(item) for item in values["items"]],
            "facts": [
                {"label": label, "value": value} for label, value in facts if value
            ],
            "code": self._public_return_code(),
            # Makes the PDF another version when the seller's logo changes.
            "version": settings["logo_version"] or "",
        }

    def _public_return_code(self):
        """Return the QR code of the packing slip, as a data URI, or "".

        It holds the backend's URL of the request, for the warehouse: no public link. Odoo
        asks for a login and checks rights.
        """
        if not self.company_id._public_links_settings()["return_qr"]:
            return ""
        return qr_data_uri(f"{self.get_base_url()}/odoo/return.request/{self.id}")
