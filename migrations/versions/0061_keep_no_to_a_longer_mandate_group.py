"""Keep that a colleague does not get what is new in the mandate group for which he has a right"""

import sqlalchemy as sa
from alembic import op

revision = '0061'
down_revision = '0060'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('user_right', schema=None) as batch_op:
        batch_op.add_column(sa.Column('declined_mandate_group_version_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            op.f('fk_user_right_declined_mandate_group_version_id'), 'mandate_group_version',
            ['declined_mandate_group_version_id'], ['id'],
        )


def downgrade() -> None:
    # The code before asks again; nobody gets more by that.
    with op.batch_alter_table('user_right', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('fk_user_right_declined_mandate_group_version_id'), type_='foreignkey')
        batch_op.drop_column('declined_mandate_group_version_id')
