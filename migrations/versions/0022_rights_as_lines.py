"""Make rights lines of a work relation, of a kind that the catalogue names"""

import secrets
import uuid
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

DAY = timedelta(days=1)
BUILT_IN = (
    ("executor", "Mandaatuitvoerder", "het werk doen voor klanten", False, "medium", "1", 0,
     ["{medewerker} mag doen wat in het mandaat van de klant staat."],
     [{"text": "{medewerker} mag nooit meer doen dan het mandaat toelaat."},
      {"text": "{medewerker} mag geen mandaten geven, aanvaarden of stopzetten.", "unless": ["manager"]}]),
    ("manager", "Mandaatbeheerder", "mandaten geven, aanvaarden en stopzetten", True, "high", "register", 1,
     ["{medewerker} mag mandaten geven, aanvaarden en stopzetten.",
      "{medewerker} mag medewerkers aanduiden en hun recht intrekken."],
     [{"text": "{medewerker} mag zelf niet werken met de mandaten van klanten.", "unless": ["executor"]}]),
)


def uuids(*names: str) -> list[sa.ColumnClause[uuid.UUID]]:
    return [sa.column(name, sa.Uuid()) for name in names]


def days(*names: str) -> list[sa.ColumnClause[date]]:
    return [sa.column(name, sa.Date()) for name in names]


old_right = sa.table(
    'user_right', *uuids('id', 'person_id', 'party_id', 'mandate_id'), sa.column('kind', sa.String()),
    *days('first_day', 'last_day'),
)
new_right = sa.table(
    'user_right', *uuids('id', 'relation_id', 'mandate_id'), sa.column('kind', sa.String()),
    sa.column('level', sa.String()), *days('first_day', 'last_day', 'stop_day'),
)
relation = sa.table(
    'work_relation', *uuids('id', 'person_id', 'party_id'), sa.column('dossier_number', sa.String()),
    sa.column('started_at', sa.DateTime(timezone=True)), *days('started_on', 'answer_by', 'accepted_on'),
)
right_type = sa.table(
    'right_type', sa.column('key', sa.String()), sa.column('name', sa.String()), sa.column('short', sa.String()),
    sa.column('manages', sa.Boolean()), sa.column('access_level', sa.String()), sa.column('risk', sa.String()),
    sa.column('signatures', sa.String()), sa.column('position', sa.Integer()), sa.column('may', sa.JSON()),
    sa.column('may_not', sa.JSON()),
)


def upgrade() -> None:
    _make_right_types()
    _make_relations()
    in_order = old_right.c.last_day.is_(None) | (old_right.c.last_day >= old_right.c.first_day)
    rows = op.get_bind().execute(sa.select(old_right).where(in_order)).all()
    op.drop_table('user_right')
    _make_new_rights()
    relations: dict[tuple[uuid.UUID, uuid.UUID], dict[str, object]] = {}
    rights = []
    for row in sorted(rows, key=lambda one: one.first_day):
        mine = relations.setdefault((row.person_id, row.party_id), _relation(row))
        rights.append({
            'id': row.id, 'relation_id': mine['id'], 'kind': row.kind, 'level': 'manage', 'stop_day': None,
            'mandate_id': row.mandate_id, 'first_day': row.first_day, 'last_day': row.last_day,
        })
    if rights:
        op.bulk_insert(relation, list(relations.values()))
        op.bulk_insert(new_right, rights)


def _relation(row: sa.Row) -> dict[str, object]:
    started = datetime(row.first_day.year, row.first_day.month, row.first_day.day, tzinfo=UTC)
    return {
        'id': uuid.uuid4(), 'person_id': row.person_id, 'party_id': row.party_id, 'dossier_number': _free_number(),
        'started_at': started, 'started_on': row.first_day, 'answer_by': row.first_day + 30 * DAY,
        # Who was to begin later has nothing to accept any more.
        'accepted_on': min(row.first_day, date.today()),
    }


def _free_number() -> str:
    body = f"{secrets.randbelow(10**10):010d}"
    number = f"{body}{int(body) % 97 or 97:02d}"
    for name in ('mandate', 'draft', 'letter'):
        table = sa.table(name, sa.column('dossier_number', sa.String()))
        asked = sa.select(table.c.dossier_number).where(table.c.dossier_number == number)
        if op.get_bind().execute(asked).first():
            return _free_number()
    return number


def downgrade() -> None:
    joined = sa.join(new_right, relation, new_right.c.relation_id == relation.c.id)
    known = sa.select(new_right, relation.c.person_id, relation.c.party_id, relation.c.accepted_on)
    rows = op.get_bind().execute(known.select_from(joined)).all()
    op.drop_table('user_right')
    op.drop_table('work_relation')
    op.drop_table('right_type')
    _make_old_rights()
    # Only what held can go back: what waits, what only looks and what other kinds allow was not known then.
    kept = [old for old in map(_as_before, rows) if old is not None]
    if kept:
        op.bulk_insert(old_right, kept)


def _as_before(row: sa.Row) -> dict[str, object] | None:
    if row.accepted_on is None or row.level != 'manage' or row.kind not in ('executor', 'manager'):
        return None
    first_day: date = max(row.first_day, row.accepted_on)
    ends = [one for one in (row.last_day, row.stop_day - DAY if row.stop_day else None) if one is not None]
    last_day = min(ends, default=None)
    if last_day is not None and last_day < first_day:
        return None
    return {
        'id': row.id, 'person_id': row.person_id, 'party_id': row.party_id, 'kind': row.kind,
        'mandate_id': row.mandate_id, 'first_day': first_day, 'last_day': last_day,
    }


def _make_right_types() -> None:
    op.create_table(
        'right_type',
        sa.Column('key', sa.String(length=60), nullable=False),
        sa.Column('name', sa.String(length=200), nullable=False),
        sa.Column('short', sa.String(length=200), nullable=False),
        sa.Column('manages', sa.Boolean(), nullable=False),
        sa.Column('access_level', sa.String(length=10), nullable=False),
        sa.Column('risk', sa.String(length=10), nullable=False),
        sa.Column('signatures', sa.String(length=10), nullable=False),
        sa.Column('withdrawn_from', sa.Date(), nullable=True),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('may', sa.JSON(), nullable=False),
        sa.Column('may_not', sa.JSON(), nullable=False),
        sa.CheckConstraint("access_level IN ('view', 'manage')", name=op.f('ck_right_type_access_level')),
        sa.CheckConstraint("risk IN ('low', 'medium', 'high')", name=op.f('ck_right_type_risk')),
        sa.CheckConstraint("signatures IN ('1', '2', 'register')", name=op.f('ck_right_type_signatures')),
        sa.PrimaryKeyConstraint('key', name=op.f('pk_right_type')),
    )
    names = ('key', 'name', 'short', 'manages', 'risk', 'signatures', 'position', 'may', 'may_not')
    op.bulk_insert(right_type, [dict(zip(names, row, strict=True)) | {'access_level': 'manage'} for row in BUILT_IN])


def _make_relations() -> None:
    op.create_table(
        'work_relation',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('dossier_number', sa.String(length=12), nullable=False),
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('party_id', sa.Uuid(), nullable=False),
        sa.Column('invited', sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column('email_address', sa.String(length=254), nullable=True),
        sa.Column('appointed_by_id', sa.Uuid(), nullable=True),
        sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('started_on', sa.Date(), nullable=False),
        sa.Column('answer_by', sa.Date(), nullable=False),
        sa.Column('accepted_on', sa.Date(), nullable=True),
        sa.Column('refused_on', sa.Date(), nullable=True),
        sa.Column('withdrawn_on', sa.Date(), nullable=True),
        sa.Column('second_must_sign', sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column('second_signed_on', sa.Date(), nullable=True),
        sa.Column('first_function_id', sa.Uuid(), nullable=True),
        sa.Column('second_person_id', sa.Uuid(), nullable=True),
        sa.CheckConstraint('accepted_on IS NULL OR refused_on IS NULL', name=op.f('ck_work_relation_one_answer')),
        sa.CheckConstraint(
            'accepted_on IS NULL OR withdrawn_on IS NULL', name=op.f('ck_work_relation_withdrawn_before_the_answer')
        ),
        sa.CheckConstraint(
            'second_must_sign OR second_signed_on IS NULL', name=op.f('ck_work_relation_signed_when_asked')
        ),
        sa.CheckConstraint('second_person_id <> appointed_by_id', name=op.f('ck_work_relation_two_people')),
        sa.ForeignKeyConstraint(['appointed_by_id'], ['person.id'], name=op.f('fk_work_relation_appointed_by_id')),
        sa.ForeignKeyConstraint(['first_function_id'], ['function.id'], name=op.f('fk_work_relation_first_function_id')),
        sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_work_relation_party_id')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_work_relation_person_id')),
        sa.ForeignKeyConstraint(['second_person_id'], ['person.id'], name=op.f('fk_work_relation_second_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_work_relation')),
        sa.UniqueConstraint('dossier_number', name=op.f('uq_work_relation_dossier_number')),
    )
    with op.batch_alter_table('work_relation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_work_relation_party_id'), ['party_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_work_relation_person_id_party_id'), ['person_id', 'party_id'], unique=False)


def _make_new_rights() -> None:
    op.create_table(
        'user_right',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('relation_id', sa.Uuid(), nullable=False),
        sa.Column('kind', sa.String(length=60), nullable=False),
        sa.Column('level', sa.String(length=10), server_default='manage', nullable=False),
        sa.Column('mandate_id', sa.Uuid(), nullable=True),
        sa.Column('first_day', sa.Date(), nullable=False),
        sa.Column('last_day', sa.Date(), nullable=True),
        sa.Column('stop_day', sa.Date(), nullable=True),
        sa.CheckConstraint('last_day >= first_day', name=op.f('ck_user_right_days_in_order')),
        sa.CheckConstraint("level IN ('view', 'manage')", name=op.f('ck_user_right_level')),
        sa.ForeignKeyConstraint(['kind'], ['right_type.key'], name=op.f('fk_user_right_kind')),
        sa.ForeignKeyConstraint(['mandate_id'], ['mandate.id'], name=op.f('fk_user_right_mandate_id')),
        sa.ForeignKeyConstraint(['relation_id'], ['work_relation.id'], name=op.f('fk_user_right_relation_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_user_right')),
    )
    with op.batch_alter_table('user_right', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_user_right_mandate_id'), ['mandate_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_user_right_relation_id'), ['relation_id'], unique=False)


def _make_old_rights() -> None:
    op.create_table(
        'user_right',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('party_id', sa.Uuid(), nullable=False),
        sa.Column('kind', sa.String(length=10), nullable=False),
        sa.Column('mandate_id', sa.Uuid(), nullable=True),
        sa.Column('first_day', sa.Date(), nullable=False),
        sa.Column('last_day', sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind = 'executor' OR mandate_id IS NULL", name=op.f('ck_user_right_only_executors_per_mandate')
        ),
        sa.CheckConstraint("kind IN ('executor', 'manager')", name=op.f('ck_user_right_kind')),
        sa.ForeignKeyConstraint(['mandate_id'], ['mandate.id'], name=op.f('fk_user_right_mandate_id')),
        sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_user_right_party_id')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_user_right_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_user_right')),
    )
    with op.batch_alter_table('user_right', schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f('ix_user_right_person_id_party_id_kind'), ['person_id', 'party_id', 'kind'], unique=False
        )
