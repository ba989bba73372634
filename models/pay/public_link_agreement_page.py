# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What pages show of agreements: the offer to make one, and one that is live."""

from odoo import models
from odoo.tools.misc import get_lang
from odoo.tools.translate import LazyTranslate

from ...tools.evidence import canonical, sha256
from ...tools.formatting import day, money, plain_amount
from ...tools.states import status
from .part import read_amount

_lt = LazyTranslate(__name__)

# How many saved cards are offered, and how much a ceiling can be.
MOST_CARDS, MOST = 20, 1e7


class PublicLink(models.Model):
    _inherit = "public.link"

    _announced = {
        "agreed": (
            "ok",
            _lt(
                "Done. From now on due invoices are charged to your card. We email you three"
                " days before each charge."
            ),
        ),
        "agreement_there": (
            "info",
            _lt("You have agreed to this already. This page shows how it stands."),
        ),
        "agreement_ended": (
            "ok",
            _lt("Done. Nothing more is charged to your card by itself."),
        ),
        "agreement_running": (
            "warn",
            _lt(
                "It has ended. One charge was under way already, and could not be stopped:"
                " please ask us about it."
            ),
        ),
        "tick_agreement": (
            "warn",
            _lt("Please tick the box first. Nothing was changed."),
        ),
    }

    # === WHOSE === #

    def _agreement_live(self):
        """Return the live agreement that this link may show and end, possibly empty.

        Links on paper, and of people who merely follow a document, show none.
        """
        agreements = self.env["public.link.agreement"]
        customer = self.partner_id.commercial_partner_id
        if (
            not customer
            or customer != self.commercial_partner_id
            or self.channel in ("qr", "follower")
        ):
            return agreements
        return agreements._live(customer, self.company_id)

    def _agreement_cards(self):
        """Return the saved cards that the recipient can agree to, by this link (S19).

        :rtype: `payment.token`, empty where the company does not offer it
        """
        cards = self.env["payment.token"]
        settings, partner = self.company_id._public_links_settings(), self.partner_id
        if (
            not settings["agreement"]
            or not self.company_id._public_links_on("pay")
            or not partner
            or partner.commercial_partner_id != self.commercial_partner_id
            or not self._may_show_card()
        ):
            return cards
        # sudo: the customer's own cards, on a link that was mailed to them
        found = (
            cards.sudo()
            .with_context(prefetch_fields=True)
            .search(
                [
                    (
                        "partner_id.commercial_partner_id",
                        "=",
                        self.commercial_partner_id.id,
                    ),
                    ("company_id", "=", self.company_id.id),
                    ("provider_id.state", "in", ("enabled", "test")),
                    ("provider_id.is_published", "=", True),
                ],
                order="id desc",
                limit=MOST_CARDS,
            )
        )
        return found.filtered(
            lambda card: (
                not card._public_link_expired()
                and card._public_link_label()
                and card.provider_id._public_link_can_pay()
            )
        ).with_env(self.env)

    # === AGREEING === #

    def _agreement_words(self, card="", ceiling=""):
        """Return what is agreed to.

        :param str card: which one; by default the one that is chosen above
        :param str ceiling: with its currency; by default as it stands above
        """
        env = self.env
        return env._(
            "I agree that %(seller)s charges %(card)s for my invoices, up to %(ceiling)s"
            " each time: on the day an invoice is due, or on the last day of a discount for"
            " early payment. Invoices that are due already are included. I get an email"
            " three days before each charge, and can stop this at any time: on this page,"
            " on the page that each email opens, or by asking.",
            seller=self.company_id.name,
            card=card or env._("the card chosen above"),
            ceiling=ceiling or env._("the amount above"),
        )

    def _agreement_offer(self, url, typed=None):
        """Return the form by which the customer agrees, or ``None`` without any card.

        :param str url: where it is sent
        :param dict typed: what was sent before, and ``wrong``: what is wrong with it
        :rtype: dict or None
        """
        cards = self._agreement_cards()
        if not cards:
            return None
        env, currency, typed = self.env, self.company_id.currency_id, typed or {}
        labels = {str(card.id): card._public_link_label() for card in cards}
        chosen = (
            typed.get("card") if typed.get("card") in labels else next(iter(labels))
        )
        proposed = self.company_id._public_links_settings()["agreement_proposed"]
        single = labels[chosen] if len(labels) == 1 else ""
        words = self._agreement_words(card=single and env._("my card %s", single))
        return {
            "cards": [
                {"id": number, "label": label, "chosen": number == chosen}
                for number, label in labels.items()
            ],
            "ceiling": typed.get("ceiling", plain_amount(env, proposed, currency)),
            "hint": env._(
                "In %s. An invoice that is higher is never charged.", currency.name
            ),
            "words": words,
            "seen": sha256(canonical([labels, words, currency.name])),
            "ticked": typed.get("sure") == "1",
            "wrong": typed.get("wrong") or {},
            "open": bool(typed),
            "url": url,
        }

    def _agreement_read(self, form):
        """Read what the customer sent to agree.

        :param form: the form
        :return: card, ceiling, and a sentence by field for what is wrong
        :rtype: tuple
        """
        env, wrong = self.env, {}
        currency = self.company_id.currency_id
        cards = self._agreement_cards()
        card = cards.filtered(lambda one: str(one.id) == form.get("card", ""))
        if not card:
            wrong["card"] = env._("Please choose one of your cards.")
        point = get_lang(env).decimal_point
        ceiling = read_amount(form.get("ceiling", ""), point) or 0.0
        ceiling = currency.round(ceiling)
        if ceiling <= 0:
            like = plain_amount(env, 500.0, currency)
            wrong["ceiling"] = env._("Please write an amount, like %s.", like)
        elif ceiling > MOST:
            most = money(env, MOST, currency)
            wrong["ceiling"] = env._("Please write an amount of at most %s.", most)
        if form.get("sure") != "1":
            wrong["sure"] = env._("Please tick the box if you agree.")
        return card, ceiling, wrong

    def _agreement_make(self, document, card, ceiling, visitor):
        """Keep the customer's consent, and tell staff.

        :param document: what the link opens, or leads to
        :param card: `payment.token`, see ``_agreement_read``
        :param float ceiling: the same
        :param dict visitor: see ``public.link.agreement._agree``
        :return: what the page announces
        :rtype: str
        """
        label = card._public_link_label()
        most = money(self.env, ceiling, self.company_id.currency_id)
        words = self._agreement_words(self.env._("my card %s", label), most)

        def act(one):
            one.env["public.link.agreement"]._agree(self, card, ceiling, words, visitor)
            one._public_link_tell(
                self,
                one.env._("%s pays by agreement", self.partner_id.display_name),
                one.env._(
                    "The customer agreed that due invoices are charged to %(card)s, at most"
                    " %(ceiling)s each. See Public Links, Operations, Payment Agreements.",
                    card=label,
                    ceiling=most,
                ),
                activity=False,
            )

        return document._public_link_try(act) or "agreed"

    # === ONE THAT IS LIVE === #

    def _agreement_shown(self, agreement, url):
        """Return what a page shows of a live agreement.

        :param agreement: `public.link.agreement`, see ``_agreement_live``
        :param str url: where the form that ends it is sent
        :rtype: dict
        """
        env = self.env
        known = self._may_show_card()
        facts = [
            (
                env._("Card"),
                agreement.card_label if known else env._("Your saved card"),
            ),
            (
                env._("Highest amount"),
                env._(
                    "%s per charge",
                    money(env, agreement.ceiling, agreement.currency_id),
                ),
            ),
            (env._("Agreed on"), day(env, agreement.agreed_at)),
            (env._("Agreed by"), agreement.partner_name),
        ]
        coming = agreement.charge_ids.filtered(lambda one: one.state == "announced")
        return {
            "status": status(env, "agreement", "active"),
            "facts": [{"label": label, "value": value} for label, value in facts],
            "coming": [one._coming_words(known) for one in coming.sorted("charge_on")],
            "end_url": url,
        }

    def _agreement_end(self, document):
        """End the live agreement, as the customer asked; staff are told.

        :param document: what the link opens
        :return: what the page announces
        :rtype: str
        """
        agreement = self._agreement_live()
        if not agreement:
            return "agreement_ended"
        running = agreement.charge_ids.filtered(lambda one: one.state == "checking")

        def act(one):
            agreement.with_env(one.env)._end("customer")
            one._public_link_tell(
                self,
                one.env._("Payments by agreement were ended"),
                one.env._(
                    "By link, the customer ended the agreement under which %s was"
                    " charged.",
                    agreement.card_label,
                ),
                activity=False,
            )

        done = "agreement_running" if running else "agreement_ended"
        return document._public_link_try(act) or done


class PublicLinkAgreementCharge(models.Model):
    _inherit = "public.link.agreement.charge"

    def _coming_words(self, known):
        """Return a sentence on an announced charge.

        :param bool known: whether the page may name the card
        """
        env = self.env
        return env._(
            "%(amount)s for %(document)s will be charged to %(card)s on %(date)s or shortly"
            " after.",
            amount=money(env, self.amount, self.currency_id),
            document=self.document_name,
            card=self.agreement_id.card_label if known else env._("your saved card"),
            date=day(env, self.charge_on),
        )


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    def _public_pay_agreement(self, link, typed=None):
        """Return what the pay page shows of agreements, or ``None``.

        The page that an announcement leads to, and where it can be stopped.

        :param link: `public.link`
        :param dict typed: see ``_agreement_offer``
        :return: ``live``, see ``_agreement_shown``, and ``offer``
        """
        if not self._public_link_company()._public_links_settings()["agreement"]:
            return None
        if agreement := link._agreement_live():
            url = link._form_path("agreement/end") if link.id else "#"
            shown = link._agreement_shown(agreement, url)
            mine = agreement.charge_ids.filtered(
                lambda one: (
                    one.state == "announced"
                    and one.invoice_id in self._public_pay_all_invoices()
                )
            )
            known = link._may_show_card()
            shown["coming"] = [one._coming_words(known) for one in mine]
            return {"live": shown, "offer": None}
        url = link._form_path("agreement") if link.id else "#"
        offer = link._agreement_offer(url, typed)
        return {"live": None, "offer": offer} if offer else None

    def _public_pay_page(self, link, choice):
        values = super()._public_pay_page(link, choice)
        agreement = self._public_pay_agreement(link)
        # One that is live can be ended whatever becomes of this document.
        if agreement and agreement["offer"] and values["state"] not in ("due", "paid"):
            agreement = None
        return values | {"agreement": agreement}
