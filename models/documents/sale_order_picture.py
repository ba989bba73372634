# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Pictures of an order's products: small ones, for the lists of public pages."""

import base64
import io

from PIL import Image, UnidentifiedImageError

from odoo import models
from odoo.tools import SQL
from odoo.tools.mimetypes import guess_mimetype

from ..link.public_link_read import has_row
from ..link.public_link_together import Read
from .lines import arranged_lines

# Bytes of one picture, as DESIGN's budget has it.
PICTURE_BYTES = 20_000
# Rows of a page: an address of a picture is as long as a row without one.
PICTURE_ROWS = 25
KINDS = ("image/gif", "image/jpeg", "image/png", "image/webp")
# Where core keeps a product's small picture: model, field, and the column of the product
# that names the record.
PICTURES = (
    ("product.product", "image_variant_128", "id"),
    ("product.template", "image_128", "product_tmpl_id"),
)


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _public_illustrate(self, link, values):
        """See ``public.link.mixin``: long documents have no pictures."""
        pictures = self._public_pictures(link)
        for delivery in values["deliveries"]:
            for good in delivery["goods"]:
                good["picture"] = pictures.get(good["product"], "")
        if not pictures or len(values["lines"]) > PICTURE_ROWS:
            return
        rows = arranged_lines(self, self._public_lines(), "product_uom_qty")
        if len(rows) != len(values["lines"]):
            return  # Another addon has rows of its own.
        for row, line in zip(rows, values["lines"], strict=True):
            line["picture"] = pictures.get(row["product"], "")

    def _public_read_pictured(self):
        # By SQL: core's fields would take several statements for each kind of picture.
        pictured = (
            has_row(
                SQL(
                    """
                    ir_attachment file
                     WHERE file.res_model = %s AND file.res_field = %s
                       AND file.res_id = %s
                    """,
                    model,
                    field,
                    SQL.identifier("product", column),
                )
            )
            for model, field, column in PICTURES
        )
        return Read(
            SQL(
                """
                SELECT json_build_array(product.id)
                  FROM product_product product
                 WHERE product.id IN (SELECT product_id FROM sale_order_line
                                       WHERE order_id = ANY (%s))
                   AND (%s)
                """,
                self.ids,
                SQL(" OR ").join(pictured),
            ),
            lambda rows: {number for [number] in rows},
        )

    def _public_pictures(self, link):
        """Return the addresses of the pictures of the order's products, by their ids.

        :param link: `public.link` of a purpose that serves pictures
        :rtype: dict[int, str]
        """
        if not link.id:
            return {}
        path = link._path("picture")
        return {number: f"{path}/{number}" for number in self._public_read("pictured")}

    def _public_picture(self, number):
        product = self.order_line.product_id.filtered(lambda row: row.id == number)
        content = base64.b64decode(product.image_128 or b"")
        kind = guess_mimetype(content) if content else ""
        if kind not in KINDS:
            return b"", ""
        if len(content) > PICTURE_BYTES:
            return _lighter(content)
        return content, kind


def _lighter(content):
    """Return a picture as a JPEG, whose size does not depend on what it shows."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            picture = image.convert("RGBA")
    except (UnidentifiedImageError, OSError):
        return b"", ""
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    paper.thumbnail((128, 128))
    result = io.BytesIO()
    paper.save(result, "JPEG", quality=80)
    return result.getvalue(), "image/jpeg"
