# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What can be done by link in this database: see docs/EXTENDING.md.

Every slice, and every addon built on this one, adds its entries by overriding the methods
below, so that a database knows those of the addons that it has installed and no others.
"""

from itertools import pairwise

from odoo import api, models, tools
from odoo.fields import Domain

from ...tools.registry import Check, Known, by_code, by_kind
from .states import STATES

MIXIN = "public.link.mixin"
# In the order in which a company is set up.
OWN_CHECKS = (
    "enabled",
    "base_url",
    "company_mail",
    "contact",
    "mail_server",
    "mail_queue",
    "in_mails",
    "templates",
    "close_core",
    "keys",
    "languages",
    "jobs",
)


class PublicLinkRegistry(models.AbstractModel):
    _name = "public.link.registry"
    _description = "What Public Links Are For"

    # === WHAT ADDONS ADD TO === #

    @api.model
    def _purposes(self):
        """Hook: return what links can be for.

        :rtype: list[Purpose]
        """
        return []

    @api.model
    def _sections(self):
        """Hook: return the sections of the portal.

        :return: subclasses of ``portal_section.Section``
        :rtype: list[type]
        """
        return []

    @api.model
    def _checks(self):
        """Hook: return the points of the set-up checklist.

        :rtype: list[Check]
        """
        return [
            Check(code=code, rank=rank * 10, ask=f"_public_links_check_{code}")
            for rank, code in enumerate(OWN_CHECKS, 1)
        ]

    @api.model
    def _carriers(self):
        """Hook: return the carriers and tracking services that can be asked for parcels.

        :return: subclasses of ``carriers.base.Adapter``
        :rtype: list[type]
        """
        return []

    @api.model
    def _states(self):
        """Hook: return how documents can stand, a row a state.

        :rtype: list[State]
        """
        return STATES

    # === WHAT IS KNOWN === #

    @api.model
    @tools.ormcache()
    def _known(self):
        """Return all that this database knows, made once for its registry.

        :rtype: Known
        """
        return Known(
            purposes=by_code(self._purposes()),
            documents=self._documents(),
            sections=by_code(self._sections(), rank="sequence"),
            checks=by_code(self._checks()),
            # In the order of registration.
            carriers=by_code(self._carriers()),
            states=by_kind(self._states()),
        )

    @api.model
    @tools.ormcache("model_name")
    def _offered(self, model_name):
        """Return the purposes that the documents of a model have a gate for."""
        purposes, model = self._known().purposes, self.env[model_name]
        return tuple(code for code, one in purposes.items() if hasattr(model, one.gate))

    @api.model
    def _documents(self):
        """Return the models whose records can have links: those that inherit the mixin.

        :rtype: tuple[str]
        """
        return tuple(
            name
            for name in self.env.registry
            if not self.env.registry[name]._abstract and self._inheriting(name)
        )

    @api.model
    def _inheriting(self, name):
        """Return the addons in which a model inherits the mixin.

        :param str name: a model's name
        :rtype: set[str]
        """
        return {
            base._module
            for base in self.env.registry[name]._base_classes__
            # Classes of addons; the other bases are the registry's own classes.
            if getattr(base, "pool", None) is None and MIXIN in base._inherit
        }

    @api.model
    def _selection_purpose(self):
        """Return the purposes as a selection, in the user's language."""
        purposes = self._known().purposes.values()
        return [(one.code, self.env._(one.label)) for one in purposes]

    # === WHEN AN ADDON IS UNINSTALLED === #

    @api.model
    def _end_with(self, addons):
        """Revoke the links of purposes and documents that only these addons define.

        If they are installed again, old links must not open new records of the same id.

        :param set addons: names of addons that are being uninstalled
        """
        gone = Domain("purpose", "in", list(self._purposes_of(addons)))
        gone |= Domain("res_model", "in", list(self._documents_of(addons)))
        # sudo: the addon's links end, whoever uninstalls it
        self.env["public.link"].sudo()._revoke_found(gone, "uninstalled")

    @api.model
    def _purposes_of(self, addons):
        """Return the codes of the purposes that these addons register."""
        codes, rest = set(), ()
        # From the first class that registers to the last one, which calls the others.
        for above, own in reversed(list(pairwise(type(self).mro()))):
            if "_purposes" in vars(own):
                # pylint: disable=super-method-mismatch
                before, rest = rest, super(above, self)._purposes()
                if own._module in addons:
                    codes |= {one.code for one in rest} - {one.code for one in before}
        return codes

    @api.model
    def _documents_of(self, addons):
        """Return the models that are documents only because of these addons."""
        return {
            name
            for name in self._known().documents
            if self._inheriting(name) <= set(addons)
        }


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    def module_uninstall(self):
        addons = set(self.mapped("name"))
        # With our own addon all links are deleted.
        if "public_links" not in addons:
            self.env["public.link.registry"]._end_with(addons)
        return super().module_uninstall()
