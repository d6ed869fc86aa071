"""Keep what the directory of staff says, and let it close accounts"""

import sqlalchemy as sa
from alembic import op

revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('directory_group',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('external_id', sa.String(length=255), nullable=True),
    sa.Column('display_name', sa.String(length=255), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_directory_group')),
    sa.UniqueConstraint('external_id', name=op.f('uq_directory_group_external_id'))
    )
    with op.batch_alter_table('directory_group', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_directory_group_display_name'), ['display_name'], unique=False)

    op.create_table('directory_token',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_directory_token')),
    sa.UniqueConstraint('digest', name=op.f('uq_directory_token_digest'))
    )
    op.create_table('directory_user',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('external_id', sa.String(length=255), nullable=True),
    sa.Column('user_name', sa.String(length=255), nullable=False),
    sa.Column('user_key', sa.String(length=255), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('given_name', sa.String(length=255), nullable=True),
    sa.Column('family_name', sa.String(length=255), nullable=True),
    sa.Column('display_name', sa.String(length=255), nullable=True),
    sa.Column('number', sa.String(length=255), nullable=True),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_directory_user_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_directory_user')),
    sa.UniqueConstraint('external_id', name=op.f('uq_directory_user_external_id')),
    sa.UniqueConstraint('user_key', name=op.f('uq_directory_user_user_key'))
    )
    with op.batch_alter_table('directory_user', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_directory_user_person_id'), ['person_id'], unique=False)

    op.create_table('directory_membership',
    sa.Column('group_id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['directory_group.id'], name=op.f('fk_directory_membership_group_id')),
    sa.ForeignKeyConstraint(['user_id'], ['directory_user.id'], name=op.f('fk_directory_membership_user_id')),
    sa.PrimaryKeyConstraint('group_id', 'user_id', name=op.f('pk_directory_membership'))
    )
    with op.batch_alter_table('directory_membership', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_directory_membership_user_id'), ['user_id'], unique=False)

    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.add_column(sa.Column('left_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    # Whoever left stays out: the tables of before know one way only of being closed.
    op.execute("UPDATE account SET disabled_at = left_at WHERE disabled_at IS NULL AND left_at IS NOT NULL")
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.drop_column('left_at')

    with op.batch_alter_table('directory_membership', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_directory_membership_user_id'))

    op.drop_table('directory_membership')
    with op.batch_alter_table('directory_user', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_directory_user_person_id'))

    op.drop_table('directory_user')
    op.drop_table('directory_token')
    with op.batch_alter_table('directory_group', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_directory_group_display_name'))

    op.drop_table('directory_group')
