# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The page of an error that needs no database: it is shown when that is away."""

from markupsafe import Markup

from odoo.http import Response, request

from ...tools.assets import assets
from ...tools.headers import secure

PAGE = Markup(
    """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<title>{headline}</title>
<link rel="icon" href="data:,"/>
<link rel="stylesheet" href="{css}"/>
</head>
<body>
<div class="page">
<main id="main">
<section class="card hero" data-code="error">
<h1>{headline}</h1>
<p class="soft">{sentence}</p>
</section>
</main>
</div>
</body>
</html>
"""
)
# Seconds after which a client may ask again.
AGAIN = 30


def words(text):
    """Return a lazy text in the browser's language, as far as the addon has it.

    Translations of code come from files; which languages are installed is not known.
    """
    return text._translate(request.best_lang or "en_US")


def plain(headline, sentence, status=503):
    """Return a page with our headers, made without a query.

    :param headline: what has happened, lazy
    :param sentence: what the visitor can do, lazy
    :param int status: HTTP status
    """
    html = PAGE.format(
        lang=(request.best_lang or "en").replace("_", "-"),
        headline=words(headline),
        sentence=words(sentence),
        css=assets()["css"],
    )
    response = secure(
        Response(html, status=status, content_type="text/html; charset=utf-8")
    )
    response.headers["Retry-After"] = str(AGAIN)
    return response
