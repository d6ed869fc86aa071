"""Keep answers on paper to an invitation to work somewhere"""

import sqlalchemy as sa
from alembic import op

revision = '0052'
down_revision = '0051'
branch_labels = None
depends_on = None

BEFORE = "(mandate_id IS NULL) = (ticked IS NOT NULL)"
AFTER = (
    "(CASE WHEN mandate_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN relation_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN ticked IS NULL THEN 0 ELSE 1 END) = 1"
)


def upgrade() -> None:
    with op.batch_alter_table('paper_sheet', schema=None) as batch_op:
        batch_op.add_column(sa.Column('relation_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f('fk_paper_sheet_relation_id_work_relation'), 'work_relation', ['relation_id'], ['id']
        )
        batch_op.drop_constraint(op.f('ck_paper_sheet_about_a_mandate_or_a_list'), type_='check')
        batch_op.create_check_constraint(op.f('ck_paper_sheet_about_one_thing'), AFTER)
        batch_op.create_index(batch_op.f('ix_paper_sheet_relation_id'), ['relation_id'], unique=False)


def downgrade() -> None:
    # Where such a sheet was kept, this is refused: the journal leads to it.
    with op.batch_alter_table('paper_sheet', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_paper_sheet_relation_id'))
        batch_op.drop_constraint(op.f('ck_paper_sheet_about_one_thing'), type_='check')
        batch_op.create_check_constraint(op.f('ck_paper_sheet_about_a_mandate_or_a_list'), BEFORE)
        batch_op.drop_constraint(batch_op.f('fk_paper_sheet_relation_id_work_relation'), type_='foreignkey')
        batch_op.drop_column('relation_id')
