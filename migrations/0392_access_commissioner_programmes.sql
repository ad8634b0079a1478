-- A commissioner keeps the plans of programmes and sees how their groups begin; without read-people they see nobody's name.
INSERT INTO access_role_permission (role_code, permission) VALUES ('commissioner', 'run-programmes');
