"""Keep who vouched for a customer at the counter"""

import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('voucher',
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('first_name', sa.String(length=100), nullable=False),
    sa.Column('last_name', sa.String(length=100), nullable=False),
    sa.Column('relation', sa.String(length=20), nullable=False),
    sa.Column('document_kind', sa.String(length=30), nullable=False),
    sa.Column('document_last_four', sa.String(length=4), nullable=False),
    sa.CheckConstraint("relation IN ('social_worker', 'doctor', 'neighbour', 'employer', 'other')", name=op.f('ck_voucher_relation')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_voucher_visit_id')),
    sa.PrimaryKeyConstraint('visit_id', name=op.f('pk_voucher'))
    )


def downgrade() -> None:
    # A look at who the customer is has a reason and an act that were not known before.
    op.execute("DELETE FROM second_look WHERE giver_id = holder_id")
    op.drop_table('voucher')
