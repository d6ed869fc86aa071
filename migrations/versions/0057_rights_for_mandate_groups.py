"""Keep for which mandate group, in which version, a right inside an organisation is"""

import sqlalchemy as sa
from alembic import op

revision = '0057'
down_revision = '0056'
branch_labels = None
depends_on = None

ONE = 'mandate_id IS NULL OR mandate_group_version_id IS NULL'


def upgrade() -> None:
    with op.batch_alter_table('user_right', schema=None) as batch_op:
        batch_op.add_column(sa.Column('mandate_group_version_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_user_right_mandate_group_version_id'), 'mandate_group_version', ['mandate_group_version_id'], ['id'])
        batch_op.create_check_constraint(op.f('ck_user_right_one_narrowing'), ONE)


def downgrade() -> None:
    # Without the group such a right would be for everything: it is taken back instead, and none is left to widen.
    op.execute('DELETE FROM user_right WHERE mandate_group_version_id IS NOT NULL')
    with op.batch_alter_table('user_right', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_user_right_one_narrowing'), type_='check')
        batch_op.drop_constraint(op.f('fk_user_right_mandate_group_version_id'), type_='foreignkey')
        batch_op.drop_column('mandate_group_version_id')
