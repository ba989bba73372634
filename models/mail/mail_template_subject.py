# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Core's own mails to customers say in their subject what ours say: what, how much, until
when.

Nothing is written into core's templates: the words are put in when one is rendered whose
subject is still core's, for a document whose mail will have our link and our layout. Staff
see them in the dialog, and what they type there stays.
"""

import polib
from lxml import etree

from odoo import api, models, tools
from odoo.tools.misc import file_open
from odoo.tools.translate import get_po_paths

from ..link.public_link_senders import by_system
from .mail_thread_layout import LAYOUTS

# Where each of Odoo's addons has them.
FILE = "%s/data/mail_template_data.xml"
SIGNED = "mail.mail_notification_layout_with_responsible_signature"
# Core's templates by which documents go to customers: the layout that core sends each by,
# and, where it is about one state alone, that state.
TEMPLATES = {
    "sale.email_template_edi_sale": (SIGNED, None),
    # It also says that a payment is pending: such an order is none yet.
    "sale.mail_template_sale_confirmation": (SIGNED, "sale"),
    "account.email_template_edi_invoice": (SIGNED, None),
    "account.email_template_edi_credit_note": (SIGNED, None),
    "stock.mail_template_data_delivery_confirmation": (
        "mail.mail_notification_light",
        None,
    ),
}


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    def _public_mail_is_linked(self):
        """Tell whether a mail that is written of this document now will have our link."""
        context = self.env.context
        if context.get("proforma") or not self._public_link_in_mails():
            return False
        # sudo: settings and gate are asked, nothing is shown
        asked = self.sudo()
        if context.get("mark_so_as_sent"):
            asked = asked._public_link_as_sent()
        if asked._public_link_blockers("view"):
            return False
        user = self.env.user
        if by_system(self.env) or user._is_superuser() or not user._is_internal():
            return True
        return self._public_link_written_by(user)._public_link_may_send("view")


class MailTemplate(models.Model):
    _inherit = "mail.template"

    @api.model
    def _render_template(self, template_src, model, res_ids, *args, **kwargs):
        told = {}
        if len(self) == 1 and template_src and template_src == self.subject:
            told = self._public_link_subjects(template_src, model, res_ids)
        # Core renders the rest alone: in one of its languages its own subject is broken.
        rest = [one for one in res_ids if one not in told] if told else res_ids
        rendered = super()._render_template(template_src, model, rest, *args, **kwargs)
        return {one: told[one] if one in told else rendered[one] for one in res_ids}

    def _public_link_subjects(self, source, model, res_ids):
        """Return the subjects of core's mails that are told in our words.

        :param str source: the subject as it is rendered, in whichever language
        :param str model: of the documents
        :param res_ids: ids of the documents
        :return: subjects by id, in the environment's language; those that stay core's are
            missing
        :rtype: dict[int, str]
        """
        known = self.env["public.link.registry"]._known().documents
        if model != self.model or model not in known:
            return {}
        # sudo: which of core's templates this is
        name = self.sudo().get_external_id().get(self.id)
        layout, state = TEMPLATES.get(name, (None, None))
        if not layout or source not in self._public_link_core_subjects(name):
            return {}
        layout = self.email_layout_xmlid or layout
        if layout not in LAYOUTS:
            return {}
        if self.env["mail.thread"]._public_link_layout_edited(layout):
            return {}
        documents = self.env[model].browse(one for one in res_ids if one)
        return {
            # sudo: what is told is in the document that is mailed
            one.id: one.sudo()._public_mail_link()._mail_subject()
            for one in documents
            if (not state or one.sudo().state == state) and one._public_mail_is_linked()
        }

    @api.model
    def _public_link_core_subjects(self, name):
        """Return the subjects that Odoo's own files give one of its templates: the source,
        and its translations into the installed languages.

        :param str name: XML id
        :rtype: frozenset[str]
        """
        langs = tuple(code for code, _name in self.env["res.lang"].get_installed())
        return self._public_link_subjects_in_files(name, langs)

    @api.model
    @tools.ormcache("name", "langs", cache="stable")
    def _public_link_subjects_in_files(self, name, langs):
        module, _dot, own = name.partition(".")
        with file_open(FILE % module, "rb") as file:
            tree = etree.parse(file)
        found = tree.xpath(
            "//record[@id=$own or @id=$name]/field[@name='subject']/text()",
            own=own,
            name=name,
        )
        # A whole catalogue is large, and this is one entry of it.
        mark = f"model:mail.template,subject:{name}\n"
        for file_path in {one for lang in langs for one in get_po_paths(module, lang)}:
            with file_open(file_path) as file:
                before, marked, after = file.read().partition(mark)
            if marked:
                text = before.rpartition("\n\n")[2] + mark + after.partition("\n\n")[0]
                found += [entry.msgstr for entry in polib.pofile(text) if entry.msgstr]
        return frozenset(map(str, found))
