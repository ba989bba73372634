# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Makes the documents of drafts, and lets happen to them what the drafts say."""

from collections import defaultdict

from odoo.exceptions import UserError

from .draft import STAGES
from .features import ORDER, SALE


def make(drafts):
    """Make the documents of several drafts at once.

    :param list drafts: of one world
    """
    if not drafts:
        return
    env = drafts[0].world.env
    partners = env["res.partner"].create([draft.partner_values() for draft in drafts])
    for draft, partner in zip(drafts, partners, strict=True):
        draft.partner = partner
    for model in ("sale.order", "account.move"):
        mine = [
            draft for draft in drafts if (draft.kind in SALE) == (model == "sale.order")
        ]
        documents = env[model].create([draft.document_values() for draft in mine])
        for draft, document in zip(mine, documents, strict=True):
            draft.document = document
        if model == "sale.order":
            _run(mine, STAGES[:1])
            documents.write({"state": "sent"})
            orders = [draft.document.id for draft in mine if draft.kind == ORDER]
            env[model].browse(orders).action_confirm()
        else:
            documents.action_post()
        _run(mine, STAGES[1:])
    env.flush_all()


def _run(drafts, stages):
    for stage in stages:
        together = defaultdict(list)
        for draft in drafts:
            for step in draft.batches[stage]:
                together[step].append(draft)
        for step, mine in together.items():
            _step_together(mine, step)
        for draft in drafts:
            for step in draft.steps[stage]:
                _step(draft, step)


def _step_together(drafts, step):
    documents = [draft.document for draft in drafts]
    try:
        with drafts[0].world.env.cr.savepoint():
            step(documents[0].union(*documents))
    except UserError:
        # One of them that core refuses: each by itself.
        drafts[0].world.env.invalidate_all()
        for draft in drafts:
            _step(draft, step)


def _step(draft, step):
    """Run a step; what core itself refuses for such a document is left undone."""
    try:
        with draft.world.env.cr.savepoint():
            step(draft.document)
    except UserError as error:
        draft.refused.append(str(error))
        draft.world.env.invalidate_all()
