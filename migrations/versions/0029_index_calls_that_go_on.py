"""Find the calls that nobody ended without reading all that ever were"""

import sqlalchemy as sa
from alembic import op

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None

GOES_ON = sa.text('ended_at IS NULL')


def upgrade() -> None:
    op.create_index(
        op.f('ix_phone_call_started_at'), 'phone_call', ['started_at'], sqlite_where=GOES_ON, postgresql_where=GOES_ON
    )


def downgrade() -> None:
    op.drop_index(op.f('ix_phone_call_started_at'), table_name='phone_call')
