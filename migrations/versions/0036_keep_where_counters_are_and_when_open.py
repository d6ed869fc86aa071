"""Keep where counters are, when they are open, their networks, and that one was closed"""

import sqlalchemy as sa
from alembic import op

revision = '0036'
down_revision = '0035'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('office', schema=None) as batch_op:
        batch_op.add_column(sa.Column('street', sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column('zipcode', sa.String(length=4), nullable=True))
        batch_op.add_column(sa.Column('hours', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('networks', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE office SET street = '', zipcode = '', hours = '{}', networks = '[]'")
    with op.batch_alter_table('office', schema=None) as batch_op:
        batch_op.alter_column('street', existing_type=sa.String(length=200), nullable=False)
        batch_op.alter_column('zipcode', existing_type=sa.String(length=4), nullable=False)
        batch_op.alter_column('hours', existing_type=sa.JSON(), nullable=False)
        batch_op.alter_column('networks', existing_type=sa.JSON(), nullable=False)
    # An administrator searches the journal by party.
    op.create_index(op.f('ix_journal_party_id_id'), 'journal', ['party_id', 'id'])


def downgrade() -> None:
    op.drop_index(op.f('ix_journal_party_id_id'), 'journal')
    with op.batch_alter_table('office', schema=None) as batch_op:
        for column in ('closed_at', 'networks', 'hours', 'zipcode', 'street'):
            batch_op.drop_column(column)
