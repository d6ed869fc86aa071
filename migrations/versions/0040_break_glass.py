"""Keep which accounts are for emergencies, and when one was used"""

import sqlalchemy as sa
from alembic import op

revision = '0040'
down_revision = '0039'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('break_glass',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('sealed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('broken_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_break_glass_account_id')),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_break_glass'))
    )


def downgrade() -> None:
    op.drop_table('break_glass')
