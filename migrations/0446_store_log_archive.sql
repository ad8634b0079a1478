CREATE TABLE log_archive (
    table_name TEXT NOT NULL,
    month TEXT NOT NULL,
    entries INT NOT NULL,
    file_name TEXT NOT NULL,
    digest BYTES NOT NULL,
    archived_at INSTANT NOT NULL,
    PRIMARY KEY (table_name, month)
);
