CREATE TABLE contact_calendar (
    user_id ID NOT NULL,
    staff_id ID NOT NULL,
    owner_name TEXT NOT NULL,
    secret_hash BYTES NOT NULL,
    made_at INSTANT NOT NULL,
    revoked_at INSTANT,
    version INT NOT NULL,
    PRIMARY KEY (user_id)
);
