-- Sessions by the hash of their token, wrong passwords by the hash of the login that was typed, and every sign-in.
CREATE TABLE access_session (
    token_hash BYTES NOT NULL,
    user_id ID NOT NULL,
    started_at INSTANT NOT NULL,
    seen_at INSTANT NOT NULL,
    came_from TEXT NOT NULL,
    PRIMARY KEY (token_hash)
);
CREATE INDEX access_session_by_user ON access_session (user_id);
CREATE INDEX access_session_by_start ON access_session (started_at);
CREATE TABLE access_attempt (
    what_hash BYTES NOT NULL,
    wrong INT NOT NULL,
    since INSTANT NOT NULL,
    locked_until INSTANT,
    PRIMARY KEY (what_hash)
);
CREATE INDEX access_attempt_by_start ON access_attempt (since);
CREATE TABLE access_sign_in (
    at INSTANT NOT NULL,
    id ID NOT NULL,
    user_id ID,
    outcome TEXT NOT NULL,
    came_from TEXT NOT NULL,
    PRIMARY KEY (at, id)
);
CREATE INDEX access_sign_in_by_user ON access_sign_in (user_id, at);
