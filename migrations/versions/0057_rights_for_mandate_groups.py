"""Keep for which mandate group, in which version, a right inside an organisation is"""

import sqlalchemy as sa
from alembic import op

revision = '0057'
down_revision = '0056'
branch_labels = None
depends_on = None

ONE = 'mandate_id IS NULL OR mandate_group_version_id IS NULL'
ROWS = ('rights', 'narrower', 'ends')  # of a second look: lists of rights, of which a sixth value is the group
draft = sa.table(
    'draft', sa.column('id', sa.Uuid), sa.column('wizard', sa.String), sa.column('answers', sa.JSON),
)
look = sa.table(
    'second_look', sa.column('id', sa.Uuid), sa.column('facts', sa.JSON), sa.column('outcome', sa.String),
)


def upgrade() -> None:
    with op.batch_alter_table('user_right', schema=None) as batch_op:
        batch_op.add_column(sa.Column('mandate_group_version_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_user_right_mandate_group_version_id'), 'mandate_group_version', ['mandate_group_version_id'], ['id'])
        batch_op.create_check_constraint(op.f('ck_user_right_one_narrowing'), ONE)


def delete_drafts() -> None:
    """The code before knows no such answer, and would send what was for some groups as for everything."""
    found = op.get_bind().execute(sa.select(draft).where(draft.c.wizard == 'colleague')).all()
    for one in found:
        if one.answers.get('customers', {}).get('scope') == 'groups' and 'finished' not in one.answers:
            op.execute(draft.delete().where(draft.c.id == one.id))


def put_looks_aside() -> None:
    """The code before cannot read a sixth value: what waits goes, and what was decided keeps it under another name."""
    for one in op.get_bind().execute(sa.select(look)).all():
        appointed = one.facts.get('appointed', {})
        listed = {name: appointed[name] for name in ROWS if name in appointed}
        of_groups = {name: [row for row in rows if len(row) > 5] for name, rows in listed.items()}
        if not any(of_groups.values()):
            continue
        if one.outcome in {None, 'doubts'}:
            op.execute(look.delete().where(look.c.id == one.id))
            continue
        others = {name: [row for row in rows if len(row) == 5] for name, rows in listed.items()}
        facts = one.facts | {'appointed': appointed | others, 'for_groups': of_groups}
        op.execute(look.update().where(look.c.id == one.id).values(facts=facts))


def downgrade() -> None:
    delete_drafts()
    put_looks_aside()
    # Without the group such a right would be for everything: it is taken back instead, from before it could hold. The row
    # stays, because an appointment without any right cannot be read; an invitation to nothing else is over by it.
    op.execute(
        'UPDATE user_right SET stop_day = CASE WHEN first_day < CURRENT_DATE THEN first_day ELSE CURRENT_DATE END '
        'WHERE mandate_group_version_id IS NOT NULL'
    )
    with op.batch_alter_table('user_right', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_user_right_one_narrowing'), type_='check')
        batch_op.drop_constraint(op.f('fk_user_right_mandate_group_version_id'), type_='foreignkey')
        batch_op.drop_column('mandate_group_version_id')
