"""Write all mails of the demo as one page; run by scripts/mails in an Odoo shell.

Writes index.html into the folder PL_MAILS, in the languages PL_LANGS.
"""

import os
from datetime import date, timedelta
from html import escape
from pathlib import Path

from odoo.addons.public_links.models.track.shipment_news import NEWS

FRAME = (
    "<figure><figcaption><b>{title}</b><br/>{subject}<br/><small>{preview}</small>"
    '</figcaption><iframe title="{title}" sandbox="" srcdoc="{body}"></iframe></figure>'
)
STYLE = (
    "body{font:14px sans-serif;display:flex;flex-wrap:wrap;gap:24px;background:#ddd}"
    "figure{margin:0;width:390px}figcaption{min-height:64px;overflow-wrap:anywhere}"
    "iframe{width:390px;height:720px;border:0;background:#fff}"
)


# Core's own mails: the template, the model, and which of its records it is for.
CORE = (
    ("sale.email_template_edi_sale", "sale.order", ("state", "sent")),
    ("sale.mail_template_sale_confirmation", "sale.order", ("state", "sale")),
    ("account.email_template_edi_invoice", "account.move", ("state", "posted")),
)


def load_languages(env, codes):
    """Install languages with this addon's own translations."""
    for code in codes:
        env["res.lang"]._activate_lang(code)
    addon = env["ir.module.module"].search([("name", "=", "public_links")])
    addon._update_translations(codes)


def link_mails(env, code):
    """Yield title, subject, preview and body of each kind of mail with a link."""
    seen = set()
    for link in env["public.link"].search([("partner_id", "!=", False)]):
        document = link._document()
        state = link.purpose == "portal" or document._public_state()
        if link.state != "active" or (link.purpose, state) in seen:
            continue
        seen.add((link.purpose, state))
        mail = link._render_mail(code)[link.id]
        body = link._in_layout(
            mail["body_html"], code, mail["subject"], mail["preview"]
        )
        title = f"{link.purpose}: {document.display_name}"
        yield title, mail["subject"], mail["preview"], body


def sample_payment(env):
    """Return a payment by link of the demo's invoice."""
    link = env["public.link"].search([("purpose", "=", "pay")], limit=1)
    invoice = link._document()
    provider = env["payment.provider"].search([("code", "=", "demo")], limit=1)
    return env["payment.transaction"].create(
        {
            "reference": invoice.name,
            "amount": invoice.amount_residual,
            "currency_id": invoice.currency_id.id,
            "partner_id": invoice.partner_id.id,
            "provider_id": provider.id,
            "payment_method_id": env.ref("payment_demo.payment_method_demo").id,
            "invoice_ids": [(6, 0, invoice.ids)],
            "public_link_id": link.id,
            "state": "done",
        }
    )


def sample_return(env):
    """Return a request for a return of the demo's order."""
    link = env["public.link"].search([("purpose", "=", "return")], limit=1)
    order = link._document()
    return env["return.request"].create(
        {"order_id": order.id, "partner_id": order.partner_id.id}
    )


def sample_approval(env):
    """Return the evidence of an approval of the demo's quotation."""
    link = env["public.link"].search([("purpose", "=", "approve")], limit=1)
    order, who = link._document(), link.partner_id
    return env["sale.order.approval"]._add_evidence(
        {
            "kind": "order",
            "order_id": order.id,
            "order_number": order.id,
            "order_name": order.name,
            "company_id": order.company_id.id,
            "company_name": order.company_id.name,
            "partner_id": who.id,
            "recipient_name": who.name,
            "recipient_email": link.email,
            "content": order._public_link_evidence_content(),
            "terms": "Terms",
            "approved_at": env.cr.now(),
            "currency_id": order.currency_id.id,
            "link_number": link.id,
        }
    )


SAMPLES = {
    "payment.transaction": sample_payment,
    "return.request": sample_return,
    "sale.order.approval": sample_approval,
}


def make_samples(env):
    """Make what the demo lacks; nothing of it is kept."""
    for model, make in SAMPLES.items():
        if not env[model].search_count([], limit=1):
            make(env)


def template_mails(env, code):
    """Yield the same of our other templates, for a record of each that has one."""
    rows = env["ir.model.data"].search(
        [("module", "=", "public_links"), ("model", "=", "mail.template")]
    )
    link = env["public.link"].search([("partner_id", "!=", False)], limit=1)
    for template in env["mail.template"].browse(rows.mapped("res_id")):
        if template.model in ("public.link", "shipment.notice"):
            continue  # Each of their kinds is shown by itself.
        record = env[template.model].search([], limit=1)
        if not record:
            yield template.name, "No record in the demo shows it.", "", ""
            continue
        body, subject = (
            template._render_field(name, record.ids, set_lang=code)[record.id]
            for name in ("body_html", "subject")
        )
        body = link._in_layout(body, code, subject)
        yield template.name, subject, "", body


def core_mails(env, code):
    """Yield the same of core's own mails that carry a link, by its templates."""
    seen = set()
    for name, model, (field, value) in CORE:
        template = env.ref(name)
        for link in env["public.link"].search([("res_model", "=", model)]):
            document = link._document().with_context(lang=code)
            state = document._public_state()
            if document[field] != value or (name, state) in seen:
                continue
            seen.add((name, state))
            body, subject = (
                template._render_field(text, document.ids, set_lang=code)[document.id]
                for text in ("body_html", "subject")
            )
            message = env["mail.message"].new({"body": body, "subject": subject})
            groups = document._public_link_recipient_groups()
            buttons = set()
            for key, _who, data in reversed(groups):
                title = data["has_button_access"] and data["button_access"]["title"]
                if not title or title in buttons:
                    continue
                buttons.add(title)
                html = document._public_link_laid_out(
                    message, True, data | {"lang": code}
                )
                preview = html.partition("font-size:1px")[2].partition(">")[2]
                whom = " (follower)" if key == "public_link_follower" else ""
                yield (
                    f"core: {template.name}{whom}",
                    subject,
                    preview.partition("<")[0],
                    html,
                )


def parcel_mails(env, code):
    """Yield the same of each news of a delivery: one parcel, and two."""
    template = env.ref("public_links.mail_template_parcel")
    link = env["public.link"].search([("purpose", "=", "track")], limit=1)
    picking = env["shipment.parcel"].search([], limit=1).picking_id
    for name, news in NEWS.items():
        for parcels in (picking.parcel_ids[:1], picking.parcel_ids):
            if name == "partly" and len(parcels) == 1:
                continue  # One parcel is delivered or not.
            with env.cr.savepoint() as savepoint:
                (picking.parcel_ids - parcels).active = False
                notice = sample_notice(env, picking, parcels, name)
                body, subject = (
                    template._render_field(field, notice.ids, set_lang=code)[notice.id]
                    for field in ("body_html", "subject")
                )
                there = notice.with_context(lang=code)
                preview = there._preview()
                row = subject, preview, link._in_layout(body, code, subject, preview)
                savepoint.rollback()
            word = there.env._(news.word)
            yield f"parcels: {word} ({len(parcels)})", *row


def sample_notice(env, picking, parcels, name):
    """Return a mail about the first of some parcels, which stands as it says."""
    first, today = parcels[:1], date.today()
    values = {
        "late": {"state": "in_transit", "eta_to": today - timedelta(days=1)},
        "date": {"state": "in_transit", "eta_to": today + timedelta(days=3)},
        "shipped": {"state": "in_transit", "eta_to": today + timedelta(days=2)},
        "partly": {"state": "delivered", "spot": "door"},
        "available_for_pickup": {"state": name, "pickup_place": "Corner shop, Main St"},
    }.get(name, {"state": name})
    first.write(values)
    first.eta_known = today + timedelta(days=1)
    about = parcels if name == "delivered" else first
    if name == "delivered":
        parcels.write({"state": name})
    return env["shipment.notice"].create(
        {
            "picking_id": picking.id,
            "partner_id": picking._public_link_customer().id,
            "company_id": picking.company_id.id,
            "kind": name,
            "parcels": about.ids,
            "told_at": env.cr.now(),
        }
    )


def main(env):
    codes = os.environ["PL_LANGS"].split()
    load_languages(env, codes)
    make_samples(env)
    frames = []
    for code in codes:
        rows = [
            *link_mails(env, code),
            *template_mails(env, code),
            *parcel_mails(env, code),
            *core_mails(env, code),
        ]
        frames += [
            FRAME.format(
                title=escape(f"{code} {title}"),
                subject=escape(subject or ""),
                preview=escape(preview or ""),
                body=escape(str(body)),
            )
            for title, subject, preview, body in rows
        ]
    page = (
        '<!DOCTYPE html><html lang="en"><meta charset="utf-8"/><title>Mails</title>'
        f"<style>{STYLE}</style>{''.join(frames)}</html>"
    )
    Path(os.environ["PL_MAILS"], "index.html").write_text(page, encoding="utf-8")
    print(f"{len(frames)} mails")


main(env)  # noqa: F821  # the shell's
