-- Programs that call the API, with scopes and bearer secrets that can be taken back.
CREATE TABLE access_client (
    id ID NOT NULL,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at INSTANT NOT NULL,
    revoked_at INSTANT,
    revoked_reason TEXT,
    version INT NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE access_client_secret (
    secret_hash BYTES NOT NULL,
    client_id ID NOT NULL,
    made_at INSTANT NOT NULL,
    PRIMARY KEY (secret_hash)
);
CREATE INDEX access_client_secret_by_client ON access_client_secret (client_id);
