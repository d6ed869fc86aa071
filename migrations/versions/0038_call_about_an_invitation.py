"""Keep calls of who has the letter of an invitation: about a work relation, and no mandate"""

import sqlalchemy as sa
from alembic import op

revision = '0038'
down_revision = '0037'
branch_labels = None
depends_on = None

NAME = 'ck_phone_call_unchecked_is_about_no_mandate'
BEFORE = "(check_kind = 'none') = (mandate_id IS NULL)"
AFTER = "(check_kind = 'none') = (mandate_id IS NULL AND relation_id IS NULL)"


def upgrade() -> None:
    with op.batch_alter_table('phone_call', schema=None) as batch_op:
        batch_op.add_column(sa.Column('relation_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f('fk_phone_call_relation_id_work_relation'), 'work_relation', ['relation_id'], ['id']
        )
        batch_op.drop_constraint(op.f(NAME), type_='check')
        batch_op.create_check_constraint(op.f(NAME), AFTER)
        batch_op.create_check_constraint(
            op.f('ck_phone_call_about_one_thing'), "mandate_id IS NULL OR relation_id IS NULL"
        )


def downgrade() -> None:
    # Where such a call was kept, this is refused: the journal leads to it.
    with op.batch_alter_table('phone_call', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_phone_call_about_one_thing'), type_='check')
        batch_op.drop_constraint(op.f(NAME), type_='check')
        batch_op.create_check_constraint(op.f(NAME), BEFORE)
        batch_op.drop_constraint(batch_op.f('fk_phone_call_relation_id_work_relation'), type_='foreignkey')
        batch_op.drop_column('relation_id')
