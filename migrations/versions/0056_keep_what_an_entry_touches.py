"""Keep which domains of its mandate an entry of the journal touches, where that is not all of them"""

import sqlalchemy as sa
from alembic import op

revision = '0056'
down_revision = '0055'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What was written before touches all of its mandate: a feed that was read does not change.
    op.create_table('entry_domain',
    sa.Column('entry_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('domain_key', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['domain_key'], ['domain.key'], name=op.f('fk_entry_domain_domain_key')),
    sa.ForeignKeyConstraint(['entry_id'], ['journal.id'], name=op.f('fk_entry_domain_entry_id')),
    sa.PrimaryKeyConstraint('entry_id', 'domain_key', name=op.f('pk_entry_domain'))
    )


def downgrade() -> None:
    op.drop_table('entry_domain')
