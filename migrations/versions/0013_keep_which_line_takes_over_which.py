"""Keep which line takes over which, when a giver changes holders; let that stand in the journal without a person"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

PERSONLESS = (
    "'lapsed', 'expired', 'undecided', 'suspended', 'unsuspended', 'letter_printed', 'alarm', 'reminded', "
    "'mail_sent', 'mail_refused', 'mail_given_up'"
)
# SQLite changes a check by copying the table, and its triggers go with the old one.
APPEND_ONLY = [
    "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
    "CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
    "CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id) "
    "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
]


def allow_without_a_person(kinds: str) -> None:
    somebody = f"person_id IS NOT NULL OR actor_id IS NOT NULL OR kind IN ({kinds})"
    with op.batch_alter_table('journal', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_journal_somebody_acts'), type_='check')
        batch_op.create_check_constraint(op.f('ck_journal_somebody_acts'), somebody)
    if op.get_bind().dialect.name == 'sqlite':
        for trigger in APPEND_ONLY:
            op.execute(trigger)


def upgrade() -> None:
    allow_without_a_person(f"{PERSONLESS}, 'transferred', 'stays'")
    op.create_table('takeover',
    sa.Column('line_id', sa.Uuid(), nullable=False),
    sa.Column('old_line_id', sa.Uuid(), nullable=False),
    sa.Column('ends_old_on', sa.Date(), nullable=True),
    sa.Column('previous_stop_day', sa.Date(), nullable=True),
    sa.CheckConstraint('line_id <> old_line_id', name=op.f('ck_takeover_two_lines')),
    sa.ForeignKeyConstraint(['line_id'], ['line.id'], name=op.f('fk_takeover_line_id')),
    sa.ForeignKeyConstraint(['old_line_id'], ['line.id'], name=op.f('fk_takeover_old_line_id')),
    sa.PrimaryKeyConstraint('line_id', name=op.f('pk_takeover'))
    )
    with op.batch_alter_table('takeover', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_takeover_old_line_id'), ['old_line_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('takeover', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_takeover_old_line_id'))

    op.drop_table('takeover')
    # Where a line was taken over by itself this is refused: nothing may go from the journal.
    allow_without_a_person(PERSONLESS)
