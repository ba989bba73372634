# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What every document inherits: its links, the gate, and the hooks of the slices."""

from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools import placeholders
from ...tools.blockers import Blocker
from ...tools.registry import DAYS_DEFAULT

# Aggregates for the button on a document: number of links, last open.
LINK_SUMS = ("__count", "opened_last:max")
# Groups of those who read a mail: who may answer for the customer, and who only reads.
CUSTOMERS, FOLLOWERS = "public_link_customer", "public_link_follower"
READERS = (CUSTOMERS, FOLLOWERS)


class PublicLinkMixin(models.AbstractModel):
    """Inherited by the models whose records can have links, see docs/EXTENDING.md."""

    _name = "public.link.mixin"
    _description = "Document with Public Links"

    # The stored fields that the gate and the pages of this model read.
    _public_fields = ()

    public_link_ids = fields.Many2many(
        "public.link",
        string="Public Links",
        compute="_compute_public_links",
        search="_search_public_link_ids",
        groups="public_links.group_user",
    )
    public_link_count = fields.Integer(
        "Number of Links",
        compute="_compute_public_link_count",
        groups="public_links.group_user",
    )
    public_link_last_opened = fields.Datetime(
        "Link Last Opened",
        compute="_compute_public_link_count",
        search="_search_public_link_last_opened",
        groups="public_links.group_user",
    )

    public_link_url = fields.Char(
        "Public Link",
        compute="_compute_public_link_url",
        help="For email templates: in each email it becomes the recipient's own link to"
        " this document.",
    )

    @property
    def _public_link_purposes(self):
        """The purposes whose pages exist for this model, the shortest first.

        A document offers a purpose by having the method of its gate, so that slices need
        not know of each other.

        :rtype: tuple[str]
        """
        return self.env["public.link.registry"]._offered(self._name)

    def _public_link_ask(self, purpose, what):
        """Call what a purpose names of its documents.

        :param str purpose: a purpose
        :param str what: gate, senders or button, see ``registry.Purpose``
        :return: what the method returns; ``None`` where there is none
        """
        known = self.env["public.link.registry"]._known().purposes.get(purpose)
        name = known and getattr(known, what)
        return getattr(self, name)() if name and hasattr(self, name) else None

    # === COMPUTE METHODS === #

    def _public_link_domain(self):
        """Hook: return the domain of these documents' links."""
        return Domain("res_model", "=", self._name) & Domain("res_id", "in", self.ids)

    def _compute_public_link_url(self):
        for document in self:
            saved = document._origin
            document.public_link_url = saved and saved._public_link_placeholder()

    @api.depends_context("uid")
    def _compute_public_links(self):
        """Hook: a document may have links under other names than its own."""
        grouped = defaultdict(self.env["public.link"].browse)
        if self.env["public.link"].has_access("read"):
            for link in self.env["public.link"].search(self._public_link_domain()):
                grouped[link.res_id] |= link
        for document in self:
            document.public_link_ids = grouped[document._origin.id]

    @api.depends_context("uid")
    def _compute_public_link_count(self):
        """Hook: as ``_compute_public_links``."""
        # By a group query: a button that shows a number need not load the links.
        rows = {}
        if self.env["public.link"].has_access("read"):
            found = self.env["public.link"]._read_group(
                self._public_link_domain(), ["res_id"], LINK_SUMS
            )
            rows = {res_id: sums for res_id, *sums in found}
        for document in self:
            count, opened = rows.get(document._origin.id, (0, False))
            document.public_link_count = count
            document.public_link_last_opened = opened

    def _search_public_link_ids(self, operator, value):
        if operator not in ("in", "any", "any!"):
            return NotImplemented
        if operator == "in" and False in value:
            some = self._having_links(Domain("id", "in", set(value) - {False}))
            return ~self._having_links(Domain.TRUE) | some
        return self._having_links(Domain("id", operator, value))

    def _search_public_link_last_opened(self, operator, value):
        if operator == "in" and set(value) == {False}:
            return ~self._having_links(Domain("opened_last", "!=", False))
        if operator not in ("<", ">", "<=", ">=", "in"):
            return NotImplemented
        return self._having_links(Domain("opened_last", operator, value))

    def _having_links(self, domain):
        """Hook: return the domain of the documents that have such links."""
        query = self.env["public.link"]._search(
            Domain("res_model", "=", self._name) & domain
        )
        return Domain("id", "in", query.subselect("res_id"))

    # === HOOKS OF THE DOCUMENT === #

    def _public_link_company(self):
        """Return the company whose settings and branding the links follow."""
        return self.company_id or self.env.company

    def _public_link_customer(self):
        """Hook: return the contact that the document is for."""
        return self.partner_id

    def _public_link_recipients(self):
        """Return who gets the links of each document unless staff say otherwise.

        :rtype: dict[int, recordset of `res.partner`]
        """
        return {document.id: document._public_link_customer() for document in self}

    def _public_link_responsible(self):
        """Hook: return the user who looks after the document.

        Salesperson, team leader, or the company's fallback user.

        :rtype: `res.users`, possibly empty
        """
        return self._public_link_company().public_links_user_id

    def _public_link_report(self):
        """Hook: return the XML id of the customer's own report."""
        raise NotImplementedError

    def _public_link_sent_pdf(self):
        """Hook: return the PDF that was sent, where the document keeps it.

        :rtype: `ir.attachment`, possibly empty
        """
        return self.env["ir.attachment"]

    def _public_link_lifetime(self, purpose):
        """Hook: return the lifetime of a link made now.

        :param str purpose: the link's purpose
        :return: values of ``lifetime_days`` and ``expires_at``
        :rtype: dict
        """
        days = self._public_link_company()._public_links_days(purpose) or DAYS_DEFAULT
        return {
            "lifetime_days": days,
            "expires_at": fields.Datetime.now() + timedelta(days=days),
        }

    # === GATE === #

    def _public_link_switched_on(self, purpose):
        """Hook: tell whether the company's switches leave a purpose of this document on.

        :param str purpose: the purpose asked for
        :rtype: bool
        """
        return self._public_link_company()._public_links_on(purpose)

    def _public_link_blockers(self, purpose):
        """Return why a purpose cannot be done on this document now; empty means go.

        The page, the action's POST, the send wizard and the form's explanation all ask
        this method, so that they can never disagree.

        :param str purpose: the purpose asked for
        :rtype: list[Blocker]
        """
        self.ensure_one()
        company = self._public_link_company()
        switched = self._public_link_switched_on(purpose)
        blockers = [] if switched else list(company._public_link_blockers(purpose))
        if purpose not in self._public_link_purposes:
            blockers.append(
                Blocker(
                    "not_offered",
                    self.env._("This cannot be done with a link."),
                    self.env._(
                        "This purpose is not offered for this kind of document."
                    ),
                    self.env._("Choose another purpose."),
                )
            )
            return blockers
        customer = self._public_link_customer()
        if customer.public_links_blocked or (
            customer.commercial_partner_id.public_links_blocked
        ):
            blockers.append(
                Blocker(
                    "blocked",
                    self.env._("This link has been switched off."),
                    self.env._("Links are switched off for this customer."),
                    self.env._("Switch them on again on the contact."),
                )
            )
        blockers += self._public_link_ask(purpose, "gate")
        return blockers

    # === BUSINESS METHODS === #

    def _public_link_check_sender(self):
        """Hook: check that the user, who may read documents, may act on their links.

        :raise AccessError: if a link shows more than the user may see
        """

    def _public_link_revoke_all(self, reason="document"):
        """End all links of these documents."""
        # sudo: whoever may send links may stop them, those of other senders too
        self.env["public.link"]._check_can_send(self)
        self.env["public.link"].sudo().search(self._public_link_domain())._revoke(
            reason
        )

    def _public_link_in_mails(self):
        """Hook: tell whether mails about this document carry public links.

        They then never carry the portal's permanent token; what the gate blocks has no
        button at all.

        :rtype: bool
        """
        company = self._public_link_company().sudo()  # its settings
        return "view" in self._public_link_purposes and company.public_links_in_mails

    @api.model
    def mail_allowed_qweb_expressions(self):
        # Users who may edit templates, but not write code in them, may use the link.
        return (*super().mail_allowed_qweb_expressions(), "object.public_link_url")

    def _public_link_placeholder(self, purpose="view", absolute=True):
        """Return the URL that stands for the reader's own link, for mail templates.

        In a template write ``object.public_link_url``, which the template editor offers
        among the fields, or ``object._public_link_placeholder("pay")``. It is a
        placeholder: at sending each customer's own link takes its place. It needs no
        rights and writes nothing.

        :param str purpose: what the link shall open
        :param bool absolute: with the server's address
        :rtype: str
        """
        self.ensure_one()
        base = self.env["public.link"]._placeholder_base() if absolute else ""
        return base + placeholders.for_document(purpose, self._name, self.id)

    def _public_link_recipient_groups(self):
        """Hook: return the groups of readers who are not staff.

        The button of customers holds a placeholder, since all readers of a group share one
        body. Readers without a contact (a bare mail address) get no button. Those whose
        links do not answer for the customer are a group of their own: their ids are in the
        context, see `mail.thread`.
        """
        document = self.sudo()  # settings and gate are asked, nothing is shown
        shown = not document._public_link_blockers("view")
        customer = document._public_link_customer()
        # Set where the writer may not send this link, see `mail.thread`.
        if self.env.context.get("public_link_withheld"):
            shown = False
        if self.env.context.get("proforma"):
            shown = False
        url = document._public_link_placeholder()
        followers = self.env.context.get("public_link_followers", ())
        return [
            (
                "public_link_address",
                lambda data: not data["id"],
                {"has_button_access": False},
            ),
            (
                FOLLOWERS,
                lambda data: data["id"] in followers,
                {"has_button_access": shown, "button_access": {"url": url}},
            ),
            (
                CUSTOMERS,
                # An employee who is the customer reads this mail as one.
                lambda data: data["type"] != "user" or data["id"] == customer.id,
                {"has_button_access": shown, "button_access": {"url": url}},
            ),
        ]

    def write(self, vals):
        if "partner_id" not in vals:
            return super().write(vals)
        # sudo: the old customer's links end, whoever changes the customer
        documents = self.sudo()
        before = {
            document: document._public_link_customer().commercial_partner_id
            for document in documents
        }
        result = super().write(vals)
        moved = {
            (document.id, old.id)
            for document, old in before.items()
            if old and document._public_link_customer().commercial_partner_id != old
        }
        if moved:
            ids = {document_id for document_id, _old in moved}
            documents.filtered(lambda one: one.id in ids)._public_link_handed_over()
            links = documents.env["public.link"].search(self._public_link_domain())
            links.filtered(
                lambda link: (link.res_id, link.commercial_partner_id.id) in moved
            )._revoke("reassigned")
        return result

    def _public_link_handed_over(self):
        """Hook: the customer has changed; hide the conversation with the old one."""

    def unlink(self):
        # sudo: the document's links end, whoever deletes it
        links = self.env["public.link"].sudo().search(self._public_link_domain())
        result = super().unlink()
        # exists(): links of a deleted contact were deleted with it.
        links.exists()._revoke("deleted")
        return result

    def action_public_link_send(self):
        """Hook: open the send wizard on these documents.

        :raise AccessError: where the user may send nothing of them, says who may
        """
        self._public_link_check_any_sender()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "public_links.action_public_link_send"
        )
        action["context"] = {"active_model": self._name, "active_ids": self.ids}
        return action

    def action_public_links(self):
        """Open the list of these documents' links."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "public_links.action_public_link"
        )
        action["domain"] = list(self._public_link_domain())
        action["context"] = {}
        return action

    def action_public_link_preview(self, purpose="view"):
        """Hook: show this document as its customer would see it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/link/preview/{purpose}/{self._name}/{self.id}",
            "target": "new",
        }
