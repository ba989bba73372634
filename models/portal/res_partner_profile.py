# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The contact's data that customers may change by the portal, and its checks."""

import hashlib
import json
import re

from markupsafe import Markup

from odoo import api, models, tools

from ...tools.formatting import masked_email

ADDRESS = ("street", "street2", "zip", "city", "country_id", "state_id")
# The contact's fields for each word of the setting.
FIELDS = {
    "name": ("name",),
    "company": ("company_name",),
    "job": ("function",),
    "phone": ("phone",),
    "website": ("website",),
    "address": ADDRESS,
}
LONGEST = {"name": 100, "phone": 40, "zip": 24, "city": 100, "website": 200}
WEBSITE = re.compile(r"(?:https?://)?[^\s:/?#@]+\.[^\s:/?#@]{2,}(?:[/?#:]\S*)?", re.I)


class ResPartner(models.Model):
    _inherit = "res.partner"

    # === WHAT MAY BE CHANGED === #

    def _public_profile_words(self):
        """Return the words of the setting that apply to this contact."""
        settings = self._public_link_company()._public_links_settings()
        words = (settings["portal_profile_fields"] or "").split()
        if self.is_company or self.parent_id:
            # Contacts of a company may not rename it.
            words = [word for word in words if word != "company"]
        return words

    def _public_profile_names(self):
        """Return the contact's fields that the portal may change."""
        words = self._public_profile_words()
        return [name for word in FIELDS if word in words for name in FIELDS[word]]

    def _public_profile_raw(self, names):
        """Return the values of fields as a form has them: texts, and ids as texts."""
        return {
            name: str(self[name].id or "") if name.endswith("_id") else self[name] or ""
            for name in names
        }

    def _public_profile_seen(self, names):
        """Return a hash of these fields, so that nobody overwrites changes that they have not
        seen."""
        raw = self._public_profile_raw(names)
        return hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest()

    # === PAGE === #

    def _public_profile_values(self, link, form):
        """Return what the profile's page shows.

        :param link: `public.link`, possibly a new record when staff preview
        :param dict form: ``which`` form was sent; after an error what was typed, and the
            errors; ``number``: see ``_public_delivery_values``
        :rtype: dict
        """
        names = self._public_profile_names()
        mine = form if form.get("which") == "profile" else {}
        raw = mine.get("values") or self._public_profile_raw(names)
        return {
            "fields": self._public_profile_inputs(names, raw, mine.get("errors") or {}),
            "wrong": (mine.get("errors") or {}).get("all", ""),
            "seen": self._public_profile_seen(names),
            "url": link._form_path("save") if link.id else "#",
            "email": masked_email(self.email),
            "shared": self.env._(
                "Your address is the one of %s: a change is for all of you.",
                self.parent_id.name,
            )
            if "street" in names and self._public_profile_shares_address()
            else "",
            **self._public_delivery_values(link, form),
        }

    def _public_profile_shares_address(self):
        """Tell whether core keeps this contact's address equal to its company's."""
        return bool(self.parent_id) and self.type == "contact"

    def _public_profile_inputs(self, names, raw, errors):
        """Return the inputs of a form: texts, and choices with their options."""
        labels, kinds = self._public_profile_labels(), self._public_profile_kinds()
        inputs = []
        for name in names:
            kind, complete = kinds.get(name, ("text", "off"))
            row = {
                "name": name,
                "label": labels[name],
                "value": raw[name],
                "kind": kind,
                "complete": complete,
                "most": LONGEST.get(name, 200),
                "error": errors.get(name, ""),
                "options": None,
            }
            if name == "country_id":
                row["options"] = self.env["res.country"]._public_options()
            elif name == "state_id":
                row["options"] = self._public_profile_states(raw["country_id"])
                if not row["options"]:
                    continue
            inputs.append(row)
        return inputs

    def _public_profile_states(self, country):
        """Return the states of a country, whose id a form has sent."""
        known = dict(self.env["res.country"]._public_options())
        return self.env["res.country.state"]._public_options(
            int(country) if country in known else 0
        )

    def _public_profile_labels(self):
        env = self.env
        return {
            "name": env._("Name"),
            "company_name": env._("Company"),
            "function": env._("Job"),
            "phone": env._("Phone"),
            "website": env._("Website"),
            "street": env._("Street"),
            "street2": env._("Street, second line"),
            "zip": env._("Postcode"),
            "city": env._("City"),
            "country_id": env._("Country"),
            "state_id": env._("State or province"),
        }

    @staticmethod
    def _public_profile_kinds():
        """Return type and autocompletion of inputs."""
        return {
            "name": ("text", "name"),
            "company_name": ("text", "organization"),
            "function": ("text", "organization-title"),
            "phone": ("tel", "tel"),
            # Not of type "url", for which browsers require "https://".
            "website": ("text", "url"),
            "street": ("text", "address-line1"),
            "street2": ("text", "address-line2"),
            "zip": ("text", "postal-code"),
            "city": ("text", "address-level2"),
        }

    # === CHECKS === #

    def _public_profile_check(self, raw, new=False):
        """Check what was typed.

        :param dict raw: texts by field, as ``_public_profile_raw`` returns them
        :param bool new: whether it is a new address
        :return: the values to write, and the errors by field
        :rtype: tuple[dict, dict]
        """
        env, errors, values = self.env, {}, {}
        for name, text in raw.items():
            most = LONGEST.get(name, 200)
            if "<" in text or ">" in text:
                errors[name] = env._("Please leave out the characters < and >.")
            elif len(text) > most:
                errors[name] = env._("Please shorten this to %s characters.", most)
            values[name] = text or False
        if "name" in raw and not raw["name"]:
            errors["name"] = env._("Please tell us a name.")
        if not new:
            self._public_profile_check_kept(raw, errors)
        website = raw.get("website", "")
        if website and not WEBSITE.fullmatch(website):
            errors.setdefault(
                "website", env._("Please check the address; it looks like example.com.")
            )
        if "country_id" in raw:
            self._public_profile_check_place(raw, values, errors)
            if not new and self._public_profile_raw(ADDRESS).items() <= raw.items():
                # An address that was incomplete before must not prevent other changes.
                errors.pop("state_id", None)
                errors.pop("zip", None)
        phone = raw.get("phone")
        # A wrong number from before must not prevent other changes.
        if phone and phone != self.phone and not self._public_is_phone(phone, values):
            errors.setdefault(
                "phone",
                env._("Please check the phone number; it looks like +1 201 555 0123."),
            )
        return values, errors

    def _public_profile_check_kept(self, raw, errors):
        """Check what core lets nobody change by themselves: the name of an employee, and a
        country that documents have been issued to."""
        name = raw.get("name", self.name)
        if name != self.name and not all(self.user_ids.mapped("share")):
            errors.setdefault("name", self.env._("Please ask us to change this name."))
        people = self
        if self._public_profile_shares_address():
            people |= self.parent_id
        country = str(self.country_id.id or "")
        if country and raw.get("country_id", country) != country:
            # sudo: whether there are any, in whichever company
            if not all(one.sudo()._can_edit_country() for one in people):
                errors.setdefault(
                    "country_id",
                    self.env._(
                        "Your country is on documents already. Please ask us to change"
                        " it."
                    ),
                )

    def _public_is_phone(self, text, values):
        """Tell whether a text is a phone number.

        Checked by core's ``phone_validation``, which Odoo installs automatically. Where it
        was uninstalled, or lacks the library ``phonenumbers``, 5 to 20 digits are enough.

        :param str text: what was typed
        :param dict values: with ``country_id``, for numbers without a country code
        """
        digits = sum(char.isdigit() for char in text)
        if not 5 <= digits <= 20:
            return False
        ask = getattr(self, "_phone_format", None)
        country = self.env["res.country"].browse(values.get("country_id"))
        country = country or self.country_id or self._public_link_company().country_id
        return not ask or bool(ask(number=text, country=country))

    def _public_profile_check_place(self, raw, values, errors):
        """Check country, state, and the fields that the country requires."""
        env = self.env
        values["country_id"] = values["state_id"] = False
        known = dict(env["res.country"]._public_options())
        if raw["country_id"] and raw["country_id"] not in known:
            errors["country_id"] = env._("Please choose a country from the list.")
            return
        if not raw["country_id"]:
            return
        values["country_id"] = int(raw["country_id"])
        country = env["res.country"].browse(values["country_id"])
        states = dict(self._public_profile_states(raw["country_id"]))
        if raw.get("state_id") in states:
            values["state_id"] = int(raw["state_id"])
        elif states and (raw.get("state_id") or country.state_required):
            errors["state_id"] = env._(
                "Please choose a state or province of %s.", country.name
            )
        if country.zip_required and raw.get("street") and not raw.get("zip"):
            errors.setdefault("zip", env._("Please add the postcode."))

    # === SAVING === #

    def _public_profile_save(self, link, values):
        """Write a customer's changes, log them in the chatter, and tell staff.

        :param link: `public.link`
        :param dict values: checked values
        :return: whether something has changed, and what kept it from being done, see
            ``_public_link_try``; "" if it is done
        :rtype: tuple[bool, str]
        """
        names = [name for name in self._public_profile_names() if name in values]
        values = {name: values[name] for name in names}
        contact = self._public_link_acting()
        firm = contact.browse()
        if contact._public_profile_shares_address():
            firm = contact.parent_id
        before = firm._public_profile_shown(ADDRESS) if firm else {}
        changes = []

        def act(contact):
            changes.extend(contact._public_profile_write(values))

        trouble = contact._public_link_try(act)
        if trouble or not changes:
            return False, trouble
        lines = [contact.env._("Changed by the portal:"), *changes]
        contact._public_link_tell_done(
            link,
            contact.env._("%s changed contact data", contact.display_name),
            "\n".join(lines),
        )
        if firm and firm._public_profile_shown(ADDRESS) != before:
            # Core has changed the company's address along with the contact's.
            body = Markup("<br/>").join([contact.display_name, *lines])
            firm._public_link_attempt(lambda: firm._message_log(body=body))
        link._record("profile")
        return True, ""

    def _public_profile_write(self, values):
        """Write checked values.

        :return: the changes as staff read them, one line for each field
        :rtype: list[str]
        """
        before = self._public_profile_shown(values)
        # A copy, since other addons change the dictionary (base_geolocalize).
        self.write(dict(values))
        self.flush_recordset()
        after = self._public_profile_shown(values)
        labels = self._public_profile_labels()
        return [
            f"{labels[name]}: {before[name] or '–'} → {after[name] or '–'}"
            for name in values
            if before[name] != after[name]
        ]

    def _public_profile_shown(self, names):
        """Return the values of fields as staff read them."""
        return {
            name: self[name].name if name.endswith("_id") else self[name] or ""
            for name in names
        }


class ResCountry(models.Model):
    _inherit = "res.country"

    @api.model
    @tools.ormcache("self.env.lang")
    def _public_options(self):
        """Return the options of all countries: id as a text, and name."""
        countries = self.sudo().search([])  # names, which every page shows
        rows = [(str(country.id), country.name) for country in countries]
        return tuple(sorted(rows, key=lambda row: row[1].casefold()))


class ResCountryState(models.Model):
    _inherit = "res.country.state"

    @api.model
    @tools.ormcache("self.env.lang", "country")
    def _public_options(self, country):
        """Return the options of a country's states: id as a text, and name.

        :param int country: its id
        """
        # sudo: names, which every page shows
        states = self.sudo().search([("country_id", "=", country)], order="name")
        return tuple((str(state.id), state.name) for state in states)
