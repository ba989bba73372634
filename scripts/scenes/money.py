"""Invoices and the pay page, in each state."""

from datetime import timedelta

from odoo import Command, fields


def invoice(scenes, days, **values):
    """Return an invoice that is due in some days."""
    today = fields.Date.today()
    move = scenes.env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": scenes.partner.id,
            "invoice_date": today + timedelta(days=min(days, 0) - 2),
            "invoice_date_due": today + timedelta(days=days),
            "invoice_line_ids": [
                Command.create({"product_id": scenes.desk.id, "quantity": 1})
            ],
            **values,
        }
    )
    move.action_post()
    return move


def register(scenes, move, **values):
    """Register a payment as staff do."""
    wizard = scenes.env["account.payment.register"].with_context(
        active_model="account.move", active_ids=move.ids
    )
    wizard.create(values).action_create_payments()


def begin(move, link, provider):
    """Begin to pay an invoice by its link, as the customer's browser does."""
    move = move.with_env(link.env)
    method = provider.payment_method_ids[:1]
    direct = "redirect" if provider.code == "custom" else "direct"
    return move._public_pay_start(link, "now", provider, method, direct, False)


def paying(scenes):
    """The pay page before, while and after one pays."""
    env = scenes.env
    demo, transfer = (
        env["payment.provider"].search(
            [("code", "=", code), ("company_id", "=", scenes.company.id)], limit=1
        )
        for code in ("demo", "custom")
    )
    transfer.write({"state": "enabled", "is_published": True})
    transfer.payment_method_ids.active = True
    move = invoice(scenes, 12)
    scenes.add("pay-choice", move, "pay", "?pay=part&amount=x")
    # 30 % now, the rest in 60 days.
    term = scenes.env.ref("account.account_payment_term_advance_60days")
    move = invoice(scenes, 12, invoice_payment_term_id=term.id)
    scenes.add("pay-instalment", move, "pay")
    move = invoice(scenes, -4)
    scenes.add("pay-late", move, "pay")
    move = invoice(scenes, 12)
    begin(move, scenes.add("pay-done", move, "pay"), demo)._set_done()
    move.transaction_ids._post_process()
    move = invoice(scenes, 12)
    begin(move, scenes.add("pay-waiting", move, "pay"), demo)._set_pending()
    move = invoice(scenes, 12)
    begin(move, scenes.add("pay-announced", move, "pay"), transfer)._set_pending()
    move = invoice(scenes, 12)
    begin(move, scenes.add("pay-failed", move, "pay"), demo)._set_error("Declined")
    move = invoice(scenes, 12)
    scenes.add("pay-cancelled", move, "pay")
    move.button_draft()
    move.button_cancel()
    card_on_file(scenes, demo)


def card_on_file(scenes, provider):
    """Offer a customer's saved card, and charging it by itself, to a customer apart."""
    partner = scenes.customer("Otto Lindqvist", "otto@lindqvist.example")
    card = scenes.env["payment.token"].create(
        {
            "provider_id": provider.id,
            "payment_method_id": provider.payment_method_ids[:1].id,
            "partner_id": partner.id,
            "payment_details": "4242",
            "provider_ref": "demo",
            "demo_simulated_state": "done",
        }
    )
    partner.write({"public_link_card_id": card.id, "public_link_card_agreed": True})
    move = invoice(scenes, 12, partner_id=partner.id)
    link = scenes.add("pay-card", move, "pay", partner=partner)
    link.sent_at = fields.Datetime.now()
    portal = scenes.env["public.link"].sudo()._issue(partner, "portal", partner)
    portal.sent_at = fields.Datetime.now()
    scenes.links.append(("portal-cards", f"{portal._url()}/payments"))


def make(scenes):
    due, late = invoice(scenes, 12), invoice(scenes, -19)
    invoice(scenes, -8)
    paid = invoice(scenes, -40)
    register(scenes, paid)
    part = invoice(scenes, 9)
    register(scenes, part, amount=100)
    cancelled = invoice(scenes, 9)
    refund = invoice(scenes, 0, move_type="out_refund")
    for name, move in (
        ("invoice-due", due),
        ("invoice-late", late),
        ("invoice-paid", paid),
        ("invoice-part", part),
        ("invoice-cancelled", cancelled),
        ("credit-note", refund),
    ):
        scenes.add(name, move, "view")
    cancelled.button_draft()
    cancelled.button_cancel()
    scenes.add("pay", due, "pay")
    paying(scenes)
