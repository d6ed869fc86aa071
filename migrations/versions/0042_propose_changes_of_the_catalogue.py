"""Propose changes of the catalogue on a screen, and keep from when a group is offered no more"""

import sqlalchemy as sa
from alembic import op

revision = '0042'
down_revision = '0041'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('mandate_group', sa.Column('withdrawn_from', sa.Date(), nullable=True))
    op.create_table('catalogue_change',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('entity_key', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('from_day', sa.Date(), nullable=True),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('taken_back_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('refused_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.Uuid(), nullable=True),
    sa.Column('reason', sa.String(length=300), nullable=True),
    sa.Column('widened', sa.JSON(), nullable=False),
    sa.CheckConstraint("(decided_by IS NOT NULL) = (approved_at IS NOT NULL OR refused_at IS NOT NULL)", name=op.f('ck_catalogue_change_somebody_decides')),
    sa.CheckConstraint("(kind = 'type') = (from_day IS NULL)", name=op.f('ck_catalogue_change_a_day_for_all_but_types')),
    sa.CheckConstraint("(reason IS NOT NULL) = (refused_at IS NOT NULL)", name=op.f('ck_catalogue_change_refused_with_a_reason')),
    sa.CheckConstraint("approved_at IS NULL OR refused_at IS NULL", name=op.f('ck_catalogue_change_one_answer')),
    sa.CheckConstraint("decided_by <> author_id", name=op.f('ck_catalogue_change_two_people')),
    sa.CheckConstraint("decided_by IS NULL OR (offered_at IS NOT NULL AND taken_back_at IS NULL)", name=op.f('ck_catalogue_change_offered_first')),
    sa.CheckConstraint("kind IN ('type', 'group', 'type_end', 'group_end')", name=op.f('ck_catalogue_change_kind')),
    sa.ForeignKeyConstraint(['author_id'], ['staff.person_id'], name=op.f('fk_catalogue_change_author_id_staff')),
    sa.ForeignKeyConstraint(['decided_by'], ['staff.person_id'], name=op.f('fk_catalogue_change_decided_by_staff')),
    sa.ForeignKeyConstraint(['entity_key'], ['entity.key'], name=op.f('fk_catalogue_change_entity_key_entity')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_catalogue_change'))
    )
    op.create_index(op.f('ix_catalogue_change_entity_key_made_at'), 'catalogue_change', ['entity_key', 'made_at'])


def downgrade() -> None:
    op.drop_table('catalogue_change')
    with op.batch_alter_table('mandate_group', schema=None) as batch_op:
        batch_op.drop_column('withdrawn_from')
