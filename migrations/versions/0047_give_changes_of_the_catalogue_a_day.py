"""Give every change of the catalogue a day, let rights change on a screen, and let a group of rights end"""

import sqlalchemy as sa
from alembic import op

revision = '0047'
down_revision = '0046'
branch_labels = None
depends_on = None

NEW = "'type', 'group', 'type_end', 'group_end', 'right', 'right_group', 'right_end', 'right_group_end'"


def upgrade() -> None:
    op.add_column('right_group', sa.Column('withdrawn_from', sa.Date(), nullable=True))
    op.add_column('catalogue_change', sa.Column('applied_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('catalogue_change', sa.Column('overtaken_at', sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table('catalogue_change', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_catalogue_change_a_day_for_all_but_types'), type_='check')
        batch_op.drop_constraint(op.f('ck_catalogue_change_kind'), type_='check')
        batch_op.alter_column('kind', existing_type=sa.String(length=10), type_=sa.String(length=20), existing_nullable=False)
    # Until now a type had no day of its own: it held from its approval on.
    op.execute("UPDATE catalogue_change SET from_day = date(coalesce(approved_at, made_at)) WHERE from_day IS NULL")
    op.execute("UPDATE catalogue_change SET applied_at = approved_at")
    with op.batch_alter_table('catalogue_change', schema=None) as batch_op:
        batch_op.alter_column('from_day', existing_type=sa.Date(), nullable=False)
        batch_op.create_check_constraint(op.f('ck_catalogue_change_kind'), f"kind IN ({NEW})")
        batch_op.create_check_constraint(op.f('ck_catalogue_change_approved_first'), "applied_at IS NULL OR approved_at IS NOT NULL")
        batch_op.create_check_constraint(
            op.f('ck_catalogue_change_applied_or_overtaken'),
            "overtaken_at IS NULL OR (approved_at IS NOT NULL AND applied_at IS NULL)",
        )


def downgrade() -> None:
    op.execute("DELETE FROM catalogue_change WHERE kind LIKE 'right%'")
    with op.batch_alter_table('catalogue_change', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_catalogue_change_applied_or_overtaken'), type_='check')
        batch_op.drop_constraint(op.f('ck_catalogue_change_approved_first'), type_='check')
        batch_op.drop_constraint(op.f('ck_catalogue_change_kind'), type_='check')
        batch_op.alter_column('from_day', existing_type=sa.Date(), nullable=True)
        batch_op.alter_column('kind', existing_type=sa.String(length=20), type_=sa.String(length=10), existing_nullable=False)
    op.execute("UPDATE catalogue_change SET from_day = NULL WHERE kind = 'type'")
    with op.batch_alter_table('catalogue_change', schema=None) as batch_op:
        batch_op.create_check_constraint(op.f('ck_catalogue_change_kind'), "kind IN ('type', 'group', 'type_end', 'group_end')")
        batch_op.create_check_constraint(op.f('ck_catalogue_change_a_day_for_all_but_types'), "(kind = 'type') = (from_day IS NULL)")
        batch_op.drop_column('overtaken_at')
        batch_op.drop_column('applied_at')
    with op.batch_alter_table('right_group', schema=None) as batch_op:
        batch_op.drop_column('withdrawn_from')
