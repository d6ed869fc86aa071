"""Keep who may carry out a mandate, as somebody wrote it on an answer sheet"""

import sqlalchemy as sa
from alembic import op

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('paper_sheet', schema=None) as batch_op:
        batch_op.add_column(sa.Column('executor', sa.String(length=100), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('paper_sheet', schema=None) as batch_op:
        batch_op.drop_column('executor')
