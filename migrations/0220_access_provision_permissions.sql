-- Who sees what is provided, who books places, and who keeps providers, contracts, services and groups.
INSERT INTO access_role (code, name, purpose) VALUES
    ('commissioner', 'Commissioner', 'Keeps providers, contracts and grants, the catalogue of services, groups and capacity; does not read people''s records');
INSERT INTO access_role_permission (role_code, permission) VALUES
    ('commissioner', 'read-provision'), ('commissioner', 'manage-provision'), ('commissioner', 'read-teams'),
    ('practitioner', 'read-provision'), ('practitioner', 'book-places'),
    ('court-officer', 'read-provision'), ('court-officer', 'book-places'),
    ('manager', 'read-provision'), ('manager', 'book-places'), ('manager', 'manage-provision'),
    ('administrator', 'read-provision'), ('administrator', 'manage-provision'),
    ('quality-reviewer', 'read-provision'), ('reader', 'read-provision');
