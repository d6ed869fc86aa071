"""Let a check find all that it asks in two indexes"""

from alembic import op

revision = '0059'
down_revision = '0058'
branch_labels = None
depends_on = None

MANDATE = [
    'holder_id', 'giver_id', 'id', 'started_at', 'started_on', 'accepted_on', 'refused_on', 'withdrawn_on',
    'second_must_sign', 'second_signed_on', 'giver_must_confirm', 'giver_confirmed_on', 'holder_must_confirm',
    'holder_confirmed_on', 'giver_posted_on',
]  # fmt: skip
LINE = [
    'mandate_id', 'type_key', 'first_day', 'last_day', 'stop_day', 'refused_on', 'cooling_off_days', 'source_line_id',
]  # fmt: skip


def upgrade() -> None:
    op.create_index('ix_mandate_checked', 'mandate', MANDATE)
    op.create_index(op.f('ix_mandate_giver_id'), 'mandate', ['giver_id'])
    op.drop_index(op.f('ix_mandate_giver_id_holder_id'), table_name='mandate')
    op.drop_index(op.f('ix_mandate_holder_id'), table_name='mandate')
    op.create_index('ix_line_checked', 'line', LINE)
    # The constraint on mandate and type has one that begins with the mandate too.
    op.drop_index(op.f('ix_line_mandate_id'), table_name='line')


def downgrade() -> None:
    op.create_index(op.f('ix_line_mandate_id'), 'line', ['mandate_id'])
    op.drop_index('ix_line_checked', table_name='line')
    op.create_index(op.f('ix_mandate_holder_id'), 'mandate', ['holder_id'])
    op.create_index(op.f('ix_mandate_giver_id_holder_id'), 'mandate', ['giver_id', 'holder_id'])
    op.drop_index(op.f('ix_mandate_giver_id'), table_name='mandate')
    op.drop_index('ix_mandate_checked', table_name='mandate')
