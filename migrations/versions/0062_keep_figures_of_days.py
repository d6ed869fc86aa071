"""Keep what was counted of each day"""

import sqlalchemy as sa
from alembic import op

revision = '0062'
down_revision = '0061'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'day_figures',
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('doors', sa.JSON(), nullable=False),
        sa.Column('counted_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('day', name=op.f('pk_day_figures')),
    )


def downgrade() -> None:
    op.drop_table('day_figures')
