# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Delivery addresses of a customer: added, changed and removed by the portal."""

from odoo import models
from odoo.exceptions import UserError

from ...tools.formatting import address
from ..link.public_link_attempt import Refusal
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
                "open": bool(child or errors or mine.get("values")),
                "seen": child._public_profile_seen(DELIVERY) if child else "",
                "url": url(f"{at}/save") if child else url(at),
                "remove_url": url(f"{at}/remove") if child else "",
                "fields": self._public_profile_inputs(
                    DELIVERY,
                    mine.get("values") or self._public_address_raw(child),
                    errors,
                ),
                "wrong": errors.get("all", ""),
                # Removing it was refused: the tick comes back.
                "sure": bool(mine.get("sure")),
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
        :return: what kept it from being done, see ``_public_link_try``; "" if it is done
        :rtype: str
        :raise Refusal: where there are too many
        """
        lines = []

        def act(contact):
            row = child.with_env(contact.env)
            if row:
                changes = row._public_profile_write(values)
                lines.extend([*address(row), *changes] if changes else [])
            else:
                row = contact.commercial_partner_id._public_address_create(values)
                lines.extend(address(row))

        if trouble := self._public_link_try(act):
            return trouble
        contact = self._public_link_acting()
        env = contact.env
        if child:
            summary = env._("%s changed a delivery address", contact.display_name)
            heading = env._("Delivery address changed by the portal:")
        else:
            summary = env._("%s added a delivery address", contact.display_name)
            heading = env._("Delivery address by the portal:")
        if lines:
            contact._public_link_tell_done(link, summary, "\n".join([heading, *lines]))
            link._record("profile")
        return ""

    def _public_address_create(self, values):
        """Create a delivery address, unless the customer has the same one already."""
        there = self._public_delivery_addresses()
        if len(there) >= MOST_ADDRESSES:
            raise Refusal(
                self.env._(
                    "We cannot add this address here. Nothing was saved: please ask us."
                )
            )
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
        :return: what kept it from being done, see ``_public_link_try``; "" if it is done
        :rtype: str
        """
        lines = address(child)

        def act(contact):
            row = child.with_env(contact.env)
            row.action_archive()
            if row.active:
                raise UserError(
                    contact.env._(
                        "It was not archived: another app wants a decision first. Archive"
                        " it yourself to see which."
                    )
                )

        if trouble := self._public_link_try(act, "\n".join(lines)):
            return trouble
        contact = self._public_link_acting()
        env = contact.env
        contact._public_link_tell_done(
            link,
            env._("%s removed a delivery address", contact.display_name),
            "\n".join([env._("Delivery address removed by the portal:"), *lines]),
        )
        link._record("profile")
        return ""
