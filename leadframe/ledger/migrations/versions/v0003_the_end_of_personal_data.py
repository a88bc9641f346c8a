"""Know of which submissions the personal data is gone, and whose time is over next."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and its index; so far nothing was purged."""
    op.add_column("submission", sa.Column("purged_at", sa.Double()))
    rule = sa.text("state = 'delivered' AND purged_at IS NULL")
    op.create_index(
        "submission_kept", "submission", ["delivered_at"], sqlite_where=rule, postgresql_where=rule
    )


def downgrade() -> None:
    """Drop both."""
    op.drop_index("submission_kept", "submission")
    op.drop_column("submission", "purged_at")
