# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""PDFs of public pages, rendered by a scheduled job and stored."""

import base64
import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from .error_pages import public_user_id
from .public_link_job import Kind
from .public_link_purge import purge

_lt = LazyTranslate(__name__)

# How many PDFs that nobody has asked for yet may wait at a time: of a large batch the rest
# is rendered when it is asked for.
AHEAD = 20
# Purposes whose pages offer the document's PDF.
PAPER = ("view", "approve", "pay")


class PublicLinkPdf(models.Model):
    """One PDF of one version of a document in one language.

    Rendering takes seconds and occupies a worker, so it is never done inside a request:
    the first visitor leaves a row here, and a scheduled action, of which Odoo runs one at
    a time, renders it. Later visitors get the stored file. For links that were just sent
    the row is there before the first visitor.
    """

    _name = "public.link.pdf"
    _description = "Stored PDF of a Public Document"

    res_model = fields.Char("Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", required=True, readonly=True
    )
    version = fields.Char(required=True, readonly=True)
    lang = fields.Char("Language", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    basis = fields.Char(readonly=True)
    state = fields.Selection(
        [("pending", "Pending"), ("ready", "Ready")],
        required=True,
        default="pending",
        readonly=True,
        index=True,
    )
    content = fields.Binary(attachment=True, readonly=True)
    ahead = fields.Boolean(
        "Made Ahead of Time",
        readonly=True,
        help="Nobody has asked for it yet: others are rendered first.",
    )

    _version_unique = models.UniqueIndex("(res_model, res_id, version, lang)")

    @api.model
    def _find(self, document, version):
        """Return the row of a document's version in the environment's language.

        :rtype: `public.link.pdf`, possibly empty
        """
        return self.search(self._values_domain(document, version), limit=1)

    @api.model
    def _values_domain(self, document, version):
        return [
            ("res_model", "=", document._name),
            ("res_id", "=", document.id),
            ("version", "=", version),
            ("lang", "=", self.env.lang or "en_US"),
        ]

    @api.model
    def _basis(self, document):
        """Return ``_public_link_pdf_basis`` of a document; "" for records that are no
        documents: payments (receipts) and returns (packing slips)."""
        ask = getattr(document, "_public_link_pdf_basis", None)
        return ask() if ask else ""

    @api.model
    def _order_pdf(self, document, version, ahead=False):
        """Have a version rendered soon. Calling it twice is the same as once, but for one
        that failed, or was ordered ahead: somebody waits for it, so that it comes earlier.

        :param bool ahead: nobody waits for it yet
        """
        if row := self._find(document, version):
            if row.state != "ready" and not ahead:
                if row.ahead:
                    row.ahead = False
                self.env["public.link.job"]._of("pdf", row)._hurry()
            return
        domain = self._values_domain(document, version)
        values = {name: value for name, _operator, value in domain}
        company = document._public_link_company()
        if document._name == "res.partner":
            # A contact has an account in each company: that of the page is meant.
            company = document.env.company
        # Two visitors may ask at the same moment: the ORM has no ON CONFLICT DO NOTHING.
        query = SQL(
            """
            INSERT INTO public_link_pdf
                (res_model, res_id, version, lang, company_id, basis, state, ahead,
                 create_uid, create_date, write_uid, write_date)
            VALUES (%(res_model)s, %(res_id)s, %(version)s, %(lang)s, %(company)s,
                    %(basis)s, 'pending', %(ahead)s, %(uid)s, %(now)s, %(uid)s,
                    %(now)s)
            ON CONFLICT DO NOTHING
            """,
            company=company.id,
            basis=self._basis(document),
            ahead=ahead,
            uid=self.env.uid,
            now=self.env.cr.now(),
            **values,
        )
        # Who loses the race tries again: nothing that staff should read of in the log.
        self.env.cr.execute(query, log_exceptions=False)
        self.env.ref("public_links.ir_cron_pdf")._trigger()

    @api.model
    def _cron_render(self):
        """Render the waiting versions, each in its own transaction.

        Those that have failed before are tried again by `public.link.job`.
        """
        jobs, cron = self.env["public.link.job"], self.env["ir.cron"]
        domain = Domain("state", "!=", "ready") & Domain(
            "id", "not in", jobs._waiting("pdf")
        )
        cron._commit_progress(remaining=self.search_count(domain))
        done = []
        # Looked for each time: who asks meanwhile comes before what nobody asked for.
        while row := self.search(
            domain & Domain("id", "not in", done), order="ahead, id", limit=1
        ):
            done.append(row.id)
            row._render()
            if not cron._commit_progress(1):
                break

    def _printed_record(self):
        """Return the record of this version; ``None`` if it or its addon is gone."""
        # Not from the registry's documents: payments and returns are none.
        model = self.env.get(self.res_model)
        if model is None or not hasattr(model, "_public_link_report"):
            return None
        return model.browse(self.res_id).exists()

    def _render(self):
        """Render this version; if that fails, it is tried again."""
        self.ensure_one()
        self.env["public.link.job"]._attempt("pdf", self, self._printed_record())

    def _render_now(self):
        """Hook: render this version, or forget it if it is not this version any more."""
        document = self._printed_record()
        if not document or self._basis(document) != self.basis:
            # The document has changed: its report is not this version any more.
            self.unlink()
            return
        content = base64.b64encode(self._rendered())
        self.write({"content": content, "state": "ready"})

    def _rendered(self):
        """Hook: return the PDF's content, for example where the report needs a context."""
        document = self._printed_record()
        return self.env["ir.actions.report"]._public_link_print(
            document._public_link_report(),
            document,
            lang=self.lang,
            allowed_company_ids=self.company_id.ids,
            # The reader has a link; a QR code would be another that lives longer.
            public_link_no_qr=True,
        )

    @api.autovacuum
    def _gc_pdfs(self):
        """Delete versions that nobody has opened for long; they can be rendered again."""
        limit = fields.Datetime.now() - timedelta(days=30)
        return purge(self, [("create_date", "<", limit)])

    @staticmethod
    def _filename(title):
        """Return a plain file name, like "Invoice_INV_2026_00042.pdf"."""
        return re.sub(r"\W+", "_", title).strip("_") + ".pdf"


class PublicLink(models.Model):
    _inherit = "public.link"

    def _plan_pdfs(self):
        """Have the PDFs of these links' pages made before anybody asks for them, as far as
        few enough wait."""
        # sudo: what is rendered is the system's own
        jobs, store = self.env["public.link.job"].sudo(), self.env["public.link.pdf"]
        papers = self.filtered(lambda link: link._has_paper())
        if not papers:
            return
        waiting = jobs.search_count([("kind", "=", "pdf_ahead")], limit=AHEAD)
        waiting += store.sudo().search_count(  # see above
            [("state", "=", "pending"), ("ahead", "=", True)], limit=AHEAD
        )
        for link in papers[: max(AHEAD - waiting, 0)]:
            jobs._plan("pdf_ahead", link)

    def _has_paper(self):
        """Tell whether the page may offer the PDF of its document: several invoices that
        are paid at once have one each, and pages of their own."""
        return (
            self.purpose in PAPER
            and self._is_known()
            and "view" in self.env[self.res_model]._public_link_purposes
        )

    def _order_ahead(self):
        """Order the PDF that the page of this link offers."""
        env = self.env(
            user=public_user_id(self.env), su=True, context=self._page_context()
        )
        link = self.with_env(env)
        document = link._document().with_env(env)
        if not document or link._dead_reason() or not document._public_pdf_url(link):
            return
        if document._public_link_blockers(link.purpose):
            return
        if not document._public_link_sent_pdf():
            version = document._public_link_version(document._public_values(link))
            store = self.env["public.link.pdf"].with_context(lang=env.lang)
            store._order_pdf(document.with_env(store.env), version, ahead=True)


class PublicLinkJob(models.Model):
    _inherit = "public.link.job"

    _job_kinds = {
        "pdf": Kind(label=_lt("The PDF of a page"), run="_render_now"),
        "pdf_ahead": Kind(
            label=_lt("The PDF of a page that was just sent"),
            run="_order_ahead",
            days=1,
        ),
    }
