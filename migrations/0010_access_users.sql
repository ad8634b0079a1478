-- Who signs in. The login has a registry of its own, so that it is unique wherever a user's row lives; password and
-- sessions are this installation's own and never enter history.
CREATE TABLE access_user (
    id ID NOT NULL,
    login TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT,
    staff_id ID,
    disabled_at INSTANT,
    disabled_reason TEXT,
    password_changed_at INSTANT,
    must_change_password BOOL NOT NULL,
    created_at INSTANT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX access_user_by_name ON access_user (name, id);
CREATE INDEX access_user_by_staff ON access_user (staff_id) WHERE staff_id IS NOT NULL;
CREATE TABLE access_login (
    login TEXT NOT NULL,
    user_id ID NOT NULL,
    PRIMARY KEY (login)
);
CREATE TABLE access_credential (
    user_id ID NOT NULL,
    password_hash TEXT NOT NULL,
    changed_at INSTANT NOT NULL,
    PRIMARY KEY (user_id)
);
CREATE TABLE access_user_role (
    user_id ID NOT NULL,
    role_code TEXT NOT NULL,
    PRIMARY KEY (user_id, role_code)
);
CREATE INDEX access_user_role_by_role ON access_user_role (role_code, user_id);
CREATE TABLE access_user_team (
    user_id ID NOT NULL,
    team_id ID NOT NULL,
    PRIMARY KEY (user_id, team_id)
);
CREATE INDEX access_user_team_by_team ON access_user_team (team_id, user_id);
