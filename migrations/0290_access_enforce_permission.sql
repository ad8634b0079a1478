-- Who decides failures to comply.
INSERT INTO access_role_permission (role_code, permission) VALUES ('practitioner', 'enforce'), ('manager', 'enforce');
