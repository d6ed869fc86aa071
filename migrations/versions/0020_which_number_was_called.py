"""Keep which number on file was called back"""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('phone_call', schema=None) as batch_op:
        batch_op.add_column(sa.Column('number', sa.String(length=16), nullable=True))
        batch_op.create_check_constraint(
            op.f('ck_phone_call_only_a_call_back_keeps_a_number'), "number IS NULL OR check_kind = 'call_back'"
        )


def downgrade() -> None:
    with op.batch_alter_table('phone_call', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_phone_call_only_a_call_back_keeps_a_number'), type_='check')
        batch_op.drop_column('number')
