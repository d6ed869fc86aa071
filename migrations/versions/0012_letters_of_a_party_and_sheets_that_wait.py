"""Letters about a party as a whole, and answer sheets on which something is missing"""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.alter_column('mandate_id', existing_type=sa.Uuid(), nullable=True)
        batch_op.add_column(sa.Column('dossier_number', sa.String(length=12), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_letter_dossier_number'), ['dossier_number'])
        batch_op.create_check_constraint(batch_op.f('ck_letter_about_a_mandate_or_a_party'), '(mandate_id IS NULL) = (dossier_number IS NOT NULL)')

    with op.batch_alter_table('paper_sheet', schema=None) as batch_op:
        batch_op.alter_column('mandate_id', existing_type=sa.Uuid(), nullable=True)
        batch_op.alter_column('person_id', existing_type=sa.Uuid(), nullable=True)
        batch_op.alter_column('act', existing_type=sa.String(length=20), nullable=True)
        batch_op.add_column(sa.Column('ticked', sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column('missing', sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column('asked_letter_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('answer_by', sa.Date(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_paper_sheet_asked_letter_id'), 'letter', ['asked_letter_id'], ['id'])
        batch_op.create_index(batch_op.f('ix_paper_sheet_asked_letter_id'), ['asked_letter_id'], unique=False)
        batch_op.create_check_constraint(batch_op.f('ck_paper_sheet_about_a_mandate_or_a_list'), '(mandate_id IS NULL) = (ticked IS NOT NULL)')
        batch_op.create_check_constraint(batch_op.f('ck_paper_sheet_complete_or_says_what_is_missing'), 'missing IS NOT NULL OR (act IS NOT NULL AND person_id IS NOT NULL)')
        batch_op.create_check_constraint(batch_op.f('ck_paper_sheet_asked_until_a_day'), '(asked_letter_id IS NULL) = (answer_by IS NULL)')


def downgrade() -> None:
    # Where a party has an overview, or a sheet waits, this is refused: what was promised is not thrown away.
    with op.batch_alter_table('paper_sheet', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_paper_sheet_asked_until_a_day'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_paper_sheet_complete_or_says_what_is_missing'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_paper_sheet_about_a_mandate_or_a_list'), type_='check')
        batch_op.drop_index(batch_op.f('ix_paper_sheet_asked_letter_id'))
        batch_op.drop_constraint(batch_op.f('fk_paper_sheet_asked_letter_id'), type_='foreignkey')
        batch_op.drop_column('answer_by')
        batch_op.drop_column('asked_letter_id')
        batch_op.drop_column('missing')
        batch_op.drop_column('ticked')
        batch_op.alter_column('act', existing_type=sa.String(length=20), nullable=False)
        batch_op.alter_column('person_id', existing_type=sa.Uuid(), nullable=False)
        batch_op.alter_column('mandate_id', existing_type=sa.Uuid(), nullable=False)

    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_letter_about_a_mandate_or_a_party'), type_='check')
        batch_op.drop_constraint(batch_op.f('uq_letter_dossier_number'), type_='unique')
        batch_op.drop_column('dossier_number')
        batch_op.alter_column('mandate_id', existing_type=sa.Uuid(), nullable=False)
