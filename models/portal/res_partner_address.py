# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Delivery addresses of a customer: added, changed and removed by the portal."""

from odoo import models
from odoo.exceptions import RedirectWarning, UserError

from ...tools.formatting import address
from .res_partner_profile import ADDRESS

DELIVERY = ("name", "phone", *ADDRESS)
MOST_ADDRESSES = 50


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _public_delivery_addresses(self):
        """Return the customer's delivery addresses, without the contact itself."""
        return self.search_fetch(
            [
                ("parent_id", "=", self.commercial_partner_id.id),
                ("type", "=", "delivery"),
                ("company_id", "in", (False, self._public_link_company().id)),
                # The contact itself is shown above the list.
                ("id", "!=", self.id),
            ],
            [*DELIVERY, "commercial_company_name"],
            order="id",
            limit=MOST_ADDRESSES,
        )

    def _public_delivery_address(self, number):
        """Return one of the customer's delivery addresses, or an empty recordset.

        :param int number: its id, as a visitor names it
        """
        if "delivery" not in self._public_profile_words():
            return self.browse()
        there = self._public_delivery_addresses()
        return there.filtered(lambda child: child.id == number)

    # === PAGE === #

    def _public_delivery_values(self, link, form):
        """Return the addresses, and the form of the one that is changed or added.

        :param link: `public.link`, possibly a new record when staff preview
        :param dict form: ``number`` of the one to change, 0 for a new one; after an error
            what was typed, and the errors
        :rtype: dict
        """
        mine = form if form.get("which") == "address" else {}
        may = "delivery" in self._public_profile_words()
        there = self._public_delivery_addresses()
        number, errors = mine.get("number", 0), mine.get("errors") or {}
        child = there.filtered(lambda one: may and one.id == number)
        at = f"address/{child.id}" if child else "address"

        def url(action):
            return link._form_path(action) if link.id else "#"

        return {
            "addresses": [
                {
                    "label": one.name or "",
                    "lines": [line for line in address(one) if line != one.name],
                    "url": f"{url('')}&address={one.id}#address" if may else "",
                }
                for one in there
            ],
            "address": {
                "title": self.env._("Change “%s”", child.name or child.city or "")
                if child
                else self.env._("Add a delivery address"),
                "open": bool(child or errors),
                "seen": child._public_profile_seen(DELIVERY) if child else "",
                "url": url(f"{at}/save") if child else url(at),
                "remove_url": url(f"{at}/remove") if child else "",
                "fields": self._public_profile_inputs(
                    DELIVERY,
                    mine.get("values") or self._public_address_raw(child),
                    errors,
                ),
                "wrong": errors.get("all", ""),
            }
            if may
            else None,
        }

    def _public_address_raw(self, child):
        """Return the initial values of the form of an address."""
        if child:
            return child._public_profile_raw(DELIVERY)
        fresh = dict.fromkeys(DELIVERY, "")
        return fresh | {"country_id": str(self.country_id.id or "")}

    # === SAVING === #

    def _public_address_save(self, link, values, child):
        """Add a delivery address to the customer, or change one; staff are told.

        :param link: `public.link`
        :param dict values: checked values
        :param child: `res.partner`, empty for a new one
        :raise UserError: where there are too many, or a constraint forbids it
        """
        contact = self._public_link_acting()
        env, child = contact.env, child.with_env(contact.env)
        if child:
            changes = child._public_profile_write(values)
            summary = env._("%s changed a delivery address", contact.display_name)
            heading = env._("Delivery address changed by the portal:")
            lines = [*address(child), *changes] if changes else []
        else:
            with self.env.cr.savepoint():
                child = contact.commercial_partner_id._public_address_create(values)
            summary = env._("%s added a delivery address", contact.display_name)
            heading = env._("Delivery address by the portal:")
            lines = address(child)
        if lines:
            contact._public_link_tell(link, summary, "\n".join([heading, *lines]))
            link._record("profile")

    def _public_address_create(self, values):
        """Create a delivery address, unless the customer has the same one already."""
        there = self._public_delivery_addresses()
        if len(there) >= MOST_ADDRESSES:
            raise UserError(self.env._("There is no room for more addresses."))
        same = ("name", "street", "zip", "city")
        if any(
            all((child[name] or False) == values[name] for name in same)
            for child in there
        ):
            return self.browse()
        return self.create(
            values
            | {
                "parent_id": self.id,
                "company_id": self.company_id.id,
                "type": "delivery",
                "lang": self.lang,
            }
        )

    def _public_address_remove(self, link, child):
        """Archive a delivery address. Existing orders keep it.

        :param link: `public.link`
        :param child: `res.partner`, one of the customer's delivery addresses
        :return: whether it could be removed
        """
        contact = self._public_link_acting()
        child = child.with_env(contact.env)
        try:
            with self.env.cr.savepoint():
                child.action_archive()
        except (UserError, RedirectWarning):
            # The address of a user, for example: left to staff.
            return False
        env = contact.env
        contact._public_link_tell(
            link,
            env._("%s removed a delivery address", contact.display_name),
            "\n".join(
                [env._("Delivery address removed by the portal:"), *address(child)]
            ),
        )
        link._record("profile")
        return True
