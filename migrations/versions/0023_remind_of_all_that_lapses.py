"""Remind of a later end that nobody answered, and of a second signature that does not come"""

from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None

BEFORE = "'expiring_60', 'expiring_30', 'expiring_7', 'lapsing', 'yearly'"
AFTER = f"{BEFORE}, 'extension', 'signing_giver', 'signing_holder'"


def allow(kinds: str) -> None:
    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_reminder_kind'), type_='check')
        batch_op.create_check_constraint(op.f('ck_reminder_kind'), f"kind IN ({kinds})")


def upgrade() -> None:
    allow(AFTER)


def downgrade() -> None:
    op.execute("DELETE FROM reminder WHERE kind IN ('extension', 'signing_giver', 'signing_holder')")
    allow(BEFORE)
