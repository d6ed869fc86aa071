"""Call applications by a key of their own, and write down by which command one was added"""

import sqlalchemy as sa
from alembic import op

revision = '0045'
down_revision = '0044'
branch_labels = None
depends_on = None

PERSONLESS = (
    "'lapsed', 'expired', 'undecided', 'suspended', 'unsuspended', 'letter_printed', 'alarm', 'reminded', "
    "'mail_sent', 'mail_refused', 'mail_given_up', 'transferred', 'stays', 'unsigned', "
    "'onward', 'source_stopped', 'source_paused', 'source_resumed', 'list_grown', 'thrown_away', 'blanked', 'gone'"
)
OF_CLIENTS = "'client_added', 'client_changed', 'client_revoked', 'client_key_added', 'client_key_revoked'"
REFUSED = "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
BLANKING = (
    "NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.kind = 'gone' AND NEW.person_id IS NULL AND NEW.actor_id IS NULL "
    "AND NEW.party_id IS NULL AND NEW.visit_id IS NULL AND NEW.letter_id IS NULL "
    "AND NEW.client_id IS NULL AND NEW.capacity IS NULL "
    "AND CAST(NEW.data AS TEXT) = '{}' AND EXISTS (SELECT 1 FROM journal_gone WHERE journal_gone.id = OLD.id)"
)
TRIGGERS = (
    f"CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal WHEN NOT ({BLANKING}) {REFUSED}",
    f"CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal {REFUSED}",
    "CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id) "
    "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
)


def allow_without_a_person(kinds: str) -> None:
    # SQLite changes a check by copying the table, and its triggers go with the old one.
    somebody = f"person_id IS NOT NULL OR actor_id IS NOT NULL OR client_id IS NOT NULL OR kind IN ({kinds})"
    with op.batch_alter_table('journal', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_journal_somebody_acts'), type_='check')
        batch_op.create_check_constraint(op.f('ck_journal_somebody_acts'), somebody)
    if op.get_bind().dialect.name == 'sqlite':
        for trigger in TRIGGERS:
            op.execute(trigger)


def upgrade() -> None:
    with op.batch_alter_table('api_client', schema=None) as batch_op:
        batch_op.add_column(sa.Column('key', sa.String(length=60), nullable=True))
    op.execute("UPDATE api_client SET key = replace(CAST(id AS VARCHAR(60)), '-', '')")
    with op.batch_alter_table('api_client', schema=None) as batch_op:
        batch_op.alter_column('key', existing_type=sa.String(length=60), nullable=False)
        batch_op.create_unique_constraint(op.f('uq_api_client_key'), ['key'])
    allow_without_a_person(f"{PERSONLESS}, {OF_CLIENTS}")


def downgrade() -> None:
    # Where a command added an application this is refused: nothing may go from the journal.
    allow_without_a_person(PERSONLESS)
    with op.batch_alter_table('api_client', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('uq_api_client_key'), type_='unique')
        batch_op.drop_column('key')
