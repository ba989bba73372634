# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The asset bundle of the pay page, computed from core's: see tools/pay_bundle.py."""

import json
import logging

from odoo import api, models, tools

from odoo.addons.base.models.ir_asset import AssetPaths

from ...tools.pay_bundle import BUNDLE, OWN, SOURCE, PayBundle

_logger = logging.getLogger(__name__)


class IrAsset(models.Model):
    _inherit = "ir.asset"

    def _fill_asset_paths(
        self, bundle, asset_paths, seen, addons, installed, **assets_params
    ):
        if bundle != BUNDLE:
            return super()._fill_asset_paths(
                bundle, asset_paths, seen, addons, installed, **assets_params
            )
        found = self._public_link_pay_bundle(seen, addons, installed, **assets_params)
        if found.missing:
            _logger.error("The pay page's scripts lack %s.", sorted(found.missing))
        asset_paths.list.extend(one.entry for one in found.chosen)
        asset_paths.memo.update(one.url for one in found.chosen)

    def _public_link_pay_bundle(self, seen, addons, installed, **assets_params):
        """Choose the scripts of the payment form among those of core's frontend.

        :param seen, addons, installed: see ``_fill_asset_paths``
        :rtype: PayBundle
        """
        own, frontend = AssetPaths(), AssetPaths()
        for bundle, paths in ((OWN, own), (SOURCE, frontend)):
            self._fill_asset_paths(
                bundle, paths, seen, addons, installed, **assets_params
            )
        return PayBundle(own.list, frontend.list)

    @api.model
    @tools.ormcache(cache="assets")
    def _public_link_pay_said(self):
        """Return the English texts of the payment form's scripts, see ``PayBundle.terms``."""
        params = self._get_asset_params()
        active = tuple(self._get_active_addons_list(**params))
        addons = self._topological_sort(active)
        installed = self._get_installed_addons_list()
        return self._public_link_pay_bundle([], addons, installed, **params).terms()

    @api.model
    @tools.ormcache("self.env.lang", cache="assets")
    def _public_link_pay_terms(self):
        """Return the translated texts of the payment form's scripts.

        :return: JSON of translations by English term, by addon
        :rtype: str
        """
        said = self._public_link_pay_said()
        words, _lang = self.env["ir.http"]._get_translations_for_webclient(
            sorted(said), self.env.lang
        )
        terms = {
            addon: {
                one["id"]: one["string"]
                for one in found.get("messages", ())
                if one["id"] in said[addon]
            }
            for addon, found in words.items()
        }
        return json.dumps({addon: found for addon, found in terms.items() if found})
