"""Keep groups of rights, and with which of them a right was given"""

import sqlalchemy as sa
from alembic import op

revision = '0037'
down_revision = '0036'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'right_group',
        sa.Column('key', sa.String(length=60), nullable=False),
        sa.Column('name', sa.String(length=200), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('key', name=op.f('pk_right_group')),
    )
    op.create_table(
        'right_group_version',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('group_key', sa.String(length=60), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('from_day', sa.Date(), nullable=False),
        sa.Column('hint', sa.String(length=400), nullable=False),
        sa.Column('sentences', sa.JSON(), nullable=False),
        sa.Column('warning', sa.String(length=400), nullable=True),
        sa.Column('type_keys', sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(['group_key'], ['right_group.key'], name=op.f('fk_right_group_version_group_key')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_right_group_version')),
        sa.UniqueConstraint('group_key', 'number', name=op.f('uq_right_group_version_group_key_number')),
    )
    with op.batch_alter_table('user_right', schema=None) as batch_op:
        batch_op.add_column(sa.Column('group_version_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            op.f('fk_user_right_group_version_id'), 'right_group_version', ['group_version_id'], ['id']
        )


def downgrade() -> None:
    with op.batch_alter_table('user_right', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('fk_user_right_group_version_id'), type_='foreignkey')
        batch_op.drop_column('group_version_id')
    op.drop_table('right_group_version')
    op.drop_table('right_group')
