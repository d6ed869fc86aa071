"""Keep when an account was used last, and what was switched off; find the acts of a person"""

import sqlalchemy as sa
from alembic import op

revision = '0035'
down_revision = '0034'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.add_column(sa.Column('used_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('dormant_at', sa.DateTime(timezone=True), nullable=True))

    op.create_index(op.f('ix_journal_person_id'), 'journal', ['person_id'], unique=False)
    op.create_index(op.f('ix_journal_actor_id'), 'journal', ['actor_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_journal_actor_id'), table_name='journal')
    op.drop_index(op.f('ix_journal_person_id'), table_name='journal')
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.drop_column('dormant_at')
        batch_op.drop_column('used_at')
