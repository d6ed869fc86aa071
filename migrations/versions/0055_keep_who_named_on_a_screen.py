"""Keep with an entity or a domain who gave its name on a screen"""

import uuid

import sqlalchemy as sa
from alembic import op

revision = '0055'
down_revision = '0054'
branch_labels = None
depends_on = None

# What the journal says of it, for as long as it does: the kind of an entry, and of what it is.
NAMED = {'entity_added': 'entity', 'entity_renamed': 'entity', 'domain_added': 'domain'}
UNDONE = 'name_undone'
journal = sa.table(
    'journal', sa.column('id', sa.Integer), sa.column('kind', sa.String), sa.column('actor_id', sa.Uuid),
    sa.column('data', sa.JSON),
)


def told_in_journal() -> dict[tuple[str, str], uuid.UUID]:
    """Who gave the name of now on a screen, by table and key; nobody where a file gave another one since."""
    last: dict[tuple[str, str], uuid.UUID] = {}
    query = sa.select(journal).where(journal.c.kind.in_((*NAMED, UNDONE))).order_by(journal.c.id)
    for entry in op.get_bind().execute(query).all():
        if entry.kind == UNDONE:
            last.pop((entry.data['what'], entry.data['key']), None)
        elif entry.actor_id is not None:
            what = NAMED[entry.kind]
            last[what, entry.data[what]] = entry.actor_id
    return last


def upgrade() -> None:
    for name in ('entity', 'domain'):
        with op.batch_alter_table(name, schema=None) as batch_op:
            batch_op.add_column(sa.Column('named_by', sa.Uuid(), nullable=True))
            batch_op.create_foreign_key(op.f(f'fk_{name}_named_by'), 'person', ['named_by'], ['id'])
    for (what, key), by in told_in_journal().items():
        table = sa.table(what, sa.column('key', sa.String), sa.column('named_by', sa.Uuid))
        op.execute(table.update().where(table.c.key == key).values(named_by=by))


def downgrade() -> None:
    for name in ('domain', 'entity'):
        with op.batch_alter_table(name, schema=None) as batch_op:
            batch_op.drop_constraint(op.f(f'fk_{name}_named_by'), type_='foreignkey')
            batch_op.drop_column('named_by')
