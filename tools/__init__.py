"""Plain Python: what needs no database, and can be tested without one.

Tokens, placeholders, texts of values, colours, QR pictures, statements, uploads,
headers, and the small vocabularies that all slices share (purposes, senders, blockers,
page values). No ORM and no request: of Odoo, only helpers (`odoo.tools`, `odoo.fields`
for dates), and the cursor that a caller hands over (`document_lock`). It imports
nothing else of ours.
"""
