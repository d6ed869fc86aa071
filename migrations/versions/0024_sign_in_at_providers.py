"""Sign in at a provider, keep what it says of the law, and let it end sessions"""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None

PAIR = "(username IS NULL) = (password_hash IS NULL)"
EITHER = "(username IS NULL) = (provider IS NOT NULL)"


def upgrade() -> None:
    op.create_table('used_token',
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_used_token'))
    )
    with op.batch_alter_table('used_token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_used_token_until'), ['until'], unique=False)

    op.create_table('said_representation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('enterprise_number', sa.String(length=10), nullable=False),
    sa.Column('from_day', sa.Date(), nullable=False),
    sa.Column('until_day', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_said_representation_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_said_representation'))
    )
    with op.batch_alter_table('said_representation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_said_representation_person_id_enterprise_number_until_day'), ['person_id', 'enterprise_number', 'until_day'], unique=False)

    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.add_column(sa.Column('provider', sa.String(length=10), nullable=True))
        batch_op.alter_column('username',
               existing_type=sa.VARCHAR(length=60),
               nullable=True)
        batch_op.alter_column('password_hash',
               existing_type=sa.VARCHAR(length=255),
               nullable=True)
        batch_op.create_unique_constraint(batch_op.f('uq_account_person_id_provider'), ['person_id', 'provider'])
        batch_op.create_check_constraint(op.f('ck_account_name_and_password'), PAIR)
        batch_op.create_check_constraint(op.f('ck_account_password_or_provider'), EITHER)

    with op.batch_alter_table('web_session', schema=None) as batch_op:
        batch_op.add_column(sa.Column('provider', sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column('provider_session', sa.String(length=64), nullable=True))
        batch_op.create_index(batch_op.f('ix_web_session_provider_session'), ['provider_session'], unique=False)



def downgrade() -> None:
    op.execute("DELETE FROM account WHERE provider IS NOT NULL")
    with op.batch_alter_table('web_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_web_session_provider_session'))
        batch_op.drop_column('provider_session')
        batch_op.drop_column('provider')

    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_account_password_or_provider'), type_='check')
        batch_op.drop_constraint(op.f('ck_account_name_and_password'), type_='check')
        batch_op.drop_constraint(batch_op.f('uq_account_person_id_provider'), type_='unique')
        batch_op.alter_column('password_hash',
               existing_type=sa.VARCHAR(length=255),
               nullable=False)
        batch_op.alter_column('username',
               existing_type=sa.VARCHAR(length=60),
               nullable=False)
        batch_op.drop_column('provider')

    with op.batch_alter_table('said_representation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_said_representation_person_id_enterprise_number_until_day'))

    op.drop_table('said_representation')
    with op.batch_alter_table('used_token', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_used_token_until'))

    op.drop_table('used_token')
