"""Keep who vouched for what was done, when another proof took the place"""

import sqlalchemy as sa
from alembic import op

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('voucher', schema=None) as batch_op:
        batch_op.add_column(sa.Column('id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True))
    # Until now a visit had one at most, so its number serves.
    op.execute("UPDATE voucher SET id = visit_id")
    with op.batch_alter_table('voucher', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('pk_voucher'), type_='primary')
        batch_op.alter_column('id', existing_type=sa.Uuid(), nullable=False)
        batch_op.create_primary_key(op.f('pk_voucher'), ['id'])
        batch_op.create_index(op.f('ix_voucher_visit_id'), ['visit_id'], unique=False)


def downgrade() -> None:
    # Only whoever vouches now has a place there.
    op.execute("DELETE FROM voucher WHERE closed_at IS NOT NULL")
    with op.batch_alter_table('voucher', schema=None) as batch_op:
        batch_op.drop_index(op.f('ix_voucher_visit_id'))
        batch_op.drop_constraint(op.f('pk_voucher'), type_='primary')
        batch_op.create_primary_key(op.f('pk_voucher'), ['visit_id'])
        batch_op.drop_column('closed_at')
        batch_op.drop_column('id')
