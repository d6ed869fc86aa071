"""Let a caller go on with what was kept: of a draft is also kept in which call it was last filled in

What was prepared and changed since gets a second letter under the same number.
"""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.add_column(sa.Column('filled_call_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_draft_filled_call_id'), 'phone_call', ['filled_call_id'], ['id'])
    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('uq_letter_dossier_number'), type_='unique')
        batch_op.create_index(op.f('ix_letter_dossier_number'), ['dossier_number'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.drop_index(op.f('ix_letter_dossier_number'))
        batch_op.create_unique_constraint(op.f('uq_letter_dossier_number'), ['dossier_number'])
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('fk_draft_filled_call_id'), type_='foreignkey')
        batch_op.drop_column('filled_call_id')
