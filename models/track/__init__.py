"""Parcels and their scans, from whichever service they come; the track page.

The gate is `_public_link_blockers_track`, of orders and deliveries. Adapters
(`carriers`) know the services; here their answers are stored, each scan once and states
in order, and it is decided when to ask again, and whom to tell. Others extend `_state_changed`
of a parcel, and say who wants no mails (`_public_parcel_mails_off`). It may import `carriers`, `approve` and all slices below it.
"""

from . import shipment_tracking_account
from . import shipment_tracking_quota
from . import shipment_parcel
from . import shipment_parcel_event
from . import shipment_parcel_ingest
from . import shipment_parcel_poll
from . import shipment_parcel_notify
from . import shipment_notice
from . import shipment_notice_words
from . import res_partner
from . import shipment_parcel_words
from . import shipment_parcel_steps
from . import shipment_parcel_event_page
from . import shipment_parcel_page
from . import shipment_parcel_calendar
from . import shipment_tracking_webhook
from . import delivery_carrier
from . import stock_picking
from . import stock_picking_parcels
from . import stock_picking_page
from . import stock_picking_news
from . import sale_order_progress
from . import res_company
from . import registry
