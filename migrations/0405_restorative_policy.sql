-- The minimum standards of restorative work and this room's numbers, each the service's own choice and assumed until it sets it.
CREATE TABLE restorative_standard (
    code TEXT NOT NULL,
    from_date DATE NOT NULL,
    words TEXT NOT NULL,
    why TEXT NOT NULL,
    measure TEXT NOT NULL,
    days INT,
    position INT NOT NULL,
    ended BOOL NOT NULL,
    assumed BOOL NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (code, from_date)
);
CREATE TABLE restorative_policy (
    name TEXT NOT NULL,
    from_date DATE NOT NULL,
    number INT NOT NULL,
    assumed BOOL NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (name, from_date)
);
CREATE TABLE restorative_policy_change (
    id ID NOT NULL,
    list TEXT NOT NULL,
    code TEXT NOT NULL,
    from_day DATE NOT NULL,
    before TEXT NOT NULL,
    becomes TEXT NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    PRIMARY KEY (id)
);
INSERT INTO restorative_standard (code, from_date, words, why, measure, days, position, ended, assumed, source) VALUES
    ('offer-person', '2021-06-26', 'The person was offered it in time', 'An offer that comes late finds people who have moved on', 'offered-person', 20, 1, false, true, 'Usual practice; no published figure'),
    ('offer-harmed', '2021-06-26', 'The person harmed was offered it in time', 'Whoever was harmed should not wait to be asked', 'offered-harmed', 20, 2, false, true, 'Usual practice; no published figure'),
    ('assessed', '2021-06-26', 'Risk and suitability were assessed before anything was arranged', 'A meeting can do harm where fear, blame or danger were not seen', 'assessed', NULL, 3, false, true, 'Usual practice; no published figure'),
    ('prepared', '2021-06-26', 'Each side was prepared on their own', 'Nobody should walk into a meeting without knowing what will happen', 'prepared', NULL, 4, false, true, 'Usual practice; no published figure'),
    ('mediator', '2021-06-26', 'A trained mediator without a conflict leads it', 'Both sides must be able to trust whoever stands between them', 'mediator', NULL, 5, false, true, 'Usual practice; no published figure'),
    ('met-in-time', '2021-06-26', 'They met, or letters were carried, in time after both agreed', 'Consent fades, and waiting is hard on both sides', 'met', 90, 6, false, true, 'Usual practice; no published figure'),
    ('followed-up', '2021-06-26', 'Both were asked afterwards how they are', 'What a meeting stirs up often shows days later', 'followed', 42, 7, false, true, 'Usual practice; no published figure'),
    ('felt', '2021-06-26', 'How each side felt was recorded', 'Without it nobody learns whether it did good', 'felt', NULL, 8, false, true, 'Usual practice; no published figure');
INSERT INTO restorative_policy (name, from_date, number, assumed, source) VALUES
    ('small_number', '2021-06-26', 5, true, 'Smaller counts could tell of one person; no published figure'),
    ('most_pence', '2021-06-26', 10000000, true, 'Above it an amount is taken for a slip; no published figure'),
    ('most_minutes', '2021-06-26', 1440, true, 'A day has no more; longer is taken for a slip');
