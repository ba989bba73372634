# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which scripts the payment form gets, for every payment addon that is on this disk."""

import re
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from lxml import html

from odoo.exceptions import UserError
from odoo.modules import Manifest

from ...controllers.pay import form as pay_form
from ...models.pay.payment_provider import CSP, SCRIPTED, SCRIPTED_CARDS
from ...tools.pay_bundle import BUNDLE, LOADER, Script, needs_website
from ..common.base import PublicLinkCase
from ..common.js_names import free_names
from ..common.pay import PayFixtures

# What the language and every browser have.
BROWSER = set(
    """Array Boolean CustomEvent Error Event EventTarget FileReader Function HTMLElement
    Infinity Intl JSON Map Math Number Object Promise Reflect RegExp Set ShadowRoot
    StorageEvent String Symbol TypeError URL URLSearchParams Uint8Array WeakMap
    addEventListener console crypto document encodeURIComponent fetch getComputedStyle
    isNaN location navigator parseFloat parseInt setTimeout window""".split()
)
# What boot.js, the loader and a stand-in of ours put there; see payment_provider.py for
# what a provider's own script does.
OURS = {"odoo", "luxon"}
THEIRS = {"Accept", "MercadoPago", "Razorpay", "Stripe", "Xendit", "paypal"}
# Of window: core's form wants the first for tooltips, which our page has none of.
OF_WINDOW = {"Tooltip", "AdyenWeb", "luxon"}
# What core's form asks of the environment; orm is for cards on file, which it never shows.
SERVICES = {"dialog", "orm"}


def depending(names):
    """Return these addons with all that they depend on."""
    found, todo = {"public_links"}, {"public_links", *names}
    while todo:
        name = todo.pop()
        found.add(name)
        todo |= set(Manifest.for_addon(name)["depends"] or ["base"]) - found
    return found - {"base"} | {"base"}


class TestPayBundle(PublicLinkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.addons = sorted(
            one.name
            for one in Manifest.all_addon_manifests()
            if one.name.startswith("payment_") or one.name == "delivery"
        )
        cls.bundle = cls.compute(*cls.addons)

    @classmethod
    def compute(cls, *names):
        assets, installed = cls.env["ir.asset"], depending(names)
        order = assets._topological_sort(tuple(sorted(installed)))
        # What this house has added by hand names files of addons that are not meant here.
        with patch.object(
            type(assets), "_get_related_assets", lambda one, *_, **__: one.browse()
        ):
            return assets._public_link_pay_bundle([], order, installed)

    def test_nothing_that_is_imported_is_missing(self):
        """R1, F61: in a bundle of each addon alone, and of all."""
        self.assertGreater(len(self.addons), 15)
        for names in ([], *([name] for name in self.addons), self.addons):
            with self.subTest(addons=names):
                bundle = self.bundle if names == self.addons else self.compute(*names)
                self.assertFalse(bundle.missing)
                self.assertFalse(bundle.shortfalls())
                urls = [one.url for one in bundle.chosen]
                self.assertIn("/web/static/src/module_loader.js", urls[0])
                self.assertIn("/payment/static/src/interactions/payment_form.js", urls)
                self.assertEqual(len(urls), len(set(urls)))

    def test_each_addons_own_form_is_in_it(self):
        """F61: what patches core's form, and nothing of other pages."""
        urls = {one.url for one in self.bundle.chosen}
        forms = {
            "/" + "/".join(path.parts[-5:])
            for name in self.addons
            for path in Path(Manifest.for_addon(name).path).glob(
                "static/src/interactions/payment_form.js"
            )
        }
        self.assertGreater(len(forms), 8)
        self.assertLessEqual(forms, urls)
        self.assertFalse([url for url in urls if "express_checkout" in url])
        self.assertFalse([url for url in urls if "post_processing" in url])

    def test_no_name_comes_from_nowhere(self):
        """R1, F61: what is no import is found by its name."""
        allowed, of_window, services = BROWSER | OURS | THEIRS, set(), set()
        for one in self.bundle.chosen:
            if one.url == LOADER or "/core/browser/" in one.url:
                continue
            self.assertFalse(free_names(one.source) - allowed, one.url)
            of_window |= set(re.findall(r"\bwindow\.([A-Z]\w*|luxon)\b", one.source))
            services |= set(re.findall(r"\bthis\.services\.(\w+)", one.source))
        self.assertLessEqual(of_window, OF_WINDOW)
        self.assertLessEqual(services, SERVICES)

    def test_each_stand_in_has_what_is_imported_of_it(self):
        """R1, F61: and is there at all, since it spares the customer the real one."""
        names = {name for one in self.bundle.stand_ins for name in one.names}
        self.assertIn("@odoo/owl", names)
        self.assertEqual(len(self.bundle.stand_ins), 5)
        self.assertFalse([one.url for one in self.bundle.chosen if "/lib/" in one.url])

    def test_a_form_that_wants_more_gets_the_real_thing(self):
        """F61: a stand-in that lacks something gives way."""
        source = 'import {mount} from "@odoo/owl";\nimport "@payment/x";\nmount();'
        with self.planted(
            "/payment_demo/static/src/interactions/payment_form.js", source
        ):
            bundle = self.compute("payment_demo")
        urls = [one.url for one in bundle.chosen]
        self.assertIn("/web/static/lib/owl/owl.js", urls)
        self.assertNotIn("/public_links/static/src/pay/stand_in/owl.js", urls)
        [(_url, name)] = bundle.missing
        self.assertEqual(name, "@payment/x", "What is nowhere is told.")

    @contextmanager
    def planted(self, url, source):
        original = Script.source.func

        def read(script):
            return source if script.url == url else original(script)

        with patch.object(Script, "source", property(read)):
            yield

    def test_what_an_odoo_update_could_break_is_told_by_the_log(self):
        """R1: the page is served, and the server says what its scripts lack."""
        url = "/payment_demo/static/src/interactions/payment_form.js"
        assets = self.env["ir.asset"]
        with (
            self.planted(url, 'import "@payment/x";\nimport {x} from "@web/gone";'),
            self.assertLogs(
                "odoo.addons.public_links.models.pay.ir_asset", "ERROR"
            ) as log,
        ):
            self.env.registry.clear_cache("assets")
            self.addCleanup(self.env.registry.clear_cache, "assets")
            assets._get_asset_paths(BUNDLE, assets._get_asset_params())
        self.assertIn("@web/gone", log.output[0])

    def test_nothing_of_the_website_runs_on_our_page(self):
        """R1: what is installed in this house."""
        assets = self.env["ir.asset"]
        paths = assets._get_asset_paths(BUNDLE, assets._get_asset_params())
        addons = {path.split("/")[1] for path, *_rest in paths}
        self.assertIn("payment_demo", addons)
        self.assertFalse([name for name in addons if needs_website(name)])
        self.assertNotIn("website", addons)

    def test_whoever_loads_a_script_is_known(self):
        """R1, S-headers: a provider whose form loads another's script has a policy, or is
        told to staff rather than offered."""
        known = {*CSP, *SCRIPTED, *SCRIPTED_CARDS}
        loading = set()
        for name in self.addons:
            if not name.startswith("payment_"):
                continue
            for path in Path(Manifest.for_addon(name).path).rglob("*"):
                if path.suffix not in (".js", ".xml") or "tests" in path.parts:
                    continue
                text = path.read_text()
                if re.search(r"\bloadJS\(|<script[^>]+https:", text):
                    loading.add(name.removeprefix("payment_"))
        self.assertGreater(len(loading), 5)
        self.assertLessEqual(loading, known)


class TestFormOnOurPage(PayFixtures, PublicLinkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_provider()

    def fit(self, rendered, providers=None, **changes):
        providers = self.provider if providers is None else providers
        policy = pay_form._policy(providers) | changes
        fitted = pay_form._fit(self.env, rendered, providers, policy)
        return html.fragment_fromstring(fitted, create_parent="div")

    def test_scripts_of_who_is_not_offered_are_left_out(self):
        """R1, S-headers: whoever put them into the form, and inline ones."""
        rendered = """<form id="f"><script src="https://js.stripe.com/v3/"></script>
            <script src="//cdn.example.org/x.js"></script><script>alert(1)</script>
            <script src="/own.js"></script></form>
            <script src="https://checkout.example.com/a.js"></script>
            <link rel="stylesheet" href="https://checkout.example.com/a.css">"""
        tree = self.fit(rendered)
        self.assertEqual(tree.xpath("//script/@src"), ["/own.js"])
        self.assertFalse(tree.xpath("//link"))
        stripe = self.env["payment.provider"].new({"code": "stripe"})
        tree = self.fit(rendered, stripe)
        self.assertIn("https://js.stripe.com/v3/", tree.xpath("//script/@src"))
        own = {"script-src": "'self' https://*.example.com"}
        tree = self.fit(rendered, **own)
        self.assertEqual(
            tree.xpath("//script/@src"),
            ["/own.js", "https://checkout.example.com/a.js"],
        )

    def test_buttons_of_who_is_not_offered_are_left_out(self):
        """R1: core's payment_paypal adds a second element of the button's name."""
        rendered = """<form><input id="o_demo_input">
            <div id="o_stripe_x" name="o_payment_submit_button"><i id="o_stripe_y"/></div>
            <button name="o_payment_submit_button" disabled="true">Pay $ 5</button>
            </form>"""
        tree = self.fit(rendered)
        [button] = tree.xpath("//*[@name='o_payment_submit_button']")
        self.assertEqual(button.tag, "button")
        self.assertEqual(button.get("data-pay"), "Pay $ 5")
        self.assertIn("loading", button.text)
        self.assertTrue(tree.xpath("//*[@id='o_demo_input']"))

    def test_a_provider_whose_form_is_refused_is_not_offered(self):
        """R1, S16: and staff read why, whatever else is fine."""
        for code in SCRIPTED:
            provider = self.env["payment.provider"].new({"code": code})
            self.assertFalse(provider._public_link_can_pay())
            [row] = provider._public_link_health_find_page()
            self.assertEqual((row["code"], row["level"]), ("page", "bad"))
            words = provider._public_link_health_explain(row)
            self.assertIn("scripts", words["text"])
            own = {"script-src": ["https://example.com"]}
            with patch.object(
                type(provider), "_public_link_csp", lambda _self, own=own: own
            ):
                self.assertTrue(provider._public_link_can_pay(), "Its module knows.")
                self.assertFalse(provider._public_link_health_find_page())

    def test_a_refused_form_cannot_be_overridden(self):
        """R1, A71: no reason makes its button work."""
        self.env.user.group_ids += self.env.ref("public_links.group_manager")
        kind = type(self.provider)
        with patch.object(kind, "_public_link_refused_scripts", lambda _self: True):
            self.provider._public_link_check_health()
            self.assertTrue(self.provider.public_link_paused)
            self.assertFalse(self.provider.public_link_overridable)
            with self.assertRaisesRegex(UserError, "nothing to override"):
                self.provider._public_link_override("We want to")
            invoice = self.make_invoice()
            [blocker] = invoice.sudo()._public_link_blockers("pay")
            self.assertEqual(blocker.code, "connector", "Staff read where to look.")

    def test_a_provider_that_only_leads_away_is_offered(self):
        """R1, S16: and one whose card form is refused, for all but cards."""
        new = self.env["payment.provider"].new
        for code in ("mollie", "buckaroo", "custom", "demo", "stripe"):
            self.assertFalse(new({"code": code})._public_link_refused_scripts(), code)
        card = self.env.ref("payment.payment_method_card")
        card.provider_ids += self.provider
        card.active = True
        for code in SCRIPTED_CARDS:
            provider = new({"code": code, "payment_method_ids": card.ids})
            self.assertTrue(provider._public_link_refused_scripts())
            [row] = provider._public_link_health_find_page()
            self.assertIn("Card", provider._public_link_health_explain(row)["fix"])
            provider.payment_method_ids = self.method
            self.assertFalse(provider._public_link_refused_scripts())
