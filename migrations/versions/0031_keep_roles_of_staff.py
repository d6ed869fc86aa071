"""Keep the roles of staff: administrators, and managers of the domains of an entity"""

import sqlalchemy as sa
from alembic import op

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('staff_role',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('entity_key', sa.String(length=60), nullable=True),
    sa.Column('from_directory', sa.Boolean(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(kind = 'domain_manager') = (entity_key IS NOT NULL)", name=op.f('ck_staff_role_a_domain_manager_has_an_entity')),
    sa.CheckConstraint("kind IN ('administrator', 'domain_manager')", name=op.f('ck_staff_role_kind')),
    sa.ForeignKeyConstraint(['entity_key'], ['entity.key'], name=op.f('fk_staff_role_entity_key_entity')),
    sa.ForeignKeyConstraint(['person_id'], ['staff.person_id'], name=op.f('fk_staff_role_person_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_role'))
    )
    op.create_index(op.f('ix_staff_role_person_id'), 'staff_role', ['person_id'])
    for name, columns, where in (
        ('uq_staff_role_of_entity', ['person_id', 'kind', 'entity_key'], 'ended_at IS NULL AND entity_key IS NOT NULL'),
        ('uq_staff_role_without_entity', ['person_id', 'kind'], 'ended_at IS NULL AND entity_key IS NULL'),
    ):
        held = sa.text(where)
        op.create_index(name, 'staff_role', columns, unique=True, sqlite_where=held, postgresql_where=held)


def downgrade() -> None:
    op.drop_table('staff_role')
