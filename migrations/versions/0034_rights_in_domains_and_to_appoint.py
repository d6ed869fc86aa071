"""Let a right be for one domain, and let one only appoint colleagues"""

import sqlalchemy as sa
from alembic import op

revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None

right_type = sa.table('right_type', sa.column('key'), sa.column('domain_key'), sa.column('appoints', sa.Boolean()))
user_right = sa.table('user_right', sa.column('kind'))


def upgrade() -> None:
    with op.batch_alter_table('right_type', schema=None) as batch_op:
        batch_op.add_column(sa.Column('appoints', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('domain_key', sa.String(length=60), nullable=True))
        batch_op.create_foreign_key(op.f('fk_right_type_domain_key'), 'domain', ['domain_key'], ['key'])
        batch_op.create_check_constraint(op.f('ck_right_type_decides_one_way'), 'NOT (manages AND appoints)')
        batch_op.create_check_constraint(
            op.f('ck_right_type_a_domain_to_work_in'), 'domain_key IS NULL OR NOT (manages OR appoints)'
        )


def downgrade() -> None:
    # A right in one domain would become one in all of them, and one to appoint a right to work: both are refused.
    new = right_type.c.domain_key.is_not(None) | right_type.c.appoints
    had = sa.select(user_right.c.kind).where(user_right.c.kind.in_(sa.select(right_type.c.key).where(new)))
    if op.get_bind().execute(had).first():
        raise RuntimeError("somebody has a right in one domain, or a right to appoint")
    op.execute(right_type.delete().where(new))
    with op.batch_alter_table('right_type', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_right_type_a_domain_to_work_in'), type_='check')
        batch_op.drop_constraint(op.f('ck_right_type_decides_one_way'), type_='check')
        batch_op.drop_constraint(op.f('fk_right_type_domain_key'), type_='foreignkey')
        batch_op.drop_column('domain_key')
        batch_op.drop_column('appoints')
