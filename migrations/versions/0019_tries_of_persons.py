"""Count the tries of who says to have no enterprise number apart from those of an enterprise"""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('code_attempt', schema=None) as batch_op:
        batch_op.add_column(sa.Column('by_person', sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table('code_attempt', schema=None) as batch_op:
        batch_op.drop_column('by_person')
