"""Count how fast applications call, over all processes"""

import sqlalchemy as sa
from alembic import op

revision = '0048'
down_revision = '0047'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('api_pace',
    sa.Column('client_id', sa.Uuid(), nullable=False),
    sa.Column('minute', sa.Integer(), nullable=False),
    sa.Column('taken', sa.Integer(), nullable=False),
    sa.CheckConstraint('taken >= 0', name=op.f('ck_api_pace_taken')),
    sa.ForeignKeyConstraint(['client_id'], ['api_client.id'], name=op.f('fk_api_pace_client_id')),
    sa.PrimaryKeyConstraint('client_id', name=op.f('pk_api_pace'))
    )


def downgrade() -> None:
    op.drop_table('api_pace')
