"""The preview of a follow-up plan: who gets what, and who not, and why."""

from . import public_link_plan_preview
