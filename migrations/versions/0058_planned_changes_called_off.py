"""Keep when a planned change of the catalogue was called off, and by whom"""

import sqlalchemy as sa
from alembic import op

revision = '0058'
down_revision = '0057'
branch_labels = None
depends_on = None

PLANNED = 'called_off_at IS NULL OR (approved_at IS NOT NULL AND applied_at IS NULL AND overtaken_at IS NULL)'
SOMEBODY = '(called_off_by IS NOT NULL) = (called_off_at IS NOT NULL)'


def upgrade() -> None:
    with op.batch_alter_table('catalogue_change', schema=None) as batch_op:
        batch_op.add_column(sa.Column('called_off_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('called_off_by', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_catalogue_change_called_off_by'), 'staff', ['called_off_by'], ['person_id'])
        batch_op.create_check_constraint(op.f('ck_catalogue_change_called_off_while_planned'), PLANNED)
        batch_op.create_check_constraint(op.f('ck_catalogue_change_somebody_calls_off'), SOMEBODY)


def downgrade() -> None:
    # What was called off must not come into force after all: without the column it is a change that found something else.
    op.execute('UPDATE catalogue_change SET overtaken_at = called_off_at WHERE called_off_at IS NOT NULL')
    with op.batch_alter_table('catalogue_change', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_catalogue_change_somebody_calls_off'), type_='check')
        batch_op.drop_constraint(op.f('ck_catalogue_change_called_off_while_planned'), type_='check')
        batch_op.drop_constraint(op.f('fk_catalogue_change_called_off_by'), type_='foreignkey')
        batch_op.drop_column('called_off_by')
        batch_op.drop_column('called_off_at')
