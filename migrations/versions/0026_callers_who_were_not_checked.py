"""Keep calls of somebody who was not checked: for a party, about no mandate"""

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None

CHECKED = "check_kind IN ('letter_code', 'two_facts', 'call_back')"
ANY = "check_kind IN ('letter_code', 'two_facts', 'call_back', 'none')"


def upgrade() -> None:
    with op.batch_alter_table('phone_call', schema=None) as batch_op:
        batch_op.alter_column('mandate_id', existing_type=sa.Uuid(), nullable=True)
        batch_op.drop_constraint(op.f('ck_phone_call_check_kind'), type_='check')
        batch_op.create_check_constraint(op.f('ck_phone_call_check_kind'), ANY)
        batch_op.create_check_constraint(
            op.f('ck_phone_call_unchecked_is_about_no_mandate'), "(check_kind = 'none') = (mandate_id IS NULL)"
        )


def downgrade() -> None:
    # Where such a call was kept, this is refused: the journal leads to it.
    with op.batch_alter_table('phone_call', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_phone_call_unchecked_is_about_no_mandate'), type_='check')
        batch_op.drop_constraint(op.f('ck_phone_call_check_kind'), type_='check')
        batch_op.create_check_constraint(op.f('ck_phone_call_check_kind'), CHECKED)
        batch_op.alter_column('mandate_id', existing_type=sa.Uuid(), nullable=False)
