"""Let a clerk prepare a gift on the phone: of a draft is kept in which call it was begun, and when it was prepared"""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.add_column(sa.Column('begun_call_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('prepared_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(op.f('fk_draft_begun_call_id'), 'phone_call', ['begun_call_id'], ['id'])


def downgrade() -> None:
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('fk_draft_begun_call_id'), type_='foreignkey')
        batch_op.drop_column('prepared_at')
        batch_op.drop_column('begun_call_id')
