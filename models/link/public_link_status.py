# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a document's form says of its links: how they stand, and what the customer did."""

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.formatting import day

# How many of a document's links its form looks at: the latest.
LOOKED_AT = 50
FAILED = ("failed", "bounced")


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    public_link_status = fields.Selection(
        [
            ("none", "Not Sent"),
            ("failed", "Not Delivered"),
            ("unopened", "Not Opened"),
            ("opened", "Opened"),
            ("rejected", "Declined"),
            ("approved", "Approved"),
            ("paid", "Paid"),
        ],
        "Customer Link",
        compute="_compute_public_link_status",
        groups="public_links.group_user",
        help="How the links of this document stand.",
    )
    public_link_failure = fields.Char(
        "Undelivered Email",
        compute="_compute_public_link_status",
        groups="public_links.group_user",
    )
    public_link_can_send = fields.Boolean(
        "May Send Links",
        compute="_compute_public_link_can_send",
        groups="public_links.group_user",
    )
    public_link_news = fields.Html(
        "News from the Customer",
        compute="_compute_public_link_news",
        sanitize=False,
        groups="public_links.group_user",
        help="What the customer did by link that no one has dealt with yet.",
    )
    public_link_can_answer = fields.Boolean(
        "Can Be Answered",
        compute="_compute_public_link_news",
        groups="public_links.group_user",
    )

    public_link_can_finish = fields.Boolean(
        "Can Be Marked as Done",
        compute="_compute_public_link_news",
        groups="public_links.group_user",
    )

    # === HOW THE LINKS STAND === #

    @api.depends_context("uid", "lang")
    def _compute_public_link_status(self):
        Link = self.env["public.link"]
        may = Link.has_access("read")
        for document in self:
            saved, links = document._origin, Link
            if may and saved:
                domain = saved._public_link_domain() & Link._sent_domain()
                domain &= Domain("revoked_at", "=", False)
                links = Link.search(domain, limit=LOOKED_AT)
            failed = links.filtered(lambda link: link.mail_state in FAILED)[:1]
            document.public_link_failure = failed._failure_told() if failed else False
            done = may and saved and saved.public_link_count
            outcome = done and saved._public_link_outcome()
            if outcome or failed or not links:
                status = outcome or (failed and "failed") or "none"
            else:
                opened = any(link.opened_first for link in links)
                status = "opened" if opened else "unopened"
            document.public_link_status = status

    def _public_link_outcome(self):
        """Hook: return what the customer has done in the end: paid, approved or rejected.

        :rtype: str or None
        """
        return None

    @api.depends_context("uid")
    def _compute_public_link_can_send(self):
        for document in self:
            document.public_link_can_send = any(
                document._public_link_senders(purpose).include(self.env.user)
                for purpose in document._public_link_offered()
            )

    # === WHAT THE CUSTOMER DID === #

    def _public_link_customer_activities(self, kinds=()):
        """Return the open activities about what customers did by link.

        :param kinds: those of these kinds only, see ``_public_link_tell``
        """
        activities = self.env["mail.activity"].search(
            Domain("res_model", "=", self._name)
            & Domain("res_id", "in", self.ids)
            & Domain("public_link_kind", "!=", False)
        )
        return activities.filtered(
            lambda one: not kinds or one.public_link_kind in kinds
        )

    @api.depends_context("lang", "uid")
    def _compute_public_link_news(self):
        for document in self:
            saved = document._origin
            # sudo: whoever works with the document reads it, whose activity it may be
            open_ = saved.sudo()._public_link_customer_activities() if saved else ()
            rows = [
                {
                    "summary": one.summary or "",
                    "when": day(self.env, one.create_date),
                    "todo": saved._public_link_todo(one.public_link_kind) or "",
                }
                for one in open_
            ]
            news = self.env["ir.qweb"]._render(
                "public_links.staff_news", {"rows": rows}
            )
            document.public_link_news = news if rows else False
            document.public_link_can_answer = bool(
                rows and getattr(document, "_public_message_field", None)
            )
            document.public_link_can_finish = bool(rows) and saved.has_access("write")

    def _public_link_todo(self, kind):
        """Hook: return what staff do next after something the customer did.

        :param str kind: see ``_public_link_tell``
        :rtype: str or None
        """
        return None

    def _public_link_news_done(self, kinds=()):
        """Close the activities about what the customer did, after what dealt with it, which
        stands in the history itself.

        :param kinds: those of these kinds only
        """
        # sudo: whoever deals with it, whose activity it may be
        self.sudo()._public_link_customer_activities(kinds).unlink()

    def action_public_link_news_done(self):
        """Note, as staff, that what the customer did is dealt with."""
        self.check_access("write")
        # sudo: as above
        activities = self.sudo()._public_link_customer_activities()
        if activities:
            activities.action_feedback()

    def action_public_link_panel(self):
        """Open the panel: the links by recipient, and what the customer can do now."""
        self.ensure_one()
        self.check_access("read")
        panel = self.env["public.link.diagnosis"].create(
            {"res_model": self._name, "res_id": self.id}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Customer Link"),
            "res_model": "public.link.diagnosis",
            "res_id": panel.id,
            "views": [(False, "form")],
            "target": "new",
        }


class MailActivity(models.Model):
    _inherit = "mail.activity"

    public_link_kind = fields.Char(
        "Done by Link",
        readonly=True,
        help="What the customer did by link, if the activity is about that.",
    )


class PublicLink(models.Model):
    _inherit = "public.link"

    can_give = fields.Boolean(
        "May Be Handed Out",
        compute="_compute_can_give",
        help="Whether you may copy, send or extend this link.",
    )
    can_generate = fields.Boolean(
        "May Be Made for Others", compute="_compute_can_generate"
    )

    def _failure_sentence(self):
        reason = (self.mail_failure or "").strip()
        reason = reason or self.env._("The mail server gave no reason.")
        return reason if reason.endswith((".", "!", "?")) else f"{reason}."

    def _failure_told(self):
        """Return that the mail with this link did not arrive, why, and what to do."""
        self.ensure_one()
        return self.env._(
            "The email with the link did not reach %(name)s (%(email)s). %(reason)s %(fix)s",
            name=self.partner_id.display_name,
            email=self.email or self.env._("no address"),
            reason=self._failure_sentence(),
            fix=self.mail_fix,
        )

    @api.depends("res_model", "res_id", "purpose")
    @api.depends_context("uid")
    def _compute_can_give(self):
        documents = self.env["public.link.registry"]._known().documents
        known = self.filtered(lambda link: link.res_model in documents)
        (self - known).can_give = False
        refused = known._refused()
        for link in known:
            link.can_give = link not in refused

    @api.depends("res_model", "res_id")
    @api.depends_context("uid")
    def _compute_can_generate(self):
        documents = self.env["public.link.registry"]._known().documents
        for link in self:
            known = link.res_model in documents
            document = known and self.env[link.res_model].browse(link.res_id)
            link.can_generate = document and document.public_link_can_send
