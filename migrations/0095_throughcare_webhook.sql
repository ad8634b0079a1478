CREATE TABLE webhook (
    id ID NOT NULL,
    address TEXT NOT NULL,
    secret TEXT NOT NULL,
    created_at INSTANT NOT NULL,
    stopped_at INSTANT,
    version INT NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE webhook_progress (
    webhook_id ID NOT NULL,
    position INT NOT NULL,
    failures INT NOT NULL,
    next_try_at INSTANT NOT NULL,
    last_error TEXT,
    PRIMARY KEY (webhook_id)
);
