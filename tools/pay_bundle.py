# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Find which of Odoo's scripts the payment form needs; our pages load no others.

Core's form and the forms of the installed providers are ES modules. Their imports, as
Odoo's transpiler reads them, are followed; modules that are imported but never used on our
pages are replaced by small stand-ins of ours.
"""

import re
from functools import cached_property

from odoo.modules import Manifest
from odoo.tools.js_transpiler import (
    is_odoo_module,
    transpile_javascript,
    url_to_module_path,
)

# The bundle that the pay page loads: made of parts of the next two.
BUNDLE = "public_links.assets_pay"
OWN = "public_links.assets_pay_own"
SOURCE = "web.assets_frontend"
# Files that define globals, which no import names.
LOADER = "/web/static/src/module_loader.js"
OWL = ("/web/static/lib/owl/owl.js", "/web/static/lib/owl/odoo_module.js")
LUXON = "/public_links/static/src/pay/stand_in/luxon.js"
STAND_INS = "/public_links/static/src/pay/stand_in/"
# The imports by which scripts that belong to core's form are found.
FORM = re.compile(r"['\"]@payment/")
ELSEWHERE = re.compile(
    r"['\"]@payment/interactions/(?:express_checkout|post_processing)['\"]"
)
OTHER_PAGES = (
    "/payment/static/src/interactions/express_checkout.js",
    "/payment/static/src/interactions/post_processing.js",
)

DEFINE = re.compile(r"odoo\.define\(['\"`]([^'\"`]+)['\"`], ?\[([^\]]*)\]")
QUOTED = re.compile(r"['\"`]([^'\"`]+)['\"`]")
IMPORTED = re.compile(r"\{([^{}]*)\}\s*=\s*require\(['\"`]([^'\"`]+)['\"`]\)")
EXPORTED = re.compile(r"__exports\.(\w+)")
SAID = re.compile(r"""\b_t\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")


class Script:
    """A script of a bundle: the modules that it defines and those that it imports.

    :param tuple entry: of ``ir.asset._get_asset_paths``
    """

    def __init__(self, entry):
        self.entry = entry
        self.url, self.file = entry[:2]
        self.addon = self.url.split("/")[1]

    @cached_property
    def source(self):
        if not self.file:
            return ""
        with open(self.file, encoding="utf-8") as file:
            return file.read()

    @cached_property
    def module(self):
        """What Odoo's transpiler makes of it."""
        if is_odoo_module(self.url, self.source):
            return transpile_javascript(self.url, self.source)
        return self.source

    @cached_property
    def names(self):
        """The modules that it defines: itself, and those that it is a stand-in for."""
        return [name for name, _needs in DEFINE.findall(self.module)]

    @cached_property
    def needs(self):
        """The modules that it imports."""
        found = (QUOTED.findall(needs) for _name, needs in DEFINE.findall(self.module))
        return {name for names in found for name in names} - {*self.names}

    @cached_property
    def wants(self):
        """The names that it imports, by module.

        :rtype: dict[str, set[str]]
        """
        wants = {}
        for listed, name in IMPORTED.findall(self.module):
            taken = (one.split(":")[0].strip() for one in listed.split(","))
            wants.setdefault(name, set()).update(filter(None, taken))
        return wants

    @cached_property
    def exports(self):
        return set(EXPORTED.findall(self.module))

    @cached_property
    def terms(self):
        """The English texts that it shows to customers."""
        said = (double or single for double, single in SAID.findall(self.source))
        return {re.sub(r"\\(.)", r"\1", term) for term in said}


class PayBundle:
    """The part of core's frontend bundle that the payment form needs to run.

    :param own: entries of our own scripts
    :param frontend: entries of core's frontend bundle
    """

    def __init__(self, own, frontend):
        entries = {entry[0]: entry for entry in (*own, *frontend)}
        self.scripts = {
            url: Script(entry) for url, entry in entries.items() if url.endswith(".js")
        }
        own = [self.scripts[entry[0]] for entry in own]
        stand_ins = [one for one in own if one.url.startswith(STAND_INS)]
        self.roots = [one for one in own if one not in stand_ins] + self._forms()
        # A stand-in that lacks what a provider's form imports makes way for the original.
        self.stand_ins, short = stand_ins, True
        while short:
            self.chosen, self.missing = self._closure()
            short = {one for one, _names in self.shortfalls()}
            self.stand_ins = [one for one in self.stand_ins if one not in short]

    def _forms(self):
        """Return the scripts of the addons that extend core's payment form."""
        touching = [
            one
            for one in self.scripts.values()
            if one.url not in OTHER_PAGES
            and (one.addon == "payment" or FORM.search(one.source))
            and not ELSEWHERE.search(one.source)
        ]
        addons = {one.addon for one in touching}
        providers = {name for name in addons if name.startswith("payment")}
        # What addons of the website or the shop add belongs to other pages.
        others = {name for name in addons - providers if not needs_website(name)}
        forms = [one for one in touching if one.addon in providers | others]
        # A provider's form may have scripts that do not import core's form.
        return forms + [
            one
            for one in self.scripts.values()
            if one.addon in providers - {"payment"}
            and one not in forms
            and not ELSEWHERE.search(one.source)
        ]

    def _closure(self):
        """Return all scripts that the roots import, directly or not, and missing modules."""
        by_name = {}
        for one in self.scripts.values():
            if not one.url.startswith(STAND_INS):
                by_name.setdefault(url_to_module_path(one.url), one)
        for one in self.stand_ins:
            by_name.update(dict.fromkeys(one.names, one))
        real_owl = "@odoo/owl" not in by_name
        chosen, missing, todo = {}, set(), list(self.roots)
        while todo:
            one = todo.pop()
            if one.url in chosen:
                continue
            chosen[one.url] = one
            for name in one.needs:
                if name in by_name:
                    todo.append(by_name[name])
                elif name != "@odoo/owl":
                    missing.add((one.url, name))
        first = [LOADER, LUXON] + (list(OWL) if real_owl else [])
        rest = [url for url in self.scripts if url in chosen and url not in first]
        return [self.scripts[url] for url in (*first, *rest)], missing

    def shortfalls(self):
        """Return the stand-ins that lack a name which is imported from them.

        :return: pairs of script and the missing names
        """
        found = []
        for stand_in in self.stand_ins:
            for name in stand_in.names:
                wanted = {
                    term for one in self.chosen for term in one.wants.get(name, ())
                }
                if wanted - stand_in.exports:
                    found.append((stand_in, wanted - stand_in.exports))
        return found

    def terms(self):
        """Return the English texts of the chosen scripts, by addon.

        :rtype: dict[str, set[str]]
        """
        terms = {}
        for one in self.chosen:
            if one.terms:
                terms.setdefault(one.addon, set()).update(one.terms)
        return terms


def needs_website(name, seen=None):
    """Tell whether an addon depends on ``website``, directly or not."""
    seen = set() if seen is None else seen
    if name == "website":
        return True
    if name in seen:
        return False
    seen.add(name)
    manifest = Manifest.for_addon(name, display_warning=False)
    return any(needs_website(one, seen) for one in (manifest or {}).get("depends", []))
