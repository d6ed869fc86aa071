"""Keep which line was passed on from which; let what that means for others stand in the journal without a person"""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

PERSONLESS = (
    "'lapsed', 'expired', 'undecided', 'suspended', 'unsuspended', 'letter_printed', 'alarm', 'reminded', "
    "'mail_sent', 'mail_refused', 'mail_given_up', 'transferred', 'stays', 'unsigned'"
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
    allow_without_a_person(f"{PERSONLESS}, 'onward', 'source_stopped', 'source_paused', 'source_resumed'")
    with op.batch_alter_table('line', schema=None) as batch_op:
        batch_op.add_column(sa.Column('source_line_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_line_source_line_id'), 'line', ['source_line_id'], ['id'])
        batch_op.create_check_constraint(op.f('ck_line_another_source'), 'source_line_id <> id')
        batch_op.create_index(batch_op.f('ix_line_source_line_id'), ['source_line_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_line_source_line_id'))
        batch_op.drop_constraint(op.f('ck_line_another_source'), type_='check')
        batch_op.drop_constraint(op.f('fk_line_source_line_id'), type_='foreignkey')
        batch_op.drop_column('source_line_id')
    # Where something was passed on this is refused: nothing may go from the journal.
    allow_without_a_person(PERSONLESS)
