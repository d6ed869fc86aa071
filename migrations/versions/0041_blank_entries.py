"""Let the term of an entry of the journal end: blanked, with its place in the chain kept"""

import sqlalchemy as sa
from alembic import op

revision = '0041'
down_revision = '0040'
branch_labels = None
depends_on = None

PERSONLESS = (
    "'lapsed', 'expired', 'undecided', 'suspended', 'unsuspended', 'letter_printed', 'alarm', 'reminded', "
    "'mail_sent', 'mail_refused', 'mail_given_up', 'transferred', 'stays', 'unsigned', "
    "'onward', 'source_stopped', 'source_paused', 'source_resumed', 'list_grown'"
)
REFUSED = "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
NO_DELETE = f"CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal {REFUSED}"
NO_REPLACE = (
    "CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id) "
    "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
)
BLANKING = (
    "NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.kind = 'gone' AND NEW.person_id IS NULL AND NEW.actor_id IS NULL "
    "AND NEW.party_id IS NULL AND NEW.visit_id IS NULL AND NEW.letter_id IS NULL AND NEW.capacity IS NULL "
    "AND CAST(NEW.data AS TEXT) = '{}' AND EXISTS (SELECT 1 FROM journal_gone WHERE journal_gone.id = OLD.id)"
)
GONE_STAYS = "BEGIN SELECT RAISE(ABORT, 'what is gone stays gone'); END"
OF_GONE = {
    'sqlite': [
        f"CREATE TRIGGER journal_gone_no_update BEFORE UPDATE ON journal_gone {GONE_STAYS}",
        f"CREATE TRIGGER journal_gone_no_delete BEFORE DELETE ON journal_gone {GONE_STAYS}",
        "CREATE TRIGGER journal_gone_no_replace BEFORE INSERT ON journal_gone "
        "WHEN EXISTS (SELECT 1 FROM journal_gone WHERE id = NEW.id) "
        "BEGIN SELECT RAISE(ABORT, 'what is gone stays gone'); END",
    ],
    'postgresql': [
        "CREATE FUNCTION journal_gone_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'what is gone stays gone'; END $$",
        "CREATE TRIGGER journal_gone_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_gone "
        "FOR EACH STATEMENT EXECUTE FUNCTION journal_gone_refuse()",
    ],
}


def allow_without_a_person(kinds: str, no_update: str) -> None:
    # SQLite changes a check by copying the table, and its triggers go with the old one.
    somebody = f"person_id IS NOT NULL OR actor_id IS NOT NULL OR kind IN ({kinds})"
    with op.batch_alter_table('journal', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_journal_somebody_acts'), type_='check')
        batch_op.create_check_constraint(op.f('ck_journal_somebody_acts'), somebody)
    if op.get_bind().dialect.name == 'sqlite':
        for trigger in (f"CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal {no_update}{REFUSED}", NO_DELETE, NO_REPLACE):
            op.execute(trigger)


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.create_table('journal_gone',
    sa.Column('id', number, autoincrement=False, nullable=False),
    sa.Column('run_id', number, nullable=False),
    sa.Column('chain_before', sa.String(length=64), nullable=False),
    sa.Column('chain_after', sa.String(length=64), nullable=False),
    sa.CheckConstraint('length(chain_before) = 64 AND length(chain_after) = 64', name=op.f('ck_journal_gone_whole_digests')),
    sa.ForeignKeyConstraint(['id'], ['journal.id'], name=op.f('fk_journal_gone_id')),
    sa.ForeignKeyConstraint(['run_id'], ['journal.id'], name=op.f('fk_journal_gone_run_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_journal_gone'))
    )
    op.create_index(op.f('ix_journal_gone_run_id'), 'journal_gone', ['run_id'], unique=False)
    engine = op.get_bind().dialect.name
    for trigger in OF_GONE[engine]:
        op.execute(trigger)
    allow_without_a_person(f"{PERSONLESS}, 'thrown_away', 'blanked', 'gone'", f"WHEN NOT ({BLANKING}) ")
    if engine == 'postgresql':
        op.execute("DROP TRIGGER journal_append_only ON journal")
        op.execute("CREATE TRIGGER journal_append_only BEFORE DELETE OR TRUNCATE ON journal "
                   "FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()")
        op.execute("CREATE FUNCTION journal_refuse_row() RETURNS trigger LANGUAGE plpgsql AS "
                   f"$$ BEGIN IF {BLANKING} THEN RETURN NEW; END IF; RAISE EXCEPTION 'the journal is append-only'; END $$")
        op.execute("CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal "
                   "FOR EACH ROW EXECUTE FUNCTION journal_refuse_row()")


def downgrade() -> None:
    # Where something was thrown away this is refused: nothing may go from the journal.
    if op.get_bind().dialect.name == 'postgresql':
        op.execute("DROP TRIGGER journal_no_update ON journal")
        op.execute("DROP FUNCTION journal_refuse_row()")
        op.execute("DROP TRIGGER journal_append_only ON journal")
        op.execute("CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal "
                   "FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()")
    allow_without_a_person(PERSONLESS, "")
    op.drop_index(op.f('ix_journal_gone_run_id'), table_name='journal_gone')
    op.drop_table('journal_gone')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute("DROP FUNCTION journal_gone_refuse()")
