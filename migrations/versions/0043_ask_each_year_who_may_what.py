"""Ask an organisation each year whether everybody still may do what he may"""

import sqlalchemy as sa
from alembic import op

revision = '0043'
down_revision = '0042'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'rights_round',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('party_id', sa.Uuid(), nullable=False),
        sa.Column('due_on', sa.Date(), nullable=False),
        sa.Column('dossier_number', sa.String(length=12), nullable=False),
        sa.Column('entry_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
        sa.Column('asked_on', sa.Date(), nullable=False),
        sa.Column('reminded_on', sa.Date(), nullable=True),
        sa.Column('done_on', sa.Date(), nullable=True),
        sa.Column('done_by_id', sa.Uuid(), nullable=True),
        sa.CheckConstraint('(done_on IS NULL) = (done_by_id IS NULL)', name=op.f('ck_rights_round_done_by_somebody')),
        sa.CheckConstraint('reminded_on >= asked_on', name=op.f('ck_rights_round_reminded_after_asking')),
        sa.CheckConstraint('done_on >= asked_on', name=op.f('ck_rights_round_done_after_asking')),
        sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_rights_round_party_id_party')),
        sa.ForeignKeyConstraint(['entry_id'], ['journal.id'], name=op.f('fk_rights_round_entry_id_journal')),
        sa.ForeignKeyConstraint(['done_by_id'], ['person.id'], name=op.f('fk_rights_round_done_by_id_person')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_rights_round')),
        sa.UniqueConstraint('party_id', 'due_on', name=op.f('uq_rights_round_party_id_due_on')),
        sa.UniqueConstraint('dossier_number', name=op.f('uq_rights_round_dossier_number')),
    )
    op.create_table(
        'rights_seen',
        sa.Column('round_id', sa.Uuid(), nullable=False),
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('mark', sa.String(length=64), nullable=False),
        sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['round_id'], ['rights_round.id'], name=op.f('fk_rights_seen_round_id_rights_round')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_rights_seen_person_id_person')),
        sa.PrimaryKeyConstraint('round_id', 'person_id', name=op.f('pk_rights_seen')),
    )


def downgrade() -> None:
    op.drop_table('rights_seen')
    op.drop_table('rights_round')
