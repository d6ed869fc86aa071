"""Keep what a colleague of the clerk says of an act before it is sent, and that a holder is close to the clerk"""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('visit', schema=None) as batch_op:
        batch_op.add_column(sa.Column('holder_is_close', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table('second_look',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('office_id', sa.Uuid(), nullable=False),
    sa.Column('giver_id', sa.Uuid(), nullable=False),
    sa.Column('holder_id', sa.Uuid(), nullable=False),
    sa.Column('mandate_id', sa.Uuid(), nullable=True),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('asked_by', sa.Uuid(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('outcome', sa.String(length=10), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('decided_by', sa.Uuid(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('dropped_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("outcome IN ('agrees', 'doubts', 'refuses')", name=op.f('ck_second_look_outcome')),
    sa.CheckConstraint('(outcome IS NULL) = (decided_at IS NULL)', name=op.f('ck_second_look_decided_on_a_moment')),
    sa.CheckConstraint('(outcome IS NULL) = (decided_by IS NULL)', name=op.f('ck_second_look_decided_by_somebody')),
    sa.CheckConstraint('decided_by <> asked_by', name=op.f('ck_second_look_two_clerks')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_second_look_visit_id')),
    sa.ForeignKeyConstraint(['office_id'], ['office.id'], name=op.f('fk_second_look_office_id')),
    sa.ForeignKeyConstraint(['giver_id'], ['party.id'], name=op.f('fk_second_look_giver_id')),
    sa.ForeignKeyConstraint(['holder_id'], ['party.id'], name=op.f('fk_second_look_holder_id')),
    sa.ForeignKeyConstraint(['mandate_id'], ['mandate.id'], name=op.f('fk_second_look_mandate_id')),
    sa.ForeignKeyConstraint(['asked_by'], ['staff.person_id'], name=op.f('fk_second_look_asked_by')),
    sa.ForeignKeyConstraint(['decided_by'], ['staff.person_id'], name=op.f('fk_second_look_decided_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_second_look'))
    )
    with op.batch_alter_table('second_look', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_second_look_visit_id'), ['visit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_second_look_office_id_asked_at'), ['office_id', 'asked_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_second_look_asked_by_decided_at'), ['asked_by', 'decided_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_second_look_fingerprint'), ['fingerprint'], unique=False)


def downgrade() -> None:
    op.drop_table('second_look')
    with op.batch_alter_table('visit', schema=None) as batch_op:
        batch_op.drop_column('holder_is_close')
