# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import http
from odoo.http import request

from ...models.link import replica
from ...models.link.public_link_rate import network
from .. import base, responses
from ..actions import HOUR

PATH = "/link/optout/<int:company_id>/<int:partner_id>/<string:kind>/<string:proof>"
# How many tries an hour one client address has.
TRIES = 60


class OptOutController(http.Controller):
    @base.plain_route(PATH)
    def optout(self, company_id, partner_id, kind, proof):
        """Show the form by which a contact opts out. It changes nothing by itself: mail
        scanners open every address."""
        if request.httprequest.method not in ("GET", "HEAD"):
            return responses.method_not_allowed(["GET", "HEAD"])
        found = _find(company_id, partner_id, kind, proof)
        if not found:
            return responses.unknown()
        return _page(*found, kind, request.httprequest.path)

    @base.plain_route(
        PATH + "/stop", readonly=replica.action_reads, public_link_action=True
    )
    def stop(self, company_id, partner_id, kind, proof):
        """Opt out, if the box of the form is ticked."""
        if request.httprequest.method != "POST" or not base.same_origin():
            return responses.method_not_allowed(["POST"])
        found = _find(company_id, partner_id, kind, proof)
        if not found:
            return responses.unknown()
        partner, company = found
        path = partner._public_optout_path(company, kind)
        address = network(request.httprequest.remote_addr or "")
        rate = partner.env["public.link.rate"]
        if not rate._allow("optout", f"address {address}", TRIES, HOUR):
            return _page(partner, company, kind, path, wrong="often")
        if request.httprequest.form.get("sure") != "yes":
            return _page(partner, company, kind, path, wrong="tick")
        partner._public_opt_out(company, kind)
        return responses.redirect(f"{path}?lang={partner.env.lang}")


def _find(company_id, partner_id, kind, proof):
    """Return contact and company of an address, as the system in the contact's language;
    ``None`` for any other."""
    # Beyond what the database has numbers for.
    if max(company_id, partner_id) >= 2**31 or len(kind) > 20 or len(proof) > 100:
        return None
    env = responses.visitor_env()
    found = env["res.partner"]._public_optout_find(company_id, partner_id, kind, proof)
    if not found:
        return None
    partner, company = found
    lang = request.httprequest.args.get("lang") or partner.lang
    if lang in dict(env["res.lang"].get_installed()):
        env = env(context={**env.context, "lang": lang})
    request.update_env(user=env.uid, su=True, context=dict(env.context))
    return partner.with_env(request.env), company.with_env(request.env)


def _page(partner, company, kind, path, wrong=""):
    env = partner.env
    title = (
        env._("Emails about deliveries from %s", company.name)
        if kind == "parcel"
        else env._("Reminders from %s", company.name)
    )
    layout = base.layout_values(env, company, title)
    values = {
        "kind": kind,
        "done": bool(partner._public_opted_out(company, kind)),
        "stop_url": f"{path.removesuffix('/stop')}/stop?lang={env.lang}",
        "wrong": {
            "tick": env._("Please tick the box first."),
            "often": env._("That was a lot at once. Please try again in an hour."),
        }.get(wrong, ""),
    }
    return responses.render(
        env, "public_links.optout_page", layout | values, 422 if wrong else 200
    )
