"""Keep who said in the yearly round that somebody's rights are right"""

import sqlalchemy as sa
from alembic import op

revision = '0050'
down_revision = '0049'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Of what was said before nobody knows by whom.
    with op.batch_alter_table('rights_seen', schema=None) as batch_op:
        batch_op.add_column(sa.Column('seen_by_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_rights_seen_seen_by_id_person'), 'person', ['seen_by_id'], ['id'])


def downgrade() -> None:
    with op.batch_alter_table('rights_seen', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('fk_rights_seen_seen_by_id_person'), type_='foreignkey')
        batch_op.drop_column('seen_by_id')
