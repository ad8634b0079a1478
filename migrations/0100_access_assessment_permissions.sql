-- Who may assess, oversee and review quality, and who reads what is marked sensitive.
INSERT INTO access_role (code, name, purpose) VALUES
    ('quality-reviewer', 'Quality reviewer', 'Draws samples of work and scores them blind; reads records, changes none');
INSERT INTO access_role_permission (role_code, permission) VALUES
    ('practitioner', 'read-sensitive'), ('practitioner', 'assess'), ('practitioner', 'score'),
    ('court-officer', 'read-sensitive'), ('court-officer', 'assess'), ('court-officer', 'score'),
    ('manager', 'read-sensitive'), ('manager', 'assess'), ('manager', 'score'), ('manager', 'oversee'),
    ('manager', 'review-quality'), ('administrator', 'score'),
    ('quality-reviewer', 'read-people'), ('quality-reviewer', 'read-sensitive'), ('quality-reviewer', 'read-teams'),
    ('quality-reviewer', 'review-quality');
