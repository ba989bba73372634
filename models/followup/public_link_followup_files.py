# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The files of follow-ups: a scheduled action attaches them before the mail leaves.

Whoever plans and writes thousands of mails renders nothing. A mail with files waits in
Odoo's queue for an hour at the most, and leaves without them when they are not there by
then, or are too large: its link opens them all the same.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ...tools.followup import closing
from ..link.error_pages import public_user_id
from ..portal.res_partner_statement import version_of

_logger = logging.getLogger(__name__)

# How long a mail waits for its files: after that the link alone has to do.
WAIT = timedelta(hours=1)
MEGABYTE = 1024**2


@dataclass(frozen=True, slots=True)
class File:
    """A file that can be attached.

    :param str name: as the reader sees it
    :param attachment: `ir.attachment` that holds it, as superuser
    :param bool own: whether it is attached as it is; else a copy of it is
    """

    name: str
    attachment: Any
    own: bool


class PublicLinkFollowup(models.Model):
    _inherit = "public.link.followup"

    files_until = fields.Datetime(
        "Waits for Its Files Until", readonly=True, index="btree_not_null"
    )
    files_wait_ids = fields.Many2many(
        "public.link.pdf",
        "public_link_followup_pdf_rel",
        "followup_id",
        "pdf_id",
        groups=fields.NO_ACCESS,
    )
    files_said = fields.Char(
        "Attached",
        readonly=True,
        help="What was attached as the plan wants it, or why nothing was: then the email"
        " has its link alone.",
    )

    # === WAITING === #

    def _wait_for_files(self):
        """Have those of these follow-ups wait whose plan attaches files to them.

        :return: those that wait
        """
        waiting = self.filtered(
            lambda one: (
                one.plan_id.attach not in ("none", False) and one.line_ids.invoice_id
            )
        )
        for followup in waiting:
            settings = followup.company_id._public_links_settings()
            now = fields.Datetime.now()
            zones = filter(None, (settings["tz"], followup.partner_id.tz))
            # Rendering must not make it leave at night.
            end = closing(now, zones, settings["followup_to"])
            followup.files_until = min(now + WAIT, max(now, end))
        return waiting

    def _fetch_files_soon(self):
        """Have the files of these fetched after the commit, and the mail queue run when
        the last of them has waited long enough."""
        if not self:
            return
        # sudo: the crons are the system's own
        self.env.ref("public_links.ir_cron_followup_files").sudo()._trigger()
        queue = self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()
        queue._trigger(max(self.mapped("files_until")) + timedelta(seconds=1))

    @api.model
    def _cron_files(self):
        """Attach what is there, and have made what is not; each in its own transaction."""
        cron = self.env["ir.cron"]
        waiting = self.search(
            [
                ("files_until", "!=", False),
                ("files_wait_ids", "not any", [("state", "=", "pending")]),
            ],
            order="id",
        )
        cron._commit_progress(remaining=len(waiting))
        for followup in waiting:
            # Else what was read for all mails before would stay in the memory.
            self.env.invalidate_all()
            followup._fetch_files()
            if not cron._commit_progress(1):
                break

    def _fetch_files(self):
        """Attach the files of this follow-up, or order those that are not rendered."""
        self.ensure_one()
        # sudo: mails are a technical model, as in core
        mail = self.env["mail.mail"].sudo()
        mail = mail.search([("public_link_followup_id", "=", self.id)], limit=1)
        if mail.state != "outgoing":
            self.files_until = False
            return
        try:
            if not mail.try_lock_for_update():
                return  # The queue sends it at this moment.
            with self.env.cr.savepoint():
                files, missing, refused = self._files()
                if missing and not refused:
                    self.files_wait_ids = missing
                    return
                self._attach(mail, files, refused)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            # Somebody changed it at the same moment: it is looked at again.
            self.env.cr.rollback()
            # sudo: the cron is the system's own
            self.env.ref("public_links.ir_cron_followup_files").sudo()._trigger()
        except Exception as error:
            _logger.exception("The files of follow-up %s cannot be attached.", self.id)
            self.env.invalidate_all()
            self._release(mail, self.env._("Nothing: %s", str(error)[:200]))

    # === FILES === #

    def _files(self):
        """Return the files that the plan attaches.

        :return: what is there, a list of `File`; the `public.link.pdf` that are to be
            rendered yet; and a sentence for staff where nothing may be attached, or ""
        :rtype: tuple
        """
        store = self.env["public.link.pdf"]
        # What stands on a paper is its own customer's business alone.
        customer, person = self.customer_id, self.partner_id
        theirs = person.commercial_partner_id == customer and all(
            one.partner_id.commercial_partner_id == customer
            and one.company_id == self.company_id
            for one in self.line_ids.invoice_id
        )
        if not theirs:
            return [], store, self.env._("Nothing: it belongs to another customer now.")
        if self.plan_id.attach == "statement":
            # Whose portal is off is not to see the customer's whole account.
            if person._public_portal_is_off():
                said = self.env._(
                    "Nothing: the portal is switched off for the contact."
                )
                return [], store, said
            # sudo: a setting of the company, asked by the system
            if not self.company_id.sudo().public_links_portal_statement:
                said = self.env._("Nothing: statements are off in the settings.")
                return [], store, said
            return (*self._statement_file(), "")
        return (*self._invoice_files(), "")

    def _reader_env(self):
        """Return the environment in which the pages of this follow-up's links are made, so
        that their PDFs are the same."""
        return self.env(
            user=public_user_id(self.env),
            su=True,
            context=self.link_ids[:1]._page_context(),
        )

    def _invoice_files(self):
        """Return the invoices' PDFs: as they were sent, else as their page offers them."""
        env = self._reader_env()
        links = self.with_env(env).link_ids
        files, missing = [], self.env["public.link.pdf"]
        for invoice in self.with_env(env).line_ids.invoice_id:
            if sent := invoice._public_link_sent_pdf():
                files.append(File(sent.name, sent, own=True))
                continue
            link = links.filtered(
                lambda one, invoice=invoice: (
                    one.res_model == invoice._name and one.res_id == invoice.id
                )
            )
            values = invoice._public_values((link or links)[:1])
            found, row = self._stored_file(
                invoice, invoice._public_link_version(values), values["title"]
            )
            files += found
            missing |= row.with_env(self.env)
        return files, missing

    def _statement_file(self):
        """Return the customer's statement, as the portal of the contact offers it."""
        contact = self.with_env(self._reader_env()).partner_id
        company = self.company_id.with_env(contact.env)
        since, until = contact._public_statement_period(company)
        values = contact._public_statement_values(company, since, until)
        version = version_of(since, until, contact._public_link_version(values))
        files, row = self._stored_file(contact, version, values["title"])
        return files, row.with_env(self.env)

    def _stored_file(self, document, version, title):
        """Return the stored PDF of a version, or the row of one that is ordered.

        :param document: in the reader's environment
        """
        store = document.env["public.link.pdf"]
        row = store._find(document, version)
        if row.state != "ready":
            store._order_pdf(document, version)
            return [], row or store._find(document, version)
        # The content is read when it is attached, and not to know its size.
        content = document.env["ir.attachment"].search(
            [
                ("res_model", "=", row._name),
                ("res_id", "=", row.id),
                ("res_field", "=", "content"),
            ]
        )
        return [File(store._filename(title), content, own=False)], store

    # === ATTACHING === #

    def _attach(self, mail, files, refused=""):
        """Attach files to the mail of this follow-up, as far as they may be, and let it go.

        :param mail: `mail.mail`, as superuser
        :param list files: `File`
        :param str refused: why nothing is attached
        """
        sizes = [file.attachment.file_size for file in files]
        most = min(self.plan_id.attach_most * MEGABYTE, self._mail_most(mail, sizes))
        if not refused and sum(sizes) > most:
            refused = self.env._(
                "Nothing: %(size)s MB are more than the %(most)s MB that may be"
                " attached.",
                size=f"{sum(sizes) / MEGABYTE:.1f}",
                most=f"{most / MEGABYTE:.1f}",
            )
        if refused:
            self._release(mail, refused)
            return
        # Copies belong to the follow-up, whose readers may read them, and not to the
        # contact, whom all of staff can open.
        copies = mail.env["ir.attachment"].create(
            [
                {
                    "name": file.name,
                    "raw": file.attachment.raw,
                    "mimetype": "application/pdf",
                    "res_model": self._name,
                    "res_id": self.id,
                }
                for file in files
                if not file.own
            ]
        )
        own = mail.env["ir.attachment"].browse(
            file.attachment.id for file in files if file.own
        )
        mail.attachment_ids = own | copies
        # As the mail shows them.
        names = (own | copies).sorted("id").mapped("name")
        self._release(mail, ", ".join(names))

    @api.model
    def _mail_most(self, mail, sizes):
        """Return how many bytes of files any of our mail servers takes.

        Of more core would make links of its own, which work for ever and for everybody.
        """
        # sudo: only the sizes are read
        servers = self.env["ir.mail_server"].sudo()
        limits = [one._get_max_email_size() for one in (servers, *servers.search([]))]
        beside = mail._estimate_email_size({}, mail.body_html, [])
        # As core counts: a file grows by a third.
        return max(int((min(limits) * MEGABYTE - beside) * 6 / 8), 0)

    def _release(self, mail, said):
        """Let the mail of this follow-up go.

        :param mail: `mail.mail`, as superuser
        :param str said: what staff read of its files
        """
        self.write(
            {"files_until": False, "files_wait_ids": False, "files_said": said[:300]}
        )
        mail.scheduled_date = False
        mail._send_soon()

    def _leave_without_files(self):
        """Note on those of these that still wait that they leave without their files."""
        waiting = self.filtered("files_until")
        if waiting:
            waiting.write(
                {
                    "files_until": False,
                    "files_wait_ids": False,
                    "files_said": self.env._("Nothing: it was not made in time."),
                }
            )


class PublicLinkPdf(models.Model):
    _inherit = "public.link.pdf"

    def _render_now(self):
        """Override: a mail may wait for it."""
        followups = self.env["public.link.followup"]
        waits = followups.search_count([("files_wait_ids", "in", self.ids)], limit=1)
        result = super()._render_now()
        if waits:
            # sudo: the cron is the system's own
            self.env.ref("public_links.ir_cron_followup_files").sudo()._trigger()
        return result
