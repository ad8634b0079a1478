-- The chained ledger, its history, and what a transaction writes beside its rows.
CREATE TABLE ledger_head (
    chain_id ID NOT NULL,
    seq INT NOT NULL,
    hash BYTES NOT NULL,
    PRIMARY KEY (chain_id)
);
CREATE TABLE ledger_entry (
    chain_id ID NOT NULL,
    seq INT NOT NULL,
    recorded_at INSTANT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id ID,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    reason TEXT,
    request_key TEXT,
    previous_hash BYTES NOT NULL,
    hash BYTES NOT NULL,
    PRIMARY KEY (chain_id, seq)
);
CREATE TABLE history (
    chain_id ID NOT NULL,
    seq INT NOT NULL,
    line INT NOT NULL,
    recorded_at INSTANT NOT NULL,
    table_name TEXT NOT NULL,
    row_key TEXT NOT NULL,
    change TEXT NOT NULL,
    schema_version INT NOT NULL,
    image TEXT,
    salt BYTES,
    image_hash BYTES NOT NULL,
    PRIMARY KEY (chain_id, seq, line)
);
CREATE INDEX history_by_table ON history (chain_id, table_name, seq);
CREATE TABLE ledger_seal (
    sealed_at INSTANT NOT NULL,
    heads INT NOT NULL,
    root BYTES NOT NULL,
    public_key BYTES NOT NULL,
    signature BYTES NOT NULL,
    PRIMARY KEY (sealed_at)
);
