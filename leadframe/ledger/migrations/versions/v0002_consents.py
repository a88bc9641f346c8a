"""Keep with a submission what its visitor agreed to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nothing is known of submissions from before."""
    op.add_column("submission", sa.Column("consents", sa.JSON()))


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("submission", "consents")
