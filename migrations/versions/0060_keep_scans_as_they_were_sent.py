"""Keep scans as they were sent"""

import sqlalchemy as sa
from alembic import op

revision = '0060'
down_revision = '0059'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Of pages that were kept before, what was sent is gone. No batch and no check: either reads all pictures again.
    op.add_column('sheet_page', sa.Column('sent_sha256', sa.String(length=64), nullable=True))
    op.add_column('sheet_page', sa.Column('sent', sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column('sheet_page', 'sent')
    op.drop_column('sheet_page', 'sent_sha256')
