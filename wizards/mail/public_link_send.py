# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import email_normalize

from ...models.link.public_link_staff import AS_SENT
from ...tools.formatting import day
from ...tools.registry import DAYS_DEFAULT, DAYS_MAX, DAYS_MIN

LIMIT = 1000  # documents at once


class PublicLinkSend(models.TransientModel):
    """Sends or copies links of one document, or sends those of up to a thousand."""

    _name = "public.link.send"
    _description = "Send Portal Link"

    res_model = fields.Char("Document Model", required=True, readonly=True)
    res_ids = fields.Json("Document IDs", required=True, readonly=True)
    single = fields.Boolean("One Document", compute="_compute_documents")
    document_title = fields.Char("Document", compute="_compute_documents")
    count = fields.Integer("Documents", compute="_compute_documents")
    offered = fields.Char(compute="_compute_documents")

    purpose = fields.Selection(
        "_selection_purpose", help="What the recipient can do with the link."
    )
    partner_ids = fields.Many2many(
        "res.partner",
        string="Recipients",
        help="Each gets an email of their own with a link of their own.",
    )
    lang = fields.Selection(
        selection="_selection_lang",
        string="Language",
        help="Of the email. Empty: each recipient's own.",
    )
    days = fields.Integer(
        "Expires After",
        default=DAYS_DEFAULT,
        help="Days from now, 1 to 365. The default is a setting of each purpose.",
    )
    default_days = fields.Integer(compute="_compute_default_days")
    expires_on = fields.Char("Works Until", compute="_compute_expires_on")
    note = fields.Text("Your Words", help="Added to the email. Optional.")

    customer_id = fields.Many2one("res.partner", "Account", compute="_compute_customer")
    customer_email = fields.Char("Billing Email", compute="_compute_customer")
    addresses = fields.Char("Sent To", compute="_compute_customer")

    problems = fields.Json(compute="_compute_problems")
    ready_count = fields.Integer("Will Be Sent", compute="_compute_problems")
    skipped_count = fields.Integer("Will Be Skipped", compute="_compute_problems")
    problems_html = fields.Html("Skipped", compute="_compute_problems", sanitize=False)
    can_copy = fields.Boolean(compute="_compute_problems")
    notices = fields.Text(compute="_compute_notices")

    subject = fields.Char(compute="_compute_preview")
    body = fields.Html("Preview", compute="_compute_preview", sanitize=False)

    result = fields.Json(readonly=True)
    result_title = fields.Char(compute="_compute_result_html")
    result_html = fields.Html("Sent", compute="_compute_result_html", sanitize=False)

    # === DEFAULTS === #

    @api.model
    def default_get(self, names):
        values = super().default_get(names)
        context = self.env.context
        values.setdefault("res_model", context.get("active_model"))
        if not values["res_model"]:
            return values
        values.setdefault("res_ids", context.get("active_ids") or [])
        documents = self.new(values)._documents()
        purpose = values.get("purpose") or documents._public_link_proposed(
            self._offered(documents)
        )
        values["purpose"] = purpose
        if len(documents) == 1:
            people = documents._public_link_recipients()[documents.id]
            values.setdefault("partner_ids", [fields.Command.set(people.ids)])
        values["days"] = self._days_of(documents, purpose)
        return values

    @api.model
    def _selection_purpose(self):
        labels = dict(self.env["public.link.registry"]._selection_purpose())
        # A74: beside links that show the document, and lead to paying as well.
        labels["pay"] = self.env._("Payment link only")
        return list(labels.items())

    @api.model
    def _selection_lang(self):
        return self.env["res.lang"].get_installed()

    def _days_of(self, documents, purpose):
        company = (
            documents[:1]._public_link_company() if documents else self.env.company
        )
        return company._public_links_days(purpose or "view")

    # === DOCUMENTS === #

    def _documents(self):
        """Return the documents as superuser, after checking that the user may read them.

        :raise AccessError: if the user may not read them or send links
        """
        if self.res_model not in self.env["public.link.registry"]._known().documents:
            raise UserError(self.env._("This kind of document has no links."))
        ids = list(dict.fromkeys(int(number) for number in self.res_ids or []))
        if not ids:
            raise UserError(self.env._("Choose at least one document."))
        if len(ids) > LIMIT:
            raise UserError(
                self.env._(
                    "Choose at most %(most)s documents at once; you chose %(count)s.",
                    most=LIMIT,
                    count=len(ids),
                )
            )
        documents = self.env[self.res_model].browse(ids)
        self.env["public.link"]._check_can_send(documents)
        # sudo: pages ask the gate as superuser, and the result must be the same
        return documents.sudo()._public_link_as_sent()

    def _recipients(self, documents):
        """Return who gets the links, by document id."""
        if len(documents) == 1:
            return {documents.id: self.partner_ids._origin}
        return documents._public_link_recipients()

    # === COMPUTE METHODS === #

    @api.depends("res_model", "res_ids")
    def _compute_documents(self):
        for wizard in self:
            documents = wizard._documents()
            wizard.count = len(documents)
            wizard.single = len(documents) == 1
            wizard.document_title = (
                documents._public_link_title()
                if wizard.single
                else self.env._("%s documents", len(documents))
            )
            wizard.offered = ",".join(self._offered(documents))

    @api.depends("purpose", "res_ids")
    def _compute_default_days(self):
        for wizard in self:
            wizard.default_days = self._days_of(wizard._documents(), wizard.purpose)

    @api.onchange("purpose")
    def _onchange_purpose(self):
        self.days = self.default_days

    @api.depends("days", "purpose")
    def _compute_expires_on(self):
        for wizard in self:
            documents = wizard._documents()
            until = False
            if wizard.purpose and DAYS_MIN <= wizard.days <= DAYS_MAX:
                until = wizard._lifetime(documents[0])["expires_at"]
            wizard.expires_on = day(self.env, until)

    def _lifetime(self, document):
        """Return the lifetime of a link that the wizard would create, see
        ``_public_link_lifetime``."""
        if self.days == self.default_days:
            return document._public_link_lifetime(self.purpose)
        now = fields.Datetime.now()
        return {
            "lifetime_days": self.days,
            "expires_at": fields.Datetime.add(now, days=self.days),
        }

    @api.depends("res_ids", "partner_ids")
    def _compute_customer(self):
        for wizard in self:
            documents = wizard._documents()
            customer = self.env["res.partner"]
            if len(documents) == 1:
                customer = documents._public_link_customer().commercial_partner_id
            wizard.customer_id = customer.sudo(False)
            wizard.customer_email = customer.email
            wizard.addresses = ", ".join(
                email_normalize(partner.email or "") or self.env._("no valid address")
                for partner in wizard.partner_ids
            )

    @api.depends("res_ids", "purpose", "partner_ids")
    def _compute_problems(self):
        for wizard in self:
            documents = wizard._documents()
            _ready, problems = wizard._split(documents)
            blocked = {row["res_id"] for row in problems}
            wizard.problems = problems
            wizard.skipped_count = len(blocked)
            wizard.ready_count = len(documents) - len(blocked)
            wizard.problems_html = wizard._rows_html(problems)
            wizard.can_copy = bool(
                len(documents) == 1
                and wizard.purpose
                and not wizard._refusals(documents)
                and not documents._public_link_blockers(wizard.purpose)
            )

    @api.depends("res_ids", "purpose", "partner_ids")
    @api.depends_context("lang")
    def _compute_notices(self):
        for wizard in self:
            documents = wizard._documents()
            wizard.notices = "\n".join(
                documents._public_link_send_notices(wizard.purpose, wizard.partner_ids)
            )

    def _split(self, documents):
        """Separate the documents whose links can be mailed from the others.

        :return: the documents that are ready; rows with problem and fix of the others
        :rtype: tuple[recordset, list[dict]]
        """
        if self.purpose not in documents._public_link_offered():
            text, fix = self._not_offered()
            found = {document: [(text, fix)] for document in documents}
        else:
            people = self._recipients(documents)
            found = self._refusals(documents)
            allowed = documents.filtered(lambda one: one not in found)
            with allowed._public_asked_together([self.purpose]) as asked:
                for document in asked:
                    found[document] = document._public_link_send_problems(
                        self.purpose, people[document.id]
                    )
        ready = documents.filtered(lambda document: not found[document])
        return ready, [
            {
                "name": document._public_link_title(),
                "res_id": document.id,
                "text": text,
                "fix": fix,
            }
            for document in documents
            for text, fix in found[document]
        ]

    def _not_offered(self):
        """Return problem and fix where the purpose is not offered."""
        return (
            self.env._("This purpose is not offered for this kind of document."),
            self.env._("Choose another purpose."),
        )

    def _rows_html(self, rows):
        single = len(self.res_ids) == 1
        return rows and self.env["ir.qweb"]._render(
            "public_links.staff_problems",
            {"rows": rows, "single": single, "model": self.res_model},
        )

    @api.depends("purpose", "partner_ids", "lang", "note", "days")
    def _compute_preview(self):
        for wizard in self:
            wizard.subject = wizard.body = False
            documents = wizard._documents()
            if wizard.purpose not in self._offered(documents):
                continue
            ready, _problems = wizard._split(documents)
            document = (ready or documents)[0]
            partner = wizard._recipients(document)[document.id][:1]
            if partner and DAYS_MIN <= wizard.days <= DAYS_MAX:
                wizard._fill_preview(document, partner)

    def _fill_preview(self, document, partner):
        """Render the mail of a link that is not created yet, with a placeholder for it."""
        link = (
            self.env["public.link"]
            .with_context(**AS_SENT)
            .new(
                {
                    "purpose": self.purpose,
                    "res_model": document._name,
                    "res_id": document.id,
                    "document_name": document.display_name,
                    "partner_id": partner.id,
                    "email": partner.email,
                    "company_id": document._public_link_company().id,
                    "user_id": self.env.uid,
                    **self._lifetime(document),
                }
            )
        )
        mail = link._render_mail(self.lang, self.note or "")[link.id]
        self.subject, self.body = mail["subject"], mail["body_html"]

    @api.depends("result")
    def _compute_result_html(self):
        for wizard in self:
            result = wizard.result or {}
            rows = result.get("skipped")
            wizard.result_html = rows and wizard._rows_html(rows)
            wizard.result_title = result and self.env._(
                "Handed to the email queue: %(sent)s. Skipped: %(skipped)s.",
                sent=result["sent"],
                skipped=len({row["res_id"] for row in rows}),
            )

    # === CONSTRAINTS === #

    @api.constrains("days")
    def _check_days(self):
        for wizard in self:
            if not DAYS_MIN <= wizard.days <= DAYS_MAX:
                raise ValidationError(
                    self.env._(
                        "A link can live from %(least)s to %(most)s days; you asked for"
                        " %(days)s.",
                        least=DAYS_MIN,
                        most=DAYS_MAX,
                        days=wizard.days,
                    )
                )

    # === ACTIONS === #

    def action_send(self):
        """Mail the links; skip, and list, the documents that cannot be sent now."""
        self.ensure_one()
        documents = self._documents()
        ready, problems = self._split(documents)
        if not ready:
            raise UserError(self._sentences(problems))
        links = self._issue_links(ready, self._recipients(ready), "mail")
        queue = len(documents) > 1
        links = links._send_mails(lang=self.lang, note=self.note or "", queue=queue)
        if not queue:
            return links._tell_when_sent(close=True)
        self.result = {"sent": len(links), "skipped": problems}
        return self._reopen()

    def action_copy(self):
        """Make the link of the one recipient and show its address and QR code."""
        self.ensure_one()
        document = self._documents()
        if len(document) != 1:
            raise UserError(self.env._("Copy the link of one document at a time."))
        if self.purpose not in document._public_link_offered():
            raise UserError(" ".join(self._not_offered()))
        self.env["public.link"]._check_may_send(self.purpose, document)
        if blockers := document._public_link_blockers(self.purpose):
            raise UserError("\n".join(f"{row.staff} {row.fix}" for row in blockers))
        if len(self.partner_ids) != 1:
            raise UserError(
                self.env._(
                    "Choose one recipient: a link belongs to one person, so copy it for"
                    " each of them."
                )
            )
        link = self._issue_links(document, {document.id: self.partner_ids}, "copy")
        copy = self.env["public.link.copy"].create({"link_id": link.id})
        return copy._open_dialog()

    def action_copy_now(self):
        """Make the link of the one recipient and put its address on the clipboard."""
        dialog = self.action_copy()
        if dialog["res_model"] != "public.link.copy":
            return dialog  # what keeps it from being copied
        return self.env["public.link.copy"].browse(dialog["res_id"])._copy_now(dialog)

    def _issue_links(self, documents, recipients, channel):
        """Return live links, as superuser, with the lifetime that the wizard shows."""
        Link = self.env["public.link"]
        documents = self.env[self.res_model].browse(documents.ids)
        Link._check_may_send(self.purpose, documents)
        documents._public_link_being_sent(self.purpose)
        links = Link._issue(documents, self.purpose, recipients, channel=channel)
        if self.days != self.default_days:
            links._set_days(self.days)
        return links

    @staticmethod
    def _sentences(rows):
        return "\n".join(f"{row['text']} {row['fix']}" for row in rows[:10])

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send Portal Link"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }
