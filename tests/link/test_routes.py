# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import threading

from ...models.link import replica
from ..common.base import PublicLinkHttpCase

# Every argument of a route below /link/, and what proves that it may be named.
PROVEN = {
    "token": "signed",
    "link_id": "opens nothing: leads logged-in staff to core's own page",
    "document_id,model,purpose": "the same",
    "document_id,model,proof": "proof",
    "document_id,model,proof,step": "proof; the step is one word",
    "company_id,proof": "proof",
    "company_id,kind,partner_id,proof": "proof, of all three",
    "company_id,version": "a company's logo, which core serves to everybody too",
    "color": "no record",
    "model,purpose,res_id": "auth=user, and the right to read the document",
    "purpose,token": "signed",
    "number,token": "signed; looked up among what the link's document shows",
    "purpose,target,token": "signed; the target is a word of a list",
    "purpose,target,target_id,token": "signed; looked up among the link's document's",
    "path,provider": "what comes is signed with the secret of the path's account",
    "payment_id,token": "signed; looked up among the payments that the page lists",
    "section,token": "signed; the section is a word of a list",
    "kind,number,token": "signed; looked up among the customer's, see test_portal_scope",
    "kind,number,target,token": "the same; the target is a word of a list",
    "kind,number,product,token": "the same; the product among those of its lines",
    "kind,number,payment,token": "the same; the payment among those that its page lists",
    "choice,token": "signed; the choice is one of two words",
    "rest": "404",
    "": "404",
}


class TestRoutes(PublicLinkHttpCase):
    def rules(self):
        # Odoo asks the thread for its database, as a request would have set it.
        threading.current_thread().dbname = self.env.cr.dbname
        routing_map = self.env["ir.http"].routing_map()
        return [
            rule for rule in routing_map.iter_rules() if rule.rule.startswith("/link")
        ]

    def test_every_id_in_a_path_is_proven(self):
        """S10: a new route that names a record must say here what lets it."""
        self.assertGreater(len(self.rules()), 8)
        for rule in self.rules():
            self.assertIn(",".join(sorted(rule.arguments)), PROVEN, rule.rule)

    def test_no_page_trusts_a_session_or_sets_one(self):
        """S8: auth none and no session everywhere; staff's preview needs a login."""
        for rule in self.rules():
            routing = rule.endpoint.routing
            # A2: core's payment status page finds the payment by the session alone.
            pays = rule.rule.startswith("/link/pay/") and "/transaction/" in rule.rule
            self.assertEqual(routing["save_session"], pays, rule.rule)
            self.assertTrue(routing["public_link"], rule.rule)
            login = "/link/preview/" in rule.rule
            self.assertEqual(routing["auth"], "user" if login else "none", rule.rule)
            writes = routing.get("public_link_action", False)
            # F64: a replica may be behind.
            reads = replica.action_reads if writes else replica.page_reads
            self.assertIs(routing["readonly"], reads, rule.rule)

    def test_an_action_is_a_real_post_of_our_own_page(self):
        """S8: OPTIONS and HEAD reach POST routes in Odoo; a foreign page can send one."""
        link = self.issue(self.make_order())
        links = self.Link.search_count([])
        for method in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE"):
            response = self.open(link, "to/pay", method=method)
            self.assertPublic(response, 405)
            self.assertEqual(response.headers["Allow"], "POST")
        for site in ("cross-site", "same-site", "none"):
            response = self.open(
                link, "to/pay", method="POST", headers={"Sec-Fetch-Site": site}
            )
            self.assertPublic(response, 405)
        self.assertEqual(self.Link.search_count([]), links)

    def test_unknown_fields_and_files_of_a_form_are_ignored(self):
        """S11, S14: nothing of them is read, and nothing is stored."""
        link = self.issue(self.make_order())
        self.expire(link)
        attachments = self.env["ir.attachment"].search_count([])
        links = self.Link.search_count([])
        response = self.open(
            link,
            "request",
            method="POST",
            data={
                "amount": "-5",
                "email": "thief@example.com",
                "partner_id": str(self.other.id),
                "lang": "xx",
            },
            files={"file": ("x.svg", b"<svg onload='alert(1)'/>", "image/svg+xml")},
        )
        self.assertEqual(response.status_code, 303)
        self.assertEqual(self.env["ir.attachment"].search_count([]), attachments)
        fresh = self.links_of(link._document()) - link
        self.assertEqual(self.Link.search_count([]), links + 1)
        self.assertEqual(fresh.partner_id, self.customer)
        self.assertEqual(fresh.email, "joel.willis@example.com")
