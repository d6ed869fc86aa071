"""Keep who was told that the list of his mandate grew; let that stand in the journal without a person"""

import sqlalchemy as sa
from alembic import op

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None

PERSONLESS = (
    "'lapsed', 'expired', 'undecided', 'suspended', 'unsuspended', 'letter_printed', 'alarm', 'reminded', "
    "'mail_sent', 'mail_refused', 'mail_given_up', 'transferred', 'stays', 'unsigned', "
    "'onward', 'source_stopped', 'source_paused', 'source_resumed'"
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
    allow_without_a_person(f"{PERSONLESS}, 'list_grown'")
    with op.batch_alter_table('mandate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mandate_group_version_id'), ['group_version_id'], unique=False)
    op.create_table('group_growth',
    sa.Column('mandate_id', sa.Uuid(), nullable=False),
    sa.Column('version_id', sa.Uuid(), nullable=False),
    sa.Column('noted_on', sa.Date(), nullable=False),
    sa.Column('entry_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('declined_on', sa.Date(), nullable=True),
    sa.CheckConstraint('declined_on IS NULL OR entry_id IS NOT NULL', name=op.f('ck_group_growth_declined_what_was_told')),
    sa.ForeignKeyConstraint(['entry_id'], ['journal.id'], name=op.f('fk_group_growth_entry_id')),
    sa.ForeignKeyConstraint(['mandate_id'], ['mandate.id'], name=op.f('fk_group_growth_mandate_id')),
    sa.ForeignKeyConstraint(['version_id'], ['mandate_group_version.id'], name=op.f('fk_group_growth_version_id')),
    sa.PrimaryKeyConstraint('mandate_id', 'version_id', name=op.f('pk_group_growth'))
    )


def downgrade() -> None:
    op.drop_table('group_growth')
    with op.batch_alter_table('mandate', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mandate_group_version_id'))
    # Where somebody was told of a list that grew this is refused: nothing may go from the journal.
    allow_without_a_person(PERSONLESS)
