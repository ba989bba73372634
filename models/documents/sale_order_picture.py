# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Pictures of an order's products: small ones, for the lists of public pages."""

import base64
import io

from PIL import Image, UnidentifiedImageError

from odoo import models
from odoo.tools import SQL
from odoo.tools.mimetypes import guess_mimetype

# Bytes of one picture, as DESIGN's budget has it.
PICTURE_BYTES = 20_000
KINDS = ("image/gif", "image/jpeg", "image/png", "image/webp")


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _public_pictured(self, products):
        """Return the ids of the products that have a picture.

        One statement: core's fields would take several for each kind of picture.

        :param products: `product.product`
        :rtype: set[int]
        """
        if not products:
            return set()
        self.env.cr.execute(
            SQL(
                "SELECT p.id FROM product_product p WHERE p.id IN %s AND (EXISTS ("
                "SELECT FROM ir_attachment a WHERE a.res_model = 'product.product'"
                " AND a.res_field = 'image_variant_128' AND a.res_id = p.id) OR EXISTS ("
                "SELECT FROM ir_attachment a WHERE a.res_model = 'product.template'"
                " AND a.res_field = 'image_128' AND a.res_id = p.product_tmpl_id))",
                tuple(products.ids),
            )
        )
        return {row[0] for row in self.env.cr.fetchall()}

    def _public_pictures(self, link, products):
        """Return the addresses of the pictures of products, by their ids.

        :param link: `public.link` of a purpose that serves pictures
        :param products: `product.product`
        :rtype: dict[int, str]
        """
        if not link.id:
            return {}
        path = link._path("picture")
        return {
            number: f"{path}/{number}" for number in self._public_pictured(products)
        }

    def _public_picture(self, number):
        """Return the picture of a product of this order, and its media type.

        :param int number: the product's id, as a browser sent it
        :return: the file, b"" for none; the type
        :rtype: tuple[bytes, str]
        """
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
