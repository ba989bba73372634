"""Adding proofs."""

from . import sale_order_proof_add
