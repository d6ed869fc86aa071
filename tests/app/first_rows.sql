-- Rows as the first migration made room for them, in SQL that both engines read. Frozen like the migration itself:
-- a later migration has to carry them along.
INSERT INTO entity (key, name) VALUES ('landbouw', 'Landbouw en Visserij');
INSERT INTO domain (key, name, entity_key) VALUES ('steun', 'Steun', 'landbouw');
INSERT INTO mandate_group (key, name, position) VALUES ('dossiers', 'Dossiers', 1);
INSERT INTO mandate_group_version (id, group_key, number, from_day, hint, sentences, type_keys) VALUES ('00000000000000000000000000000005', 'dossiers', 1, '2026-01-01', 'Voor uw dossiers', '[]', '["steun-zien"]');
INSERT INTO mandate_type (key, name, domain_key, services, access_level, risk, money, signatures, starters, party_kinds, code_allowed, phone_allowed, passing_on, position, short, may, may_not) VALUES ('steun-zien', 'Steun bekijken', 'steun', '[]', 'view', 'low', false, '1', 'both', '["enterprise"]', true, true, false, 1, 'kort', '[]', '[]');
INSERT INTO person (id, subject, first_name, last_name) VALUES ('00000000000000000000000000000001', 'subject-1', 'Zoë', 'D''Hondt');
INSERT INTO party (id, enterprise_number, name) VALUES ('00000000000000000000000000000002', '0200065765', 'Bakkerij Zoë & Zonen');
INSERT INTO party (id, person_id, name) VALUES ('00000000000000000000000000000003', '00000000000000000000000000000001', 'Zoë D''Hondt');
INSERT INTO mandate (id, dossier_number, giver_id, holder_id, started_by, started_at, started_on, answer_by, giver_must_confirm, holder_must_confirm) VALUES ('00000000000000000000000000000004', '203112604877', '00000000000000000000000000000002', '00000000000000000000000000000003', 'giver', '2026-09-14 08:42:00.000000', '2026-09-14', '2026-10-14', false, false);
INSERT INTO line (id, mandate_id, type_key, first_day, cooling_off_days) VALUES ('00000000000000000000000000000006', '00000000000000000000000000000004', 'steun-zien', '2026-09-14', 0);
INSERT INTO suspension (id, mandate_id, kind, reason, first_day) VALUES ('00000000000000000000000000000007', '00000000000000000000000000000004', 'register', 'stopped', '2026-09-20');
INSERT INTO outbox (id, effect_key, kind, payload, made_at, due_at, attempts) VALUES ('00000000000000000000000000000008', 'letter:1', 'letter', '{"letter": 1}', '2026-09-14 08:42:00.000000', '2026-09-14 08:42:00.000000', 0);
INSERT INTO journal (at, kind, mandate_id, person_id, party_id, channel, ground, data) VALUES ('2026-09-14 08:42:00.000000', 'given', '00000000000000000000000000000004', '00000000000000000000000000000001', '00000000000000000000000000000002', 'self', 'legal_representative', '{}');
