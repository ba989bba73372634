# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A point of the set-up checklist: templates that write a permanent link themselves."""

import re

from odoo import models

# What a template reads that is a document's permanent token; ours are filled in by others.
TOKENS = ("access_token", "_portal_ensure_token")
# In a text message nobody fills in anything.
URLS = (*TOKENS, "get_portal_url", "_get_share_url")
# How the shop's own mail writes the address of a cart, which `public.link` replaces.
CART = re.compile(r"/shop/cart/?\?(?:[^\"'<>{}]|\{\{[^{}]*\}\})*")


class ResCompany(models.Model):
    _inherit = "res.company"

    def _public_links_check_templates(self):
        title = self.env._("Templates")
        found = self._public_links_leaky_templates()
        if not found:
            text = self.env._("No template writes the portal's permanent links itself.")
            return self._public_links_point("ok", title, text)
        return self._public_links_point(
            "warn",
            title,
            self.env._(
                "These write a permanent link themselves, which never expires: %s.",
                ", ".join(found),
            ),
            self.env._(
                "In an email template, put {{ object.public_link_url }} in its place; in a"
                " text message, take it out."
            ),
        )

    def _public_links_leaky_templates(self):
        """Return the names of templates whose links this addon cannot replace.

        :return: each with the addon that it comes from, if any
        :rtype: list[str]
        """
        names = []
        for model, field, words in (
            ("mail.template", "body_html", TOKENS),
            ("sms.template", "body", URLS),
        ):
            if model not in self.env:
                continue
            # sudo: the names of templates, which every user of the settings may read
            rows = (
                self.env[model]
                .sudo()
                .search(
                    [
                        (
                            "model",
                            "in",
                            self.env["public.link.registry"]._known().documents,
                        )
                    ]
                )
            )
            addons = rows.get_external_id()
            for row in rows:
                text = CART.sub("", str(row[field] or ""))
                if any(word in text for word in words):
                    addon = addons[row.id].partition(".")[0]
                    names.append(f"{row.name} ({addon})" if addon else row.name)
        return names
