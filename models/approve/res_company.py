# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The settings of approve links, of proofs, and of what customers write and upload."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.registry import DAYS_DEFAULT
from ...tools.uploads import KINDS
from ..link.res_config_settings import lifetime_range, of_company, range_check

OPTION_RANGE = {"public_links_option_max": (1, 1_000_000)}
UPLOAD_RANGES = {
    "public_links_upload_mb": (1, 100),
    "public_links_upload_count": (1, 50),
    "public_links_upload_quota": (1, 10_000),
}


class ResCompany(models.Model):
    _inherit = "res.company"

    public_links_approve_enabled = fields.Boolean(
        "Approve Links",
        default=True,
        help="Customers can approve quotations, items and proofs by link. Options:"
        " declining, terms, proofs, optional items.",
    )
    public_links_approve_days = fields.Integer(
        "Approve Links Expire After",
        default=DAYS_DEFAULT,
        help="Days from sending, 1 to 365. A link never makes a quotation good for"
        " longer than its own expiration date.",
    )
    public_links_approve_reject = fields.Boolean(
        "Decline by Link",
        default=True,
        help="Customers can decline a quotation, with a reason. It is then cancelled.",
    )
    public_links_approve_terms = fields.Text(
        "Approval Terms",
        translate=True,
        help="What customers accept when they approve. Kept, with its hash, as evidence."
        " By default a short sentence of ours.",
    )
    public_links_approve_then = fields.Selection(
        [("nothing", "Tell the seller"), ("confirm", "Confirm the order")],
        "When All Items Are Approved",
        default="confirm",
        required=True,
        help="What happens to a quotation with item approval once its customer has"
        " approved every item.",
    )
    public_links_approve_proofs = fields.Boolean(
        "A Quote's Approval Covers Its Proofs",
        default=True,
        help="Approving the quotation approves its open proofs too.",
    )
    public_links_proof_terms = fields.Text(
        "Proof Terms",
        translate=True,
        help="What customers accept when they approve a proof.",
    )
    public_links_proof_disclaimer = fields.Text(
        "Proof Disclaimer",
        translate=True,
        help="Shown beside every proof, like “Colours on a screen differ from print.”",
    )
    public_links_option_max = fields.Integer(
        "Maximum of an Optional Item",
        default=1000,
        help="The highest quantity of an optional item that customers can choose.",
    )
    public_links_messages = fields.Boolean(
        "Allow Customer Messages",
        default=True,
        help="Customers can write comments on quotations and orders. You see them in the"
        " document's history.",
    )
    public_links_changes = fields.Boolean(
        "Change Requests",
        default=True,
        help="Customers can ask for a change of a quotation or order.",
    )
    public_links_uploads = fields.Boolean(
        "Files from Customers",
        default=True,
        help="Customers can upload files to quotations and orders.",
    )
    public_links_upload_types = fields.Char(
        "Types of Files",
        default="pdf png jpg webp heic txt docx xlsx pptx odt ods odp",
        help="Endings of the files that customers may upload, with spaces between. Each"
        " file's content is checked too.",
    )
    public_links_upload_mb = fields.Integer(
        "Largest File", default=10, help="In megabytes, 1 to 100."
    )
    public_links_upload_count = fields.Integer(
        "Files at Once", default=10, help="How many files one upload may hold, 1 to 50."
    )
    public_links_upload_quota = fields.Integer(
        "Room for Each Document",
        default=100,
        help="Megabytes that a customer's files of one document may take, 1 to 10,000.",
    )

    _public_links_approve_days_range = lifetime_range("approve")
    _public_links_option_max_range = range_check(
        OPTION_RANGE, "The maximum of an optional item is a number from 1 to 1,000,000."
    )
    _public_links_upload_range = range_check(
        UPLOAD_RANGES,
        "Uploads: 1 to 100 MB a file, 1 to 50 files at once, 1 to 10,000 MB a document.",
    )

    @api.constrains("public_links_upload_types")
    def _check_public_links_upload_types(self):
        for company in self:
            unknown = set((company.public_links_upload_types or "").split()) - set(
                KINDS
            )
            if unknown:
                raise ValidationError(
                    self.env._(
                        "Customers cannot upload files of the type %(wrong)s. Choose from:"
                        " %(right)s.",
                        wrong=", ".join(sorted(unknown)),
                        right=" ".join(KINDS),
                    )
                )

    def _public_links_terms(self, proof=False):
        """Return the terms that an approval accepts, in the environment's language.

        :param bool proof: those of proofs
        :rtype: str
        """
        settings = self._public_links_settings()
        if proof:
            return settings["proof_terms"] or self.env._(
                "I have checked the proof, its texts, sizes and colours, and release it"
                " for production as shown."
            )
        return settings["approve_terms"] or self.env._(
            "I am entitled to approve this, and agree to what is listed on this page at"
            " the prices and under the terms shown."
        )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    public_links_approve_enabled = of_company(
        fields.Boolean, "public_links_approve_enabled"
    )
    public_links_approve_days = of_company(fields.Integer, "public_links_approve_days")
    public_links_approve_reject = of_company(
        fields.Boolean, "public_links_approve_reject"
    )
    public_links_approve_terms = of_company(fields.Text, "public_links_approve_terms")
    public_links_approve_then = of_company(
        fields.Selection, "public_links_approve_then"
    )
    public_links_approve_proofs = of_company(
        fields.Boolean, "public_links_approve_proofs"
    )
    public_links_proof_terms = of_company(fields.Text, "public_links_proof_terms")
    public_links_proof_disclaimer = of_company(
        fields.Text, "public_links_proof_disclaimer"
    )
    public_links_option_max = of_company(fields.Integer, "public_links_option_max")
    public_links_messages = of_company(fields.Boolean, "public_links_messages")
    public_links_changes = of_company(fields.Boolean, "public_links_changes")
    public_links_uploads = of_company(fields.Boolean, "public_links_uploads")
    public_links_upload_types = of_company(fields.Char, "public_links_upload_types")
    public_links_upload_mb = of_company(fields.Integer, "public_links_upload_mb")
    public_links_upload_count = of_company(fields.Integer, "public_links_upload_count")
    public_links_upload_quota = of_company(fields.Integer, "public_links_upload_quota")

    @api.model
    def _public_links_ranges(self):
        return super()._public_links_ranges() | OPTION_RANGE | UPLOAD_RANGES
