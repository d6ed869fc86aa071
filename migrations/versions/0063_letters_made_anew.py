"""Letters of which the bytes are lost can be made anew"""

import sqlalchemy as sa
from alembic import op

revision = '0063'
down_revision = '0062'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.add_column(sa.Column('remade_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('replaces_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_letter_replaces_id_letter'), 'letter', ['replaces_id'], ['id'])
        batch_op.create_index(op.f('ix_letter_replaces_id'), ['replaces_id'], unique=False)


def downgrade() -> None:
    # A letter that was made anew stays, as another letter to the same party, with an entry of its own as its cause.
    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.drop_index(op.f('ix_letter_replaces_id'))
        batch_op.drop_constraint(op.f('fk_letter_replaces_id_letter'), type_='foreignkey')
        batch_op.drop_column('replaces_id')
        batch_op.drop_column('remade_on')
