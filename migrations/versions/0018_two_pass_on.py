"""Let what two people pass on wait as a signature of the mandate that they hold"""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

BEFORE = "act IN ('give', 'request', 'accept', 'confirm', 'resume', 'extend', 'accept_extension')"
AFTER = "act IN ('give', 'request', 'accept', 'confirm', 'resume', 'extend', 'accept_extension', 'pass_on')"


def upgrade() -> None:
    with op.batch_alter_table('signature', schema=None) as batch_op:
        batch_op.add_column(sa.Column('third_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_signature_third_id'), 'party', ['third_id'], ['id'])
        batch_op.drop_constraint(op.f('ck_signature_act'), type_='check')
        batch_op.create_check_constraint(op.f('ck_signature_act'), AFTER)
        batch_op.create_check_constraint(
            op.f('ck_signature_passed_on_to_somebody'), "(act = 'pass_on') = (third_id IS NOT NULL)"
        )


def downgrade() -> None:
    op.execute("DELETE FROM signature WHERE act = 'pass_on'")
    with op.batch_alter_table('signature', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_signature_passed_on_to_somebody'), type_='check')
        batch_op.drop_constraint(op.f('ck_signature_act'), type_='check')
        batch_op.create_check_constraint(op.f('ck_signature_act'), BEFORE)
        batch_op.drop_constraint(op.f('fk_signature_third_id'), type_='foreignkey')
        batch_op.drop_column('third_id')
