"""Let a newcomer begin with an e-mail, keep a no to a longer list, and name the yearly round in the journal"""

import sqlalchemy as sa
from alembic import op

revision = '0046'
down_revision = '0045'
branch_labels = None
depends_on = None

BEFORE = (
    "'lapsed', 'expired', 'undecided', 'suspended', 'unsuspended', 'letter_printed', 'alarm', 'reminded', "
    "'mail_sent', 'mail_refused', 'mail_given_up', 'transferred', 'stays', 'unsigned', "
    "'onward', 'source_stopped', 'source_paused', 'source_resumed', 'list_grown', 'thrown_away', 'blanked', 'gone', "
    "'client_added', 'client_changed', 'client_revoked', 'client_key_added', 'client_key_revoked'"
)
ROUNDS = "'round_asked', 'round_reminded'"
REFUSED = "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
BLANKING = (
    "NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.kind = 'gone' AND NEW.person_id IS NULL AND NEW.actor_id IS NULL "
    "AND NEW.party_id IS NULL AND NEW.visit_id IS NULL AND NEW.letter_id IS NULL AND NEW.client_id IS NULL "
    "AND NEW.capacity IS NULL "
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
    allow_without_a_person(f"{BEFORE}, {ROUNDS}")
    with op.batch_alter_table('work_relation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('mail_number', sa.String(length=12), nullable=True))
        batch_op.create_unique_constraint(op.f('uq_work_relation_mail_number'), ['mail_number'])
    with op.batch_alter_table('user_right', schema=None) as batch_op:
        batch_op.add_column(sa.Column('declined_version_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            op.f('fk_user_right_declined_version_id'), 'right_group_version', ['declined_version_id'], ['id']
        )
    with op.batch_alter_table('group_growth', schema=None) as batch_op:
        batch_op.add_column(sa.Column('holder_declined_on', sa.Date(), nullable=True))
        batch_op.create_check_constraint(
            op.f('ck_group_growth_holder_declined_what_was_told'), 'holder_declined_on IS NULL OR entry_id IS NOT NULL'
        )


def downgrade() -> None:
    # Where a round was asked under its own name this is refused: nothing may go from the journal.
    with op.batch_alter_table('group_growth', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_group_growth_holder_declined_what_was_told'), type_='check')
        batch_op.drop_column('holder_declined_on')
    with op.batch_alter_table('user_right', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('fk_user_right_declined_version_id'), type_='foreignkey')
        batch_op.drop_column('declined_version_id')
    with op.batch_alter_table('work_relation', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('uq_work_relation_mail_number'), type_='unique')
        batch_op.drop_column('mail_number')
    allow_without_a_person(BEFORE)
