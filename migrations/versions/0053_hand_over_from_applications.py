"""Keep with what another application sent somebody here, and which draft came of it"""

import sqlalchemy as sa
from alembic import op

revision = '0053'
down_revision = '0052'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('handoff',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('client_id', sa.Uuid(), nullable=False),
    sa.Column('started_by', sa.String(length=10), nullable=True),
    sa.Column('giver', sa.String(length=10), nullable=True),
    sa.Column('holder', sa.String(length=10), nullable=True),
    sa.Column('covers', sa.JSON(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=True),
    sa.Column('ends', sa.JSON(), nullable=False),
    sa.Column('return_address', sa.String(length=500), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('state', sa.String(length=500), nullable=True),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['client_id'], ['api_client.id'], name=op.f('fk_handoff_client_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_handoff_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handoff')),
    sa.UniqueConstraint('digest', name=op.f('uq_handoff_digest'))
    )
    op.create_index(op.f('ix_handoff_expires_at'), 'handoff', ['expires_at'])
    op.create_index(op.f('ix_handoff_person_id'), 'handoff', ['person_id'])
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.add_column(sa.Column('handoff_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('begun_client_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key('fk_draft_handoff_id', 'handoff', ['handoff_id'], ['id'])
        batch_op.create_foreign_key('fk_draft_begun_client_id', 'api_client', ['begun_client_id'], ['id'])
    op.create_index(op.f('ix_draft_handoff_id'), 'draft', ['handoff_id'], unique=True)


def downgrade() -> None:
    op.drop_index(op.f('ix_draft_handoff_id'), 'draft')
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.drop_constraint('fk_draft_begun_client_id', type_='foreignkey')
        batch_op.drop_constraint('fk_draft_handoff_id', type_='foreignkey')
        batch_op.drop_column('begun_client_id')
        batch_op.drop_column('handoff_id')
    op.drop_table('handoff')
