"""Keep the first line of each audit trail with its submission: one row to store, not two."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, and move the first lines into them."""
    op.add_column("submission", sa.Column("first_state", sa.String(16)))
    op.add_column("submission", sa.Column("first_reason", sa.Text()))
    op.execute("""
        UPDATE submission SET first_state = event.to_state, first_reason = event.reason
        FROM event WHERE event.submission_id = submission.id AND event.from_state IS NULL
    """)
    op.execute("DELETE FROM event WHERE from_state IS NULL")


def downgrade() -> None:
    """Drop the columns; the trails then begin with what came second."""
    op.drop_column("submission", "first_reason")
    op.drop_column("submission", "first_state")
