"""Applications that call us: registered, with keys and tokens; the journal says in which one something was done"""

import sqlalchemy as sa
from alembic import op

revision = '0044'
down_revision = '0043'
branch_labels = None
depends_on = None

PERSONLESS = (
    "('lapsed', 'expired', 'undecided', 'suspended', 'unsuspended', 'letter_printed', 'alarm', 'reminded', "
    "'mail_sent', 'mail_refused', 'mail_given_up', 'transferred', 'stays', 'unsigned', "
    "'onward', 'source_stopped', 'source_paused', 'source_resumed', 'list_grown', 'thrown_away', 'blanked', 'gone')"
)
ABORT = "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
NO_DELETE = f"CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal {ABORT}"
NO_REPLACE = (
    "CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id) "
    "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
)


BEFORE = (
    "NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.kind = 'gone' AND NEW.person_id IS NULL AND NEW.actor_id IS NULL "
    "AND NEW.party_id IS NULL AND NEW.visit_id IS NULL AND NEW.letter_id IS NULL AND NEW.capacity IS NULL "
    "AND CAST(NEW.data AS TEXT) = '{}' AND EXISTS (SELECT 1 FROM journal_gone WHERE journal_gone.id = OLD.id)"
)
BLANKING = BEFORE.replace("AND NEW.capacity", "AND NEW.client_id IS NULL AND NEW.capacity")


def guard(blanking: str) -> None:
    # SQLite changes a check by copying the table, and its triggers go with the old one.
    if op.get_bind().dialect.name == 'sqlite':
        for trigger in (f"CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal WHEN NOT ({blanking}) {ABORT}", NO_DELETE, NO_REPLACE):
            op.execute(trigger)
    else:
        op.execute("CREATE OR REPLACE FUNCTION journal_refuse_row() RETURNS trigger LANGUAGE plpgsql AS "
                   f"$$ BEGIN IF {blanking} THEN RETURN NEW; END IF; RAISE EXCEPTION 'the journal is append-only'; END $$")


def upgrade() -> None:
    op.create_table('api_client',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('entity_key', sa.String(length=60), nullable=True),
    sa.Column('domains', sa.JSON(), nullable=False),
    sa.Column('scopes', sa.JSON(), nullable=False),
    sa.Column('return_addresses', sa.JSON(), nullable=False),
    sa.Column('audiences', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['entity_key'], ['entity.key'], name=op.f('fk_api_client_entity_key')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_client')),
    sa.UniqueConstraint('name', name=op.f('uq_api_client_name'))
    )
    op.create_table('api_key',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('client_id', sa.Uuid(), nullable=False),
    sa.Column('kid', sa.String(length=100), nullable=False),
    sa.Column('public_jwk', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('secret_digest', sa.String(length=64), nullable=True),
    sa.Column('valid_from', sa.DateTime(timezone=True), nullable=False),
    sa.Column('valid_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(public_jwk IS NULL) <> (secret_digest IS NULL)', name=op.f('ck_api_key_a_key_or_a_secret')),
    sa.CheckConstraint('valid_until > valid_from', name=op.f('ck_api_key_ends_after_it_begins')),
    sa.ForeignKeyConstraint(['client_id'], ['api_client.id'], name=op.f('fk_api_key_client_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_key')),
    sa.UniqueConstraint('client_id', 'kid', name=op.f('uq_api_key_client_id_kid'))
    )
    op.create_table('api_token',
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('key_id', sa.Uuid(), nullable=False),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('party_id', sa.Uuid(), nullable=True),
    sa.Column('occasion', sa.String(length=80), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('party_id IS NULL OR person_id IS NOT NULL', name=op.f('ck_api_token_a_party_has_a_person')),
    sa.ForeignKeyConstraint(['key_id'], ['api_key.id'], name=op.f('fk_api_token_key_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_api_token_person_id')),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_api_token_party_id')),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_api_token'))
    )
    for column in ('expires_at', 'key_id', 'person_id'):
        op.create_index(op.f(f'ix_api_token_{column}'), 'api_token', [column], unique=False)
    somebody = f"person_id IS NOT NULL OR actor_id IS NOT NULL OR client_id IS NOT NULL OR kind IN {PERSONLESS}"
    with op.batch_alter_table('journal', schema=None) as batch_op:
        batch_op.add_column(sa.Column('client_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_journal_client_id'), 'api_client', ['client_id'], ['id'])
        batch_op.drop_constraint(op.f('ck_journal_somebody_acts'), type_='check')
        batch_op.create_check_constraint(op.f('ck_journal_somebody_acts'), somebody)
        batch_op.create_check_constraint(op.f('ck_journal_an_application_calls'), "(channel = 'api') = (client_id IS NOT NULL)")
        batch_op.create_check_constraint(
            op.f('ck_journal_an_application_for_itself'),
            "ground <> 'api_client' OR (client_id IS NOT NULL AND person_id IS NULL)",
        )
    guard(BLANKING)


def downgrade() -> None:
    # Where an application acted for itself this is refused: nothing may go from the journal.
    somebody = f"person_id IS NOT NULL OR actor_id IS NOT NULL OR kind IN {PERSONLESS}"
    if op.get_bind().dialect.name == 'postgresql':
        guard(BEFORE)
    with op.batch_alter_table('journal', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_journal_an_application_for_itself'), type_='check')
        batch_op.drop_constraint(op.f('ck_journal_an_application_calls'), type_='check')
        batch_op.drop_constraint(op.f('ck_journal_somebody_acts'), type_='check')
        batch_op.create_check_constraint(op.f('ck_journal_somebody_acts'), somebody)
        batch_op.drop_constraint(op.f('fk_journal_client_id'), type_='foreignkey')
        batch_op.drop_column('client_id')
    if op.get_bind().dialect.name == 'sqlite':
        guard(BEFORE)
    for table in ('api_token', 'api_key', 'api_client'):
        op.drop_table(table)
