"""Keep e-mails, and how far an address works; let them stand in the journal without a person"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

PERSONLESS = "'lapsed', 'expired', 'undecided', 'suspended', 'unsuspended', 'letter_printed', 'alarm', 'reminded'"
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
    allow_without_a_person(f"{PERSONLESS}, 'mail_sent', 'mail_refused', 'mail_given_up'")
    # Nobody could give an address before; one that stands there all the same was never confirmed by anybody.
    op.execute("UPDATE notice_preference SET email = NULL")
    with op.batch_alter_table('notice_preference', schema=None) as batch_op:
        batch_op.add_column(sa.Column('mail', sa.String(length=10), server_default='none', nullable=False))
        batch_op.add_column(sa.Column('email_number', sa.String(length=12), nullable=True))
        batch_op.add_column(sa.Column('email_confirmed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('email_failed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint(op.f('ck_notice_preference_mail'), "mail IN ('none', 'beside', 'instead')")
        batch_op.create_check_constraint(op.f('ck_notice_preference_mail_has_an_address'), "(email IS NULL) = (mail = 'none')")
        batch_op.create_check_constraint(op.f('ck_notice_preference_address_has_a_number'), "(email IS NULL) = (email_number IS NULL)")

    op.create_table('mail',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('party_id', sa.Uuid(), nullable=False),
    sa.Column('other_id', sa.Uuid(), nullable=True),
    sa.Column('edition', sa.String(length=10), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(length=10), nullable=True),
    sa.Column('sealed', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint("outcome IN ('sent', 'dropped', 'refused', 'given_up')", name=op.f('ck_mail_outcome')),
    sa.CheckConstraint("(outcome IS NULL) = (ended_at IS NULL)", name=op.f('ck_mail_ended_with_an_outcome')),
    sa.CheckConstraint("(sealed IS NOT NULL) = (outcome IS NOT NULL AND outcome = 'sent')", name=op.f('ck_mail_sent_with_words')),
    sa.ForeignKeyConstraint(['other_id'], ['party.id'], name=op.f('fk_mail_other_id')),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_mail_party_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail'))
    )
    op.create_index('ix_mail_party_id_other_id', 'mail', ['party_id', 'other_id'])
    op.create_table('mail_part',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('mail_id', sa.Uuid(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('mandate_id', sa.Uuid(), nullable=True),
    sa.Column('cause_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.Column('letter_id', sa.Uuid(), nullable=True),
    sa.Column('told', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['cause_id'], ['journal.id'], name=op.f('fk_mail_part_cause_id')),
    sa.ForeignKeyConstraint(['letter_id'], ['letter.id'], name=op.f('fk_mail_part_letter_id')),
    sa.ForeignKeyConstraint(['mail_id'], ['mail.id'], name=op.f('fk_mail_part_mail_id')),
    sa.ForeignKeyConstraint(['mandate_id'], ['mandate.id'], name=op.f('fk_mail_part_mandate_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_part')),
    sa.UniqueConstraint('cause_id', 'kind', name=op.f('uq_mail_part_cause_id_kind'))
    )
    op.create_index('ix_mail_part_mail_id', 'mail_part', ['mail_id'])
    op.create_index('ix_mail_part_mandate_id', 'mail_part', ['mandate_id'])


def downgrade() -> None:
    op.drop_table('mail_part')
    op.drop_table('mail')
    # Without mail nobody is reached at an address: letters take over.
    op.execute("UPDATE notice_preference SET mail = 'none', email = NULL, email_number = NULL")
    with op.batch_alter_table('notice_preference', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_notice_preference_address_has_a_number'), type_='check')
        batch_op.drop_constraint(op.f('ck_notice_preference_mail_has_an_address'), type_='check')
        batch_op.drop_constraint(op.f('ck_notice_preference_mail'), type_='check')
        batch_op.drop_column('email_failed_at')
        batch_op.drop_column('email_confirmed_at')
        batch_op.drop_column('email_number')
        batch_op.drop_column('mail')
    # Where a mail was sent already this is refused: nothing may go from the journal.
    allow_without_a_person(PERSONLESS)
