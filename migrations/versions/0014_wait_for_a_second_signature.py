"""Let what two people must sign wait for the second one; let a signature that never came stand in the journal"""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

PERSONLESS = (
    "'lapsed', 'expired', 'undecided', 'suspended', 'unsuspended', 'letter_printed', 'alarm', 'reminded', "
    "'mail_sent', 'mail_refused', 'mail_given_up', 'transferred', 'stays'"
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
    allow_without_a_person(f"{PERSONLESS}, 'unsigned'")
    with op.batch_alter_table('mandate', schema=None) as batch_op:
        # What was there before was signed by everybody who had to.
        batch_op.add_column(sa.Column('second_must_sign', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('second_signed_on', sa.Date(), nullable=True))
        batch_op.create_check_constraint(op.f('ck_mandate_signed_when_asked'), 'second_must_sign OR second_signed_on IS NULL')
    with op.batch_alter_table('visit', schema=None) as batch_op:
        batch_op.add_column(sa.Column('beside_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_visit_beside_id'), 'visit', ['beside_id'], ['id'])
    op.create_table('signature',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('mandate_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('side', sa.String(length=10), nullable=False),
    sa.Column('act', sa.String(length=20), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('first_person_id', sa.Uuid(), nullable=False),
    sa.Column('first_function_id', sa.Uuid(), nullable=True),
    sa.Column('second_function_id', sa.Uuid(), nullable=False),
    sa.Column('way', sa.String(length=10), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('sign_by', sa.Date(), nullable=False),
    sa.Column('signed_on', sa.Date(), nullable=True),
    sa.Column('second_person_id', sa.Uuid(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.CheckConstraint("side IN ('giver', 'holder')", name=op.f('ck_signature_side')),
    sa.CheckConstraint("way IN ('counter', 'online', 'letter')", name=op.f('ck_signature_way')),
    sa.CheckConstraint("act IN ('give', 'request', 'accept', 'confirm', 'resume', 'extend', 'accept_extension')", name=op.f('ck_signature_act')),
    sa.CheckConstraint('signed_on IS NULL OR ended_on IS NULL', name=op.f('ck_signature_signed_or_ended')),
    sa.CheckConstraint('(signed_on IS NULL) = (second_person_id IS NULL)', name=op.f('ck_signature_signed_by_somebody')),
    sa.CheckConstraint('second_person_id <> first_person_id', name=op.f('ck_signature_two_people')),
    sa.ForeignKeyConstraint(['mandate_id'], ['mandate.id'], name=op.f('fk_signature_mandate_id')),
    sa.ForeignKeyConstraint(['first_person_id'], ['person.id'], name=op.f('fk_signature_first_person_id')),
    sa.ForeignKeyConstraint(['first_function_id'], ['function.id'], name=op.f('fk_signature_first_function_id')),
    sa.ForeignKeyConstraint(['second_function_id'], ['function.id'], name=op.f('fk_signature_second_function_id')),
    sa.ForeignKeyConstraint(['second_person_id'], ['person.id'], name=op.f('fk_signature_second_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signature')),
    sa.UniqueConstraint('mandate_id', 'number', name=op.f('uq_signature_mandate_id_number'))
    )
    with op.batch_alter_table('signature', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_signature_sign_by'), ['sign_by'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('signature', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_signature_sign_by'))

    op.drop_table('signature')
    with op.batch_alter_table('visit', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('fk_visit_beside_id'), type_='foreignkey')
        batch_op.drop_column('beside_id')
    with op.batch_alter_table('mandate', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_mandate_signed_when_asked'), type_='check')
        batch_op.drop_column('second_signed_on')
        batch_op.drop_column('second_must_sign')
    # Where a signature never came this is refused: nothing may go from the journal.
    allow_without_a_person(PERSONLESS)
