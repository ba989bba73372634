# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Core's payment form on our page: its markup, its scripts, and the policy around it."""

from fnmatch import fnmatch
from urllib.parse import urlsplit

from lxml import html
from markupsafe import Markup

from ...tools.pay_bundle import BUNDLE
from .. import responses

BUTTON = ".//button[@name='o_payment_submit_button']"


def form_values(link, document, values, choice):
    """Return what the page needs to show core's payment form.

    :param link: `public.link`
    :param document: what is paid
    :param dict values: what the page shows already
    :param str choice: "now" or "whole"
    :return: values of the page, and its content security policy
    """
    env = link.env
    providers, methods = document._public_pay_options(values["due"])
    policy = _policy(providers)
    rendered = _render(link, document, values, choice, providers, methods)
    return {
        "form": _fit(env, rendered, providers, policy),
        "scripts": env["ir.qweb"]._get_asset_links(BUNDLE, css=False),
        "terms": env["ir.asset"]._public_link_pay_terms(),
        "boot": responses.asset("pay/boot.js"),
        "report_url": link._path("stuck"),
    }, "; ".join(f"{name} {value}" for name, value in policy.items())


def _render(link, document, values, choice, providers, methods):
    """Return core's payment form, which posts to our own route."""
    save = document._public_pay_may_save(link)
    return link.env["ir.qweb"]._render(
        "payment.form",
        {
            "mode": "payment",
            "amount": values["due"],
            "currency": document.currency_id,
            "partner_id": document._public_pay_partner().id,
            "providers_sudo": providers,
            "payment_methods_sudo": methods,
            # The form lists no saved cards: the holder of a link must not see them (S19).
            "tokens_sudo": link.env["payment.token"],
            "transaction_route": link._form_path(f"transaction/{choice}")
            + f"&seen={document._public_pay_fingerprint(link)}",
            "landing_route": "/link/pay/return",
            "access_token": None,
            "reference_prefix": None,
            "show_tokenize_input_mapping": {
                provider.id: bool(save and provider.allow_tokenization)
                for provider in providers
            },
            "submit_button_label": values["button"],
            "availability_report": None,
            "is_html_empty": lambda _value: True,
            # For our overrides of its icons and pictures.
            "public_link_form": True,
        },
    )


def _policy(providers):
    """Return the page's policy, with what the forms of these providers need.

    :rtype: dict[str, str]
    """
    policy = dict(part.split(" ", 1) for part in responses.CSP.split("; "))
    policy["connect-src"] = "'self'"
    for provider in providers:
        for directive, sources in provider._public_link_csp().items():
            policy[directive] = " ".join(
                dict.fromkeys([*policy.get(directive, "").split(), *sources])
            )
    return policy


def _fit(env, rendered, providers, policy):
    """Remove from core's form what belongs to providers that are not offered here.

    Some addons put scripts and buttons into every payment form.

    :param rendered: the form's HTML
    :param providers: those that are offered
    :param dict policy: the page's policy, by directive
    :rtype: Markup
    """
    root = html.fragment_fromstring(rendered, create_parent="div")
    selection = env["payment.provider"]._fields["code"].get_values(env)
    others = tuple(f"o_{code}_" for code in {*selection} - {*providers.mapped("code")})
    for node in root.xpath(".//*[@id]"):
        if node.get("id").startswith(others):
            node.drop_tree()
    for node in root.xpath(".//script | .//link"):
        sources = policy["script-src" if node.tag == "script" else "style-src"]
        if not _allowed(node.get("src") or node.get("href") or "", sources):
            node.drop_tree()
    for button in root.findall(BUTTON):
        # start.js sets this label once the scripts have started.
        button.set("data-pay", button.text_content().strip())
        button.set("data-choose", env._("Choose how you want to pay"))
        button.set("data-wait", env._("The payment form is loading …"))
        button.text = button.get("data-wait")
    inner = (html.tostring(node, encoding="unicode") for node in root)
    return Markup("").join(map(Markup, inner))


def _allowed(address, sources):
    """Tell whether a policy allows an address on another server.

    :param str address: of a script or stylesheet; empty for an inline one
    :param str sources: the directive's value, like "'self' https://js.stripe.com"
    """
    parts = urlsplit(address)
    if not parts.netloc:
        return bool(address)
    origin = f"{parts.scheme or 'https'}://{parts.netloc}"
    return any(fnmatch(origin, source) for source in sources.split())
