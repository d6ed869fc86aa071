"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# The journal is append-only, whatever the program does.
APPEND_ONLY = {
    "sqlite": [
        "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
        "CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
        "CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id) "
        "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$",
        "CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()",
    ],
}


def upgrade() -> None:
    op.create_table(
        "code_attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_number", sa.String(length=12), nullable=False),
        sa.Column("party_was_right", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_attempt")),
    )
    with op.batch_alter_table("code_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_code_attempt_dossier_number_at"), ["dossier_number", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_code_attempt_source_at"), ["source", "at"], unique=False)

    op.create_table(
        "entity",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_entity")),
    )
    op.create_table(
        "function",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_number", sa.String(length=10), nullable=False),
        sa.Column("first_name", sa.String(length=100), nullable=False),
        sa.Column("last_name", sa.String(length=100), nullable=False),
        sa.Column("function", sa.String(length=100), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("signs", sa.String(length=5), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=True),
        sa.CheckConstraint("signs IN ('alone', 'two')", name=op.f("ck_function_signs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_function")),
        sa.UniqueConstraint(
            "enterprise_number",
            "first_name",
            "last_name",
            "function",
            "from_day",
            name=op.f("uq_function_enterprise_number_first_name_last_name_function_from_day"),
        ),
    )
    with op.batch_alter_table("function", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_function_subject"), ["subject"], unique=False)

    op.create_table(
        "mandate_group",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_mandate_group")),
    )
    op.create_table(
        "office",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("town", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
        sa.UniqueConstraint("name", name=op.f("uq_office_name")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("effect_key", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claim", sa.String(length=40), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=200), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("effect_key", name=op.f("uq_outbox_effect_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_done_at_due_at"), ["done_at", "due_at"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=True),
        sa.Column("first_name", sa.String(length=100), nullable=False),
        sa.Column("last_name", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("subject", name=op.f("uq_person_subject")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("username_digest", sa.String(length=64), nullable=False),
        sa.Column("source_digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_attempt_source_digest_at"), ["source_digest", "at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_sign_in_attempt_username_digest_at"), ["username_digest", "at"], unique=False
        )

    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("username", sa.String(length=60), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("demo_note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("username", name=op.f("uq_account_username")),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_person_id"), ["person_id"], unique=False)

    op.create_table(
        "domain",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("entity_key", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["entity_key"], ["entity.key"], name=op.f("fk_domain_entity_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_domain")),
    )
    op.create_table(
        "mandate_group_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_key", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("hint", sa.String(length=400), nullable=False),
        sa.Column("sentences", sa.JSON(), nullable=False),
        sa.Column("warning", sa.String(length=400), nullable=True),
        sa.Column("type_keys", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["group_key"], ["mandate_group.key"], name=op.f("fk_mandate_group_version_group_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate_group_version")),
        sa.UniqueConstraint("group_key", "number", name=op.f("uq_mandate_group_version_group_key_number")),
    )
    op.create_table(
        "party",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_number", sa.String(length=10), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=320), nullable=False),
        sa.CheckConstraint("(enterprise_number IS NULL) <> (person_id IS NULL)", name=op.f("ck_party_one_of_two")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_party_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
        sa.UniqueConstraint("enterprise_number", name=op.f("uq_party_enterprise_number")),
        sa.UniqueConstraint("person_id", name=op.f("uq_party_person_id")),
    )
    op.create_table(
        "staff",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=10), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_staff_office_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_staff_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_staff")),
        sa.UniqueConstraint("number", name=op.f("uq_staff_number")),
    )
    op.create_table(
        "web_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_web_session_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_session")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_web_session_token_digest")),
    )
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_web_session_last_seen_at"), ["last_seen_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_web_session_person_id"), ["person_id"], unique=False)

    op.create_table(
        "mandate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_number", sa.String(length=12), nullable=False),
        sa.Column("giver_id", sa.Uuid(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("started_by", sa.String(length=10), nullable=False),
        sa.Column("group_version_id", sa.Uuid(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("refused_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("giver_must_confirm", sa.Boolean(), nullable=False),
        sa.Column("giver_confirmed_on", sa.Date(), nullable=True),
        sa.Column("holder_must_confirm", sa.Boolean(), nullable=False),
        sa.Column("holder_confirmed_on", sa.Date(), nullable=True),
        sa.Column("giver_posted_on", sa.Date(), nullable=True),
        sa.CheckConstraint("started_by IN ('giver', 'holder')", name=op.f("ck_mandate_started_by")),
        sa.CheckConstraint("accepted_on IS NULL OR refused_on IS NULL", name=op.f("ck_mandate_one_answer")),
        sa.CheckConstraint(
            "accepted_on IS NULL OR withdrawn_on IS NULL", name=op.f("ck_mandate_withdrawn_before_the_answer")
        ),
        sa.CheckConstraint("giver_id <> holder_id", name=op.f("ck_mandate_two_parties")),
        sa.ForeignKeyConstraint(["giver_id"], ["party.id"], name=op.f("fk_mandate_giver_id")),
        sa.ForeignKeyConstraint(
            ["group_version_id"], ["mandate_group_version.id"], name=op.f("fk_mandate_group_version_id")
        ),
        sa.ForeignKeyConstraint(["holder_id"], ["party.id"], name=op.f("fk_mandate_holder_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
        sa.UniqueConstraint("dossier_number", name=op.f("uq_mandate_dossier_number")),
    )
    with op.batch_alter_table("mandate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mandate_answer_by"), ["answer_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_mandate_giver_id_holder_id"), ["giver_id", "holder_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mandate_holder_id"), ["holder_id"], unique=False)

    op.create_table(
        "mandate_type",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("domain_key", sa.String(length=60), nullable=False),
        sa.Column("services", sa.JSON(), nullable=False),
        sa.Column("access_level", sa.String(length=10), nullable=False),
        sa.Column("risk", sa.String(length=10), nullable=False),
        sa.Column("money", sa.Boolean(), nullable=False),
        sa.Column("longest_months", sa.Integer(), nullable=True),
        sa.Column("signatures", sa.String(length=10), nullable=False),
        sa.Column("starters", sa.String(length=10), nullable=False),
        sa.Column("party_kinds", sa.JSON(), nullable=False),
        sa.Column("code_allowed", sa.Boolean(), nullable=False),
        sa.Column("phone_allowed", sa.Boolean(), nullable=False),
        sa.Column("passing_on", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_from", sa.Date(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("short", sa.String(length=200), nullable=False),
        sa.Column("may", sa.JSON(), nullable=False),
        sa.Column("may_not", sa.JSON(), nullable=False),
        sa.CheckConstraint("access_level IN ('view', 'manage')", name=op.f("ck_mandate_type_access_level")),
        sa.CheckConstraint("risk IN ('low', 'medium', 'high')", name=op.f("ck_mandate_type_risk")),
        sa.CheckConstraint("signatures IN ('1', '2', 'register')", name=op.f("ck_mandate_type_signatures")),
        sa.CheckConstraint("starters IN ('giver', 'holder', 'both')", name=op.f("ck_mandate_type_starters")),
        sa.CheckConstraint("longest_months > 0", name=op.f("ck_mandate_type_longest_months")),
        sa.ForeignKeyConstraint(["domain_key"], ["domain.key"], name=op.f("fk_mandate_type_domain_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_mandate_type")),
    )
    op.create_table(
        "visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clerk_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("function_id", sa.Uuid(), nullable=True),
        sa.Column("capacity", sa.String(length=30), nullable=True),
        sa.Column("identity_method", sa.String(length=30), nullable=True),
        sa.Column("document_kind", sa.String(length=30), nullable=True),
        sa.Column("document_last_four", sa.String(length=4), nullable=True),
        sa.Column("identity_result", sa.String(length=10), nullable=True),
        sa.Column("second_clerk_number", sa.String(length=10), nullable=True),
        sa.Column("identified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("consent_about", sa.String(length=80), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("exit_reason", sa.String(length=40), nullable=True),
        sa.Column("exit_note", sa.Text(), nullable=True),
        sa.CheckConstraint("(ended_at IS NULL) = (exit_reason IS NULL)", name=op.f("ck_visit_ended_with_a_reason")),
        sa.ForeignKeyConstraint(["clerk_id"], ["staff.person_id"], name=op.f("fk_visit_clerk_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_visit_office_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_visit_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_visit_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_clerk_id_started_at"), ["clerk_id", "started_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_office_id_started_at"), ["office_id", "started_at"], unique=False)

    op.create_table(
        "confirmed_address",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("box", sa.String(length=20), nullable=True),
        sa.Column("zipcode", sa.String(length=10), nullable=False),
        sa.Column("town", sa.String(length=100), nullable=False),
        sa.Column("evidence", sa.String(length=60), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_confirmed_address_party_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_confirmed_address_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmed_address")),
    )
    with op.batch_alter_table("confirmed_address", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_confirmed_address_party_id_confirmed_at"), ["party_id", "confirmed_at"], unique=False
        )

    op.create_table(
        "draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("wizard", sa.String(length=20), nullable=False),
        sa.Column("dossier_number", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("mandate_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name="fk_draft_mandate_id"),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_draft_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_draft_person_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["mandate.id"], name="fk_draft_subject_id"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_draft_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("dossier_number", name=op.f("uq_draft_dossier_number")),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_draft_person_id"), ["person_id"], unique=False)

    op.create_table(
        "letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mandate_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("cause_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("address_lines", sa.JSON(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("promised_by", sa.Date(), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("handed_over", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(printed_at IS NULL) = (sha256 IS NULL)", name=op.f("ck_letter_printed_with_a_digest")),
        sa.CheckConstraint("posted_on IS NULL OR printed_at IS NOT NULL", name=op.f("ck_letter_posted_after_printing")),
        sa.ForeignKeyConstraint(["cause_id"], ["journal.id"], name=op.f("fk_letter_cause_id"), use_alter=True),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_letter_mandate_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_letter_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("cause_id", "kind", "party_id", name=op.f("uq_letter_cause_id_kind_party_id")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_mandate_id"), ["mandate_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_posted_on_printed_at"), ["posted_on", "printed_at"], unique=False)

    op.create_table(
        "line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mandate_id", sa.Uuid(), nullable=False),
        sa.Column("type_key", sa.String(length=60), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("stop_day", sa.Date(), nullable=True),
        sa.Column("cooling_off_days", sa.Integer(), nullable=False),
        sa.CheckConstraint("cooling_off_days >= 0", name=op.f("ck_line_cooling_off_days")),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_line_days_in_order")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_line_mandate_id")),
        sa.ForeignKeyConstraint(["type_key"], ["mandate_type.key"], name=op.f("fk_line_type_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line")),
        sa.UniqueConstraint("mandate_id", "type_key", name=op.f("uq_line_mandate_id_type_key")),
    )
    with op.batch_alter_table("line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_line_mandate_id"), ["mandate_id"], unique=False)

    op.create_table(
        "suspension",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mandate_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("decide_by", sa.Date(), nullable=True),
        sa.Column("call_by", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'contest') = (decide_by IS NOT NULL)", name=op.f("ck_suspension_contests_have_a_deadline")
        ),
        sa.CheckConstraint("kind IN ('contest', 'register')", name=op.f("ck_suspension_kind")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_suspension_mandate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspension")),
    )
    with op.batch_alter_table("suspension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suspension_ended_on_decide_by"), ["ended_on", "decide_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_suspension_mandate_id"), ["mandate_id"], unique=False)

    op.create_table(
        "user_right",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("mandate_id", sa.Uuid(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind = 'executor' OR mandate_id IS NULL", name=op.f("ck_user_right_only_executors_per_mandate")
        ),
        sa.CheckConstraint("kind IN ('executor', 'manager')", name=op.f("ck_user_right_kind")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_user_right_mandate_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_user_right_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_user_right_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_right")),
    )
    with op.batch_alter_table("user_right", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_user_right_person_id_party_id_kind"), ["person_id", "party_id", "kind"], unique=False
        )

    op.create_table(
        "journal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("mandate_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("letter_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("capacity", sa.String(length=30), nullable=True),
        sa.Column("ground", sa.String(length=30), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "channel <> 'counter' OR actor_id IS NOT NULL", name=op.f("ck_journal_a_counter_has_a_clerk")
        ),
        sa.CheckConstraint(
            "channel IN ('self', 'counter', 'phone', 'paper', 'api', 'job')", name=op.f("ck_journal_channel")
        ),
        sa.CheckConstraint(
            "ground <> 'consented_customer' OR visit_id IS NOT NULL", name=op.f("ck_journal_consent_has_a_visit")
        ),
        sa.CheckConstraint(
            "ground <> 'letter_code' OR letter_id IS NOT NULL", name=op.f("ck_journal_a_code_has_a_letter")
        ),
        sa.CheckConstraint(
            "person_id IS NOT NULL OR actor_id IS NOT NULL OR kind IN ('lapsed', 'expired', 'undecided', 'suspended', 'unsuspended', 'letter_printed', 'alarm')",
            name=op.f("ck_journal_somebody_acts"),
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_journal_actor_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_journal_letter_id")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_journal_mandate_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_journal_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_journal_person_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_journal_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
    )
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journal_kind_at"), ["kind", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_journal_mandate_id_id"), ["mandate_id", "id"], unique=False)

    op.create_table(
        "letter_code",
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_code_letter_id")),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_letter_code")),
    )
    op.create_table(
        "letter_content",
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_content_letter_id")),
        sa.PrimaryKeyConstraint("letter_id", "part", name=op.f("pk_letter_content")),
    )
    with op.batch_alter_table("letter") as batch_op:
        batch_op.create_foreign_key("fk_letter_cause_id", "journal", ["cause_id"], ["id"])
    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table("letter") as batch_op:
        batch_op.drop_constraint("fk_letter_cause_id", type_="foreignkey")
    op.drop_table("letter_content")
    op.drop_table("letter_code")
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_mandate_id_id"))
        batch_op.drop_index(batch_op.f("ix_journal_kind_at"))

    op.drop_table("journal")
    with op.batch_alter_table("user_right", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_right_person_id_party_id_kind"))

    op.drop_table("user_right")
    with op.batch_alter_table("suspension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_suspension_mandate_id"))
        batch_op.drop_index(batch_op.f("ix_suspension_ended_on_decide_by"))

    op.drop_table("suspension")
    with op.batch_alter_table("line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_line_mandate_id"))

    op.drop_table("line")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_posted_on_printed_at"))
        batch_op.drop_index(batch_op.f("ix_letter_mandate_id"))

    op.drop_table("letter")
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_person_id"))
        batch_op.drop_index(batch_op.f("ix_draft_party_id"))

    op.drop_table("draft")
    with op.batch_alter_table("confirmed_address", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_confirmed_address_party_id_confirmed_at"))

    op.drop_table("confirmed_address")
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_office_id_started_at"))
        batch_op.drop_index(batch_op.f("ix_visit_clerk_id_started_at"))

    op.drop_table("visit")
    op.drop_table("mandate_type")
    with op.batch_alter_table("mandate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mandate_holder_id"))
        batch_op.drop_index(batch_op.f("ix_mandate_giver_id_holder_id"))
        batch_op.drop_index(batch_op.f("ix_mandate_answer_by"))

    op.drop_table("mandate")
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_web_session_person_id"))
        batch_op.drop_index(batch_op.f("ix_web_session_last_seen_at"))

    op.drop_table("web_session")
    op.drop_table("staff")
    op.drop_table("party")
    op.drop_table("mandate_group_version")
    op.drop_table("domain")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_person_id"))

    op.drop_table("account")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_attempt_username_digest_at"))
        batch_op.drop_index(batch_op.f("ix_sign_in_attempt_source_digest_at"))

    op.drop_table("sign_in_attempt")
    op.drop_table("person")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_done_at_due_at"))

    op.drop_table("outbox")
    op.drop_table("office")
    op.drop_table("mandate_group")
    with op.batch_alter_table("function", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_function_subject"))

    op.drop_table("function")
    op.drop_table("entity")
    with op.batch_alter_table("code_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_code_attempt_source_at"))
        batch_op.drop_index(batch_op.f("ix_code_attempt_dossier_number_at"))

    op.drop_table("code_attempt")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION journal_refuse()")
