# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A promotion of core's ``loyalty``, where that is installed."""

from odoo import Command


def promote(order):
    """Take 20 % off an order, by a promotion that applies by itself.

    :param order: `sale.order`
    :return: `loyalty.program`
    """
    program = order.env["loyalty.program"].create(
        {
            "name": "20 % off",
            "program_type": "promotion",
            "trigger": "auto",
            "applies_on": "current",
            "rule_ids": [Command.create({"minimum_amount": 1})],
            "reward_ids": [
                Command.create(
                    {
                        "reward_type": "discount",
                        "discount": 20,
                        "discount_mode": "percent",
                        "discount_applicability": "order",
                    }
                )
            ],
        }
    )
    order._update_programs_and_rewards()
    for coupon, rewards in order._get_claimable_rewards().items():
        if rewards.program_id == program:
            order._apply_program_reward(rewards[:1], coupon)
    return program
