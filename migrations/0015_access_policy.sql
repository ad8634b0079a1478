-- The service's own choices about sign-in, as rows that administrators change.
CREATE TABLE access_policy (
    name TEXT NOT NULL,
    number INT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (name)
);
INSERT INTO access_policy (name, number, version) VALUES
    ('session_idle_minutes', 60, 1), ('session_most_minutes', 720, 1), ('wrong_passwords', 5, 1),
    ('lock_minutes', 15, 1), ('password_length', 12, 1), ('wrong_from_one_address', 60, 1);
