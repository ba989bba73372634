# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The set-up checklist, and what managers do for the whole company."""

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import config, email_normalize


class ResCompany(models.Model):
    _inherit = "res.company"

    # === CHECKLIST === #

    def _public_links_checklist(self):
        """Hook: return the points of the set-up, each with its state and its fix.

        :return: rows of ``code``, ``level`` (ok, warn or bad), ``title``, ``text``,
            ``fix`` and ``door``
        :rtype: list[dict]
        """
        self.ensure_one()
        checks = self.env["public.link.registry"]._known().checks
        doors = self._public_links_doors()
        return [
            {"code": code, "door": doors.get(code, ""), **getattr(self, check.ask)()}
            for code, check in checks.items()
        ]

    def _public_links_doors(self):
        """Hook: return where what a check finds can be mended, by the check's code.

        A point that names a ``door`` of its own leads there instead.

        :return: paths of the backend, or ``#`` with the id of a setting on the same page
        :rtype: dict[str, str]
        """
        return {
            "base_url": self._public_links_parameter_door("web.base.url"),
            "close_core": "#public_links_close_core",
            "company_mail": f"/odoo/action-base.action_res_company_form/{self.id}",
            "contact": "#public_links_contact_name",
            "enabled": "#public_links_enabled",
            "in_mails": "#public_links_in_mails",
            "jobs": "/odoo/public-link-jobs",
            "keys": "#public_links_keys",
            "mail_queue": self._public_links_cron_door(
                "mail.ir_cron_mail_scheduler_action"
            ),
            "mail_server": "/odoo/action-base.action_ir_mail_server_list",
            "templates": "/odoo/action-mail.action_email_template_tree_all",
        }

    def _public_links_parameter_door(self, key):
        """Return the path of a system parameter's form; of a new one, if there is none."""
        # sudo: the id alone
        found = self.env["ir.config_parameter"].sudo().search([("key", "=", key)])
        return f"/odoo/action-base.ir_config_list_action/{found.id or 'new'}"

    def _public_links_cron_door(self, name):
        """Return the path of a scheduled action's form, or of their list if it is gone."""
        cron = self.env.ref(name, raise_if_not_found=False)
        return f"/odoo/action-base.ir_cron_act{f'/{cron.id}' if cron else ''}"

    @staticmethod
    def _public_links_point(level, title, text, fix="", door=None):
        own = {} if door is None else {"door": door}
        return {"level": level, "title": title, "text": text, "fix": fix, **own}

    def _public_links_check_enabled(self):
        title = self.env._("Public links")
        if self.public_links_enabled:
            return self._public_links_point("ok", title, self.env._("Switched on."))
        return self._public_links_point(
            "bad",
            title,
            self.env._("Switched off: every link says so, and none can be sent."),
            self.env._("Tick “Public Links” under General."),
        )

    def _public_links_check_base_url(self):
        title = self.env._("Address of your server")
        parameters = self.env["ir.config_parameter"].sudo()  # web.base.url alone
        url = parameters.get_param("web.base.url") or ""
        if not url.startswith("https://"):
            return self._public_links_point(
                "bad",
                title,
                self.env._("Links would start with %s, which is not encrypted.", url),
                self.env._(
                    "Set the system parameter web.base.url to the https address that"
                    " customers reach."
                ),
            )
        if not parameters.get_param("web.base.url.freeze"):
            return self._public_links_point(
                "warn",
                title,
                self.env._(
                    "Links start with %s, until an administrator logs in by another"
                    " address: Odoo then changes it.",
                    url,
                ),
                self.env._("Set the system parameter web.base.url.freeze to True."),
                door=self._public_links_parameter_door("web.base.url.freeze"),
            )
        text = self.env._("Links start with %s.", url)
        return self._public_links_point("ok", title, text)

    def _public_links_check_company_mail(self):
        title = self.env._("Company email")
        if email_normalize(self.email or ""):
            return self._public_links_point("ok", title, self.email)
        return self._public_links_point(
            "bad",
            title,
            self.env._("Your company has no valid email address to send from."),
            self.env._("Enter it in Settings, Users & Companies, Companies."),
        )

    def _public_links_check_contact(self):
        title = self.env._("Support contact")
        own = [
            self.public_links_contact_name,
            self.public_links_contact_email,
            self.public_links_contact_phone,
        ]
        if (mail := own[1]) and not email_normalize(mail):
            return self._public_links_point(
                "bad",
                title,
                self.env._("“%s” is not an email address.", mail),
                self.env._("Correct “Support Email” under Branding and Contact."),
            )
        if any(own):
            return self._public_links_point("ok", title, ", ".join(filter(None, own)))
        if self.email or self.phone:
            return self._public_links_point(
                "warn",
                title,
                self.env._(
                    "None of its own: pages show the company's %s.",
                    ", ".join(filter(None, [self.email, self.phone])),
                ),
                self.env._("Enter who helps customers under Branding and Contact."),
            )
        return self._public_links_point(
            "bad",
            title,
            self.env._("A customer whose link fails has nobody to ask."),
            self.env._("Enter who helps customers under Branding and Contact."),
        )

    def _public_links_check_mail_server(self):
        title = self.env._("Outgoing email")
        # sudo: whether there is one; nothing of it is shown
        if self.env["ir.mail_server"].sudo().search_count([], limit=1):
            text = self.env._("A mail server is set up.")
            return self._public_links_point("ok", title, text)
        if (config.get("smtp_server") or "localhost") != "localhost":
            text = self.env._("The server's configuration file names a mail server.")
            return self._public_links_point("ok", title, text)
        return self._public_links_point(
            "warn",
            title,
            self.env._("No mail server is set up: emails go to this server itself."),
            self.env._("Add one in Settings, Technical, Outgoing Mail Servers."),
        )

    def _public_links_check_mail_queue(self):
        title = self.env._("Email queue")
        # sudo: when the system's own cron ran
        cron = self.env.ref(
            "mail.ir_cron_mail_scheduler_action", raise_if_not_found=False
        ).sudo()
        late = fields.Datetime.now() - timedelta(days=1)
        if not cron or not cron.active:
            return self._public_links_point(
                "bad",
                title,
                self.env._("The queue is off: links sent from lists never leave."),
                self.env._(
                    "Activate “Mail: Email Queue Manager” in Scheduled Actions."
                ),
            )
        if not cron.lastcall or cron.lastcall < late:
            return self._public_links_point(
                "warn",
                title,
                self.env._("The queue has not run since yesterday."),
                self.env._(
                    "See that the server runs scheduled actions (max_cron_threads)."
                ),
            )
        return self._public_links_point("ok", title, self.env._("It runs."))

    def _public_links_check_jobs(self):
        title = self.env._("Background jobs")
        # sudo: how many of the company's own wait, and the reason of one
        jobs = self.env["public.link.job"].sudo()
        failed = [("attempts", ">", 1), ("company_id", "in", (self.id, False))]
        count = jobs.search_count(failed)
        if not count:
            return self._public_links_point("ok", title, self.env._("None waits."))
        why = jobs.search(failed, order="attempts desc", limit=1).error
        return self._public_links_point(
            "warn",
            title,
            self.env._(
                "Failed and waiting: %(count)s. One of them: %(why)s",
                count=count,
                why=why,
            ),
            self.env._("See them in Public Links, Configuration, Background Jobs."),
        )

    def _public_links_check_in_mails(self):
        title = self.env._("Links in emails")
        if self.public_links_in_mails:
            text = self.env._("Emails about documents carry each recipient's own link.")
            return self._public_links_point("ok", title, text)
        return self._public_links_point(
            "warn",
            title,
            self.env._(
                "Emails about documents still carry the portal's permanent links."
            ),
            self.env._("Tick “Links in Emails” under Sending."),
        )

    def _public_links_check_close_core(self):
        title = self.env._("The portal's permanent links")
        if self.public_links_close_core:
            text = self.env._("Closed for visitors who are not logged in.")
            return self._public_links_point("ok", title, text)
        return self._public_links_point(
            "warn",
            title,
            self.env._(
                "Still open, so that links already emailed keep working. They never"
                " expire and let whoever has one view, sign and pay."
            ),
            self.env._(
                "Once your customers have new links, tick “Close the Portal's Permanent"
                " Links” under Security and Privacy."
            ),
        )

    def _public_links_check_keys(self):
        title = self.env._("Signing keys")
        keys = self.env["public.link.key"]
        live = [row for row in keys._all().values() if not row.retired]
        if not live:
            return self._public_links_point(
                "warn",
                title,
                self.env._("There is no live key; the next link makes one."),
                self.env._("Press “New Signing Key” under Security and Privacy."),
            )
        if not keys._pepper():
            return self._public_links_point(
                "warn",
                title,
                self.env._(
                    "Fine, but all secrets are in the database: whoever gets a copy of"
                    " it could sign links."
                ),
                self.env._(
                    "Give the server a secret of its own, before you send the first"
                    " link: public_links_pepper in its configuration file. Changing it"
                    " later ends all links."
                ),
                door="",  # It is done on the server, not in Odoo.
            )
        text = self.env._(
            "Fine: %s in use, with a secret of the server's own.", len(live)
        )
        return self._public_links_point("ok", title, text)

    def _public_links_check_languages(self):
        names = [name for _code, name in self.env["res.lang"].get_installed()]
        return self._public_links_point(
            "ok",
            self.env._("Languages"),
            self.env._("Emails and pages speak %s.", ", ".join(names)),
        )

    # === ACTIONS OF MANAGERS === #

    def _public_links_check_manager(self):
        if not self.env.user.has_group("public_links.group_manager"):
            raise AccessError(self.env._("Only managers of public links can do this."))

    def action_public_links_rotate_key(self):
        """Sign new links with a new key. Links that were sent stay valid."""
        self._public_links_check_manager()
        self.env["public.link.key"]._rotate()
        return self.env["public.link"]._tell(
            self.env._(
                "New links are signed by a new key. Links already sent stay good."
            )
        )

    def action_public_links_retire_keys(self):
        """Retire every key but the newest: links that they signed open nothing any more."""
        self._public_links_check_manager()
        keys = self.env["public.link.key"]
        current = keys._current().id
        # sudo: keys are the superuser's alone
        old = keys.sudo().search([("id", "!=", current), ("retired_at", "=", False)])
        old._retire()
        return self.env["public.link"]._tell(
            self.env._(
                "Old keys retired: %s. Links signed by them open nothing.", len(old)
            )
        )

    def action_public_links_stop_all(self):
        """Ask, with the number of links, whether to end all links of the company."""
        self.ensure_one()
        self._public_links_check_manager()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Stop All Links"),
            "res_model": "public.link.stop",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_company_id": self.id, "dialog_size": "medium"},
        }
