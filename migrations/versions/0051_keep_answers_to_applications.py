"""Keep what an application got for an answer, so that the same request changes nothing twice"""

import sqlalchemy as sa
from alembic import op

revision = '0051'
down_revision = '0050'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('kept_answer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('client_id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(length=100), nullable=False),
    sa.Column('request_digest', sa.String(length=64), nullable=False),
    sa.Column('claim', sa.Uuid(), nullable=False),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sealed', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint('(done_at IS NULL) = (sealed IS NULL)', name=op.f('ck_kept_answer_done_with_an_answer')),
    sa.ForeignKeyConstraint(['client_id'], ['api_client.id'], name=op.f('fk_kept_answer_client_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_answer')),
    sa.UniqueConstraint('client_id', 'key', name=op.f('uq_kept_answer_client_id_key'))
    )
    op.create_index(op.f('ix_kept_answer_claimed_at'), 'kept_answer', ['claimed_at'])


def downgrade() -> None:
    op.drop_index(op.f('ix_kept_answer_claimed_at'), 'kept_answer')
    op.drop_table('kept_answer')
