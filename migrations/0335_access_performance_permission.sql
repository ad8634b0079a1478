-- Who sees the figures of teams, delivery units and regions.
INSERT INTO access_role_permission (role_code, permission) VALUES
    ('manager', 'read-performance'), ('administrator', 'read-performance'), ('commissioner', 'read-performance'),
    ('quality-reviewer', 'read-performance'), ('reader', 'read-performance');
