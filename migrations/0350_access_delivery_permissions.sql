-- Who refers people, runs programmes and unpaid work, decides nominations, arranges restorative justice, keeps volunteers.
INSERT INTO access_role (code, name, purpose) VALUES
    ('programme-team', 'Programme team', 'Runs groups of programmes: sessions, registers, catch-ups and completion'),
    ('unpaid-work-team', 'Unpaid work team', 'Keeps projects, sessions, registers and minutes of unpaid work, and decides nominations'),
    ('restorative-team', 'Restorative justice team', 'Offers and arranges restorative justice and reparation, and keeps volunteers'),
    ('provider', 'Provider', 'Works for a provider: sees and records its own referrals and nothing else');
INSERT INTO access_role_permission (role_code, permission) VALUES
    ('practitioner', 'refer-people'), ('court-officer', 'refer-people'), ('manager', 'refer-people'),
    ('manager', 'run-programmes'), ('manager', 'run-unpaid-work'), ('manager', 'decide-nominations'),
    ('manager', 'keep-volunteers'), ('administrator', 'keep-volunteers'),
    ('programme-team', 'read-people'), ('programme-team', 'record-contacts'), ('programme-team', 'read-provision'),
    ('programme-team', 'book-places'), ('programme-team', 'refer-people'), ('programme-team', 'run-programmes'),
    ('unpaid-work-team', 'read-people'), ('unpaid-work-team', 'record-contacts'), ('unpaid-work-team', 'read-provision'),
    ('unpaid-work-team', 'book-places'), ('unpaid-work-team', 'run-unpaid-work'), ('unpaid-work-team', 'decide-nominations'),
    ('restorative-team', 'read-people'), ('restorative-team', 'record-contacts'), ('restorative-team', 'read-provision'),
    ('restorative-team', 'arrange-restorative-justice'), ('restorative-team', 'keep-volunteers'),
    ('provider', 'deliver-services');
