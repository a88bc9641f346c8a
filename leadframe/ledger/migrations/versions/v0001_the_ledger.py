"""Create the ledger."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

PARTIAL = {
    "queued": ["slug", "due_at"],
    "sending": ["slug", "lease_until"],
    "unconfirmed": ["slug", "send_number"],
    "dead": ["created_at"],
    "held": ["created_at"],
    "quarantined": ["created_at"],
}


def upgrade() -> None:
    """Create the tables and their indexes."""
    op.create_table(
        "submission",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("due_at", sa.Double()),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("absent_seen", sa.Integer(), nullable=False),
        sa.Column("absent_at", sa.Double()),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Text()),
        sa.Column("lease_until", sa.Double()),
        sa.Column("sent_at", sa.Double()),
        sa.Column("over_at", sa.Double()),
        sa.Column("send_number", sa.Integer()),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("delivered_at", sa.Double()),
        sa.Column("upstream_id", sa.Text()),
        sa.Column("error", sa.Text(), nullable=False),
    )
    for state, columns in PARTIAL.items():
        rule = sa.text(f"state = '{state}'")
        op.create_index(
            f"submission_{state}",
            "submission",
            columns,
            sqlite_where=rule,
            postgresql_where=rule,
        )
    witness = sa.text("state = 'delivered' AND due_at IS NOT NULL")
    op.create_index(
        "submission_witness",
        "submission",
        ["slug"],
        sqlite_where=witness,
        postgresql_where=witness,
    )
    op.create_index("submission_created", "submission", ["created_at"])
    op.create_table(
        "attempt",
        sa.Column("submission_id", sa.Text(), sa.ForeignKey("submission.id"), primary_key=True),
        sa.Column("fence", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("started", sa.Double(), nullable=False),
        sa.Column("ended", sa.Double()),
        sa.Column("outcome", sa.String(16)),
        sa.Column("http_status", sa.Integer()),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("submission_id", sa.Text(), sa.ForeignKey("submission.id"), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("from_state", sa.String(16)),
        sa.Column("to_state", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
    )
    op.create_index("ix_event_submission_id", "event", ["submission_id"])
    op.create_table(
        "channel_state",
        sa.Column("slug", sa.Text(), primary_key=True),
        sa.Column("paused_until", sa.Double()),
        sa.Column("pause_reason", sa.Text()),
        sa.Column("fails", sa.Integer(), nullable=False),
        sa.Column("sends", sa.Integer(), nullable=False),
        sa.Column("lookup_verified_at", sa.Double()),
        sa.Column("lookup_by", sa.Text()),
        sa.Column("lookup_fails", sa.Integer(), nullable=False),
        sa.Column("visibility_lag", sa.Double()),
        sa.Column("recon_owner", sa.Text()),
        sa.Column("recon_until", sa.Double()),
    )
    op.create_table(
        "worker",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("started", sa.Double(), nullable=False),
        sa.Column("heartbeat", sa.Double(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    """Drop everything."""
    for table in ("worker", "channel_state", "event", "attempt", "submission"):
        op.drop_table(table)
