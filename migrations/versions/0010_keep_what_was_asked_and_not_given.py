"""Keep on a line that it was asked and not given"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('line', schema=None) as batch_op:
        batch_op.add_column(sa.Column('refused_on', sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('line', schema=None) as batch_op:
        batch_op.drop_column('refused_on')
