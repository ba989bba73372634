# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from lxml import html

from odoo import Command, fields

from ..common.base import CANARY, REFERENCE
from ..common.pay import PayHttpCase

# The page with the form of one provider. Core's choice of providers is most of it.
QUERIES = 38


class PayPageCase(PayHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.transfer = cls.env["payment.provider"].search(
            [("code", "=", "custom"), ("company_id", "=", cls.company.id)], limit=1
        )
        # Without a bank account; with one: test_pay_bank.
        cls.env["account.journal"].search(
            [("type", "=", "bank")]
        ).bank_account_id = None

    def payment(self, document, state, provider=None, **values):
        """Return a payment that somebody began another way."""
        provider = provider or self.provider
        own = "invoice_ids" if document._name == "account.move" else "sale_order_ids"
        payment = self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": self.method.id,
                "amount": document.amount_total,
                "currency_id": document.currency_id.id,
                "partner_id": self.customer.id,
                "operation": "online_direct",
                "reference": f"{document.name}/{state}",
                own: [Command.set(document.ids)],
                **values,
            }
        )
        getattr(payment, f"_set_{state}")()
        return payment

    def tree(self, link, **kwargs):
        response = self.open(link, **kwargs)
        self.assertPublic(response, 200)
        for hidden in (CANARY, REFERENCE, "123.45", "US12345677", "access_token"):
            self.assertNotIn(hidden, response.text)
        return html.document_fromstring(response.text)

    def state(self, tree):
        return tree.xpath("string(//*[contains(@class,'pill')]/@data-code)")

    def text(self, tree):
        return " ".join(tree.find(".//main").text_content().split())

    def form(self, tree):
        return tree.xpath("//form[@id='o_payment_form']")

    # === STATES === #

    def cancelled(self, document):
        if document._name == "account.move":
            document.button_draft()
            document.button_cancel()
        else:
            document._action_cancel()
        return document

    def paid(self):
        invoice = self.make_invoice()
        self.payment(invoice, "done")._post_process()
        return invoice

    def pending(self):
        invoice = self.make_invoice()
        self.payment(invoice, "pending")
        return invoice

    def expired(self):
        self.company.public_links_accept_and_pay = True
        return self.make_order(validity_date="2020-01-01")

    def off(self):
        self.env["ir.config_parameter"].set_param(
            "account_payment.enable_portal_payment", "False"
        )
        return self.make_invoice()

    def unprovided(self):
        self.provider.state = "disabled"
        return self.make_invoice()

    def foreign(self):
        currency = self.env["res.currency"].create({"name": "XPL", "symbol": "X"})
        invoice = self.make_invoice(currency_id=currency.id)
        currency.active = False
        return invoice

    def credited(self):
        invoice = self.make_invoice()
        refund = invoice._reverse_moves(cancel=True)
        self.assertEqual(refund.state, "posted")
        return invoice

    def states(self):
        """Return what can stand in the way: code, document's maker, what to do next."""
        return [
            ("processing", self.pending, "do not pay again"),
            ("paid", self.paid, "nothing more to do"),
            ("voided", lambda: self.cancelled(self.make_invoice()), "contact us"),
            ("voided", lambda: self.cancelled(self.make_order("sale")), "contact us"),
            ("nothing_due", self.credited, "nothing for you to do"),
            ("not_accepted", self.make_order, "Tell us if you want to order"),
            ("expired_quote", self.expired, "ask us for a new one"),
            ("payments_off", self.off, "ask us how to pay"),
            ("provider", self.unprovided, "ask us how to pay"),
            ("currency", self.foreign, "ask us how to pay"),
        ]


class TestPayStates(PayPageCase):
    def test_each_state_says_what_to_do_next(self):
        """A76, A77, A78, A79, C6, C7, F8, Q6"""
        for code, make, advice in self.states():
            with self.subTest(state=code), self.env.cr.savepoint() as point:
                link = self.issue(make(), "pay")
                tree = self.tree(link)
                self.assertEqual(self.state(tree), code)
                self.assertIn(advice, self.text(tree))
                self.assertIn("Questions?", self.text(tree))
                self.assertFalse(self.form(tree))
                self.assertFalse(tree.xpath("//script[contains(@src,'/web/assets')]"))
                refresh = tree.get("data-refresh")
                self.assertEqual(bool(refresh), code == "processing")
                owed = code in ("payments_off", "provider", "currency")
                self.assertEqual(bool(tree.xpath("//p[@class='amount']")), owed)
                point.rollback()
                self.env.registry.clear_all_caches()

    def test_what_is_due_can_be_paid(self):
        """A39, A45, B26, F23"""
        for document in (self.make_invoice(), self.make_order("sale")):
            link = self.issue(document, "pay")
            tree = self.tree(link)
            self.assertEqual(self.state(tree), "due")
            [form] = self.form(tree)
            total = document.amount_total
            self.assertEqual(float(form.get("data-amount")), total)
            [button] = tree.xpath("//*[@name='o_payment_submit_button']")
            self.assertIn(f"{total:.2f}", button.get("data-pay"))
            self.assertIn("is loading", button.text_content(), "Its scripts say more.")
            self.assertIn("care@seller.example", self.text(tree))
            self.assertIn("j•••@example.com", tree.text_content())
            self.assertFalse(tree.xpath("//@style"))
            handlers = tree.xpath("//@*[starts-with(name(), 'on')]")
            self.assertFalse(handlers, "The policy refuses them.")
            sheets = tree.xpath("//link[@rel='stylesheet']/@href")
            self.assertFalse([one for one in sheets if "/web/assets" in one])

    def test_a_transfer_that_was_announced_blocks_nothing_and_is_told(self):
        """F8, S17"""
        invoice = self.make_invoice()
        self.transfer.write({"state": "enabled", "is_published": True})
        self.payment(invoice, "pending", self.transfer)
        tree = self.tree(self.issue(invoice, "pay"))
        self.assertEqual(self.state(tree), "due")
        self.assertTrue(self.form(tree))
        self.assertIn("You announced a transfer of", self.text(tree))

    def test_the_same_page_for_whoever_comes_with_javascript_off(self):
        """Q3: card entry excepted, which says so."""
        tree = self.tree(self.issue(self.make_invoice(), "pay"))
        self.assertIn(
            "Paying needs JavaScript",
            tree.xpath("string(//*[contains(@class,'no-js')])"),
        )
        link = self.issue(self.pending(), "pay")
        refresh = self.tree(link).xpath("//noscript/meta[@http-equiv='refresh']")
        self.assertTrue(refresh)

    def test_stripes_script_is_loaded_where_stripe_is_offered(self):
        """S-headers: no third-party resource but the active provider's own."""
        link = self.issue(self.make_invoice(), "pay")
        self.assertNotIn("js.stripe.com", self.open(link).text)
        stripe = self.env["payment.provider"].search(
            [("code", "=", "stripe"), ("company_id", "=", self.company.id)], limit=1
        )
        stripe.write(
            {
                "state": "test",
                "is_published": True,
                "stripe_publishable_key": "pk_test_1",
                "stripe_secret_key": "sk_test_1",
                "stripe_webhook_secret": "whsec_1",
                "payment_method_ids": [Command.link(self.method.id)],
            }
        )
        page = self.open(link)
        self.assertEqual(page.text.count('src="https://js.stripe.com/v3/"'), 1)
        policy = page.headers["Content-Security-Policy"]
        self.assertIn("script-src 'self' https://js.stripe.com", policy)

    def test_core_keeps_its_own_form(self):
        """Our icons and pictures stand on our page alone."""
        values = {"icon_name": "eye", "color_name": "danger", "title": "Test mode"}
        rendered = self.env["ir.qweb"]._render("payment.form_icon", values)
        self.assertIn("<i ", rendered)
        self.assertNotIn("<span", rendered)

    def test_the_number_of_queries_does_not_grow_with_the_document(self):
        """A16"""
        counts = []
        for number in (2, 60):
            lines = [
                Command.create({"product_id": self.product.id, "quantity": 1})
                for _number in range(number)
            ]
            link = self.issue(self.make_invoice(invoice_line_ids=lines), "pay")
            self.open(link)
            self.open(link)
            counts.append(self.count_queries(link))
        self.assertEqual(*counts)
        self.assertLessEqual(counts[0], QUERIES)

    def test_other_methods_and_languages(self):
        """Q4, S9"""
        self.env["res.lang"]._activate_lang("fr_FR")
        link = self.issue(self.make_invoice(), "pay")
        head = self.open(link, method="HEAD")
        self.assertPublic(head, 200)
        self.assertFalse(head.text)
        self.assertFalse(link.open_count)
        self.assertPublic(self.open(link, method="POST"), 405)
        self.assertPublic(self.open(link, method="DELETE"), 405)
        response = self.get(link._path() + "?lang=fr_FR")
        self.assertIn('lang="fr-FR"', response.text)
        self.assertIn("318,60", response.text)
        route = f"/link/pay/{link._token()}/transaction/now?lang=fr_FR"
        self.assertIn(route, response.text)

    def test_staff_see_it_and_can_do_nothing(self):
        """B58"""
        invoice = self.make_invoice()
        self.authenticate("admin", "admin")
        path = f"/link/preview/pay/account.move/{invoice.id}"
        tree = html.document_fromstring(self.get(path).text)
        self.assertFalse(self.form(tree))
        [button] = tree.xpath("//button[contains(@class,'main')]")
        self.assertEqual(button.get("disabled"), "disabled")
        self.assertIn("318.60", button.text_content())
        paid = self.paid()
        path = f"/link/preview/pay/account.move/{paid.id}"
        page = self.get(path)
        self.assertIn('data-code="paid"', page.text)
        self.assertNotIn("/link/pay/", page.text)


class TestPaySettings(PayPageCase):
    """Q7 Every flag, flipped, and the page."""

    def test_pay_links_can_be_switched_off(self):
        """B7, B8, Q7"""
        link = self.issue(self.make_invoice(), "pay")
        self.company.public_links_pay_enabled = False
        self.assertPublic(self.open(link), 410)
        self.assertIn("error", self.begin(link, 318.6))
        self.company.public_links_pay_enabled = True
        self.assertTrue(self.form(self.tree(link)))

    def test_their_life_is_a_setting(self):
        """F2, Q7"""
        self.company.write(
            {"public_links_pay_days": 3, "public_links_follow_due_date": False}
        )
        link = self.issue(self.make_invoice(), "pay")
        days = (link.expires_at - fields.Datetime.now()).days
        self.assertIn(days, (2, 3))
        self.company.public_links_follow_due_date = True
        link = self.issue(self.make_invoice(), "pay")
        self.assertGreater((link.expires_at - fields.Datetime.now()).days, 20)

    def test_quotations_are_paid_where_that_is_allowed(self):
        """F6, C7, Q7"""
        order = self.make_order(require_signature=False, require_payment=True)
        link = self.issue(order, "pay")
        self.assertEqual(self.state(self.tree(link)), "not_accepted")
        self.company.public_links_accept_and_pay = True
        tree = self.tree(link)
        self.assertTrue(self.form(tree))
        self.assertIn("Quotation", self.text(tree))

    def test_providers_and_methods_can_be_left_out(self):
        """A70, Q7"""
        link = self.issue(self.make_invoice(), "pay")
        self.transfer.write({"state": "enabled", "is_published": True})
        labels = "//label[starts-with(@for,'o_payment_method_')]"
        self.assertEqual(len(self.tree(link).xpath(labels)), 2)
        self.company.public_links_provider_ids = self.provider
        self.assertEqual(len(self.tree(link).xpath(labels)), 1)
        self.company.public_links_provider_ids = False
        self.company.public_links_payment_method_ids = self.method
        self.assertEqual(len(self.tree(link).xpath(labels)), 1)
        self.method.active = False
        self.assertEqual(len(self.tree(link).xpath(labels)), 0)
        self.method.active = True
        self.company.public_links_provider_ids = self.transfer
        self.assertEqual(self.state(self.tree(link)), "method")

    def test_saving_the_card_is_offered_unticked_or_not_at_all(self):
        """F25, Q7"""
        self.provider.allow_tokenization = True
        self.method.support_tokenization = True
        link = self.issue(self.make_invoice(), "pay")
        box = "//input[@name='o_payment_tokenize_checkbox']"
        [ticked] = self.tree(link).xpath(box)
        self.assertIsNone(ticked.get("checked"))
        self.company.public_links_save_card = False
        self.assertFalse(self.tree(link).xpath(box))


class TestSamePayBlockers(PayPageCase):
    def check(self, document):
        link = self.issue(document, "pay")
        blockers = document.sudo()._public_link_blockers("pay")
        gone = any(blocker.page == "gone" for blocker in blockers)
        response = self.open(link)
        self.assertEqual(response.status_code, 410 if gone else 200)
        if not gone:
            code = blockers[0].code if blockers else "due"
            self.assertIn(f'data-code="{code}"', response.text)
            if blockers:
                self.assertIn(
                    html.fromstring(f"<p>{blockers[0].customer}</p>").text,
                    (" ".join(html.document_fromstring(response.text).itertext())),
                )
        answer = self.begin(link, document.amount_total)
        if blockers:
            if not gone:
                self.assertEqual(answer["error"]["message"], blockers[0].customer)
            self.assertIn("error", answer)
            self.assertFalse(
                self.transactions(document).filtered(lambda tx: tx.state == "draft")
            )
        else:
            self.assertIn("result", answer)
        expected = {(blocker.staff, blocker.fix) for blocker in blockers}
        wizard = (
            self.env["public.link.send"]
            .with_context(active_model=document._name, active_ids=document.ids)
            .create({"purpose": "pay"})
        )
        shown = {(row["text"], row["fix"]) for row in wizard.problems or []}
        self.assertEqual(shown, expected)
        self.assertEqual(wizard.can_copy, not blockers)
        told = {
            (row["text"], row["fix"])
            for row in document.sudo()._public_link_diagnosis()
        }
        self.assertLessEqual(expected, told)

    def test_page_post_wizard_and_diagnosis_agree_in_every_state(self):
        """Q8, A72, A76"""
        makers = [(code, make) for code, make, _advice in self.states()]
        makers += [
            ("due", self.make_invoice),
            ("order", lambda: self.make_order("sale")),
        ]
        makers += [("draft", lambda: self.make_invoice(post=False))]
        for code, make in makers:
            for switch in (None, "public_links_enabled", "public_links_pay_enabled"):
                with (
                    self.subTest(state=code, off=switch),
                    self.env.cr.savepoint() as point,
                ):
                    document = make()
                    if switch:
                        self.company[switch] = False
                    self.check(document)
                    point.rollback()
                    self.env.registry.clear_all_caches()
