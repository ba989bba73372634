# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What customers do by link, and other addons refuse: all of it is done, or nothing (T19)."""

import logging

from markupsafe import Markup
from psycopg2 import OperationalError

from odoo import models
from odoo.exceptions import ConcurrencyError, RedirectWarning, UserError
from odoo.tools.mail import html2plaintext

_logger = logging.getLogger(__name__)


class Refusal(UserError):
    """What a customer asks for is not possible; the text is a sentence for them.

    The texts of all other errors are for staff.
    """


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    def _public_link_try(self, act, words=""):
        """Do something that other addons may refuse, all of it or nothing.

        :param act: a function that gets the document in the environment of the system
        :param str words: what the customer wrote, for staff, if nothing was done
        :return: "" if it is done. Else nothing was, and this is what the page announces,
            see ``public.link._announced``: "failed", which staff were told the reason of,
            or what a document adds
        :rtype: str
        :raise Refusal: with a sentence for the customer; nothing was done
        """
        document = self._public_link_acting()
        error = self._public_link_attempt(lambda: act(document))
        return document._public_link_refused(error, words) if error else ""

    def _public_link_refused(self, error, words=""):
        """Hook: act on what another addon raised; called in the environment of the system.

        :param Exception error: what was raised
        :param str words: what the customer wrote
        :return: the code of what the page announces
        :rtype: str
        """
        summary = self.env._("A customer could not answer %s", self.display_name)
        self._public_link_tell_failure(error, summary, words)
        return "failed"

    def _public_link_attempt(self, act):
        """Do something that other addons may refuse, or fail in, all of it or nothing.

        :param act: a function without arguments
        :return: what was raised, or ``None`` if it is done
        :rtype: Exception | None
        :raise Refusal: see there
        """
        try:
            with self.env.cr.savepoint():
                act()
                self.env.flush_all()
        except (OperationalError, ConcurrencyError):
            # The database's: Odoo runs the whole request again.
            raise
        except Refusal:
            self.env.invalidate_all()
            raise
        except (UserError, RedirectWarning) as error:
            _logger.warning("%s by link failed: %s", self.display_name, error)
            failed = error
        except Exception as error:
            # A fault of another addon is no reason to lose what the customer typed.
            _logger.exception("%s by link failed.", self.display_name)
            failed = error
        else:
            return None
        self.env.invalidate_all()
        return failed

    def _public_link_tell_failure(self, error, summary, words=""):
        """Tell the seller why something by link was not done. Errors are logged.

        :param Exception error: what was raised
        :param str summary: the activity's
        :param str words: what the customer wrote
        """
        reason = str(error.args[0]) if error.args else repr(error)
        # Escaped: the error may quote what the customer wrote, too.
        note = Markup("<br/>").join([*reason.splitlines(), *words.splitlines()])
        told = self.activity_ids.filtered(lambda one: one.summary == summary)
        # Customers try again what was refused, and it is refused again.
        if not any(html2plaintext(note) in html2plaintext(one.note) for one in told):
            self._public_link_attempt(
                lambda: self._public_link_activity(
                    self._public_link_seller(), summary, note
                )
            )

    def _public_link_tell_done(self, link, summary, text, **options):
        """Tell staff of something that is done already: that their note was refused undoes
        none of it, and the activity says both.

        :param link: `public.link`
        :param str summary: see ``_public_link_tell``
        :param str text: see ``_public_link_tell``
        :param options: likewise
        """
        error = self._public_link_attempt(
            lambda: self._public_link_tell(link, summary, text, **options)
        )
        if error:
            summary = summary or self.env._("News of %s", self.display_name)
            self._public_link_tell_failure(error, summary, text)
