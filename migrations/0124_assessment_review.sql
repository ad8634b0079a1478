-- Reviews that became due: why and by when, each thing that called for one, and how each was settled.
CREATE TABLE review_trigger (
    code TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_before DATE,
    place INT NOT NULL,
    words_en TEXT NOT NULL,
    words_cy TEXT NOT NULL,
    hears TEXT NOT NULL,
    first_only BOOL NOT NULL,
    due_count INT NOT NULL,
    due_unit TEXT NOT NULL,
    by_hand BOOL NOT NULL,
    at_age INT,
    every_months INT,
    risk_levels TEXT NOT NULL,
    assumed BOOL NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (code, valid_from)
);
CREATE TABLE assessment_policy (
    name TEXT NOT NULL,
    valid_from DATE NOT NULL,
    number INT NOT NULL,
    words TEXT NOT NULL,
    assumed BOOL NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (name, valid_from)
);
CREATE TABLE assessment_review (
    person_id ID NOT NULL,
    id ID NOT NULL,
    reason TEXT NOT NULL,
    raised_on DATE NOT NULL,
    due_on DATE NOT NULL,
    rule TEXT NOT NULL,
    note TEXT,
    author_id ID,
    author_name TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE assessment_review_cause (
    person_id ID NOT NULL,
    id ID NOT NULL,
    review_id ID NOT NULL,
    reason TEXT NOT NULL,
    on_day DATE NOT NULL,
    source TEXT NOT NULL,
    author_id ID,
    author_name TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE assessment_review_settlement (
    person_id ID NOT NULL,
    id ID NOT NULL,
    review_id ID NOT NULL,
    how TEXT NOT NULL,
    assessment_id ID,
    on_day DATE NOT NULL,
    reason TEXT NOT NULL,
    author_id ID,
    author_name TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    PRIMARY KEY (person_id, id)
);
INSERT INTO review_trigger (code, valid_from, valid_before, place, words_en, words_cy, hears, first_only, due_count, due_unit, by_hand, at_age,
    every_months, risk_levels, assumed, source) VALUES
    ('initial', '2021-06-26', NULL, 10, 'First assessment and plan', 'Asesiad a chynllun cyntaf', 'supervision.began:order supervision.began:custody supervision.began:licence supervision.changed:order', TRUE, 15, 'working-days', FALSE, NULL, NULL, '', TRUE, 'Fifteen working days stand in an older contract measure, counted there from the first attended appointment'),
    ('arrest', '2021-06-26', NULL, 20, 'Arrested', 'Arestiwyd', 'contact.recorded:TARR', FALSE, 5, 'working-days', TRUE, NULL, NULL, '', TRUE, 'No published figure: set by the service'),
    ('new-offence', '2021-06-26', NULL, 30, 'A new offence before a court', 'Trosedd newydd gerbron llys', 'event.opened', FALSE, 10, 'working-days', TRUE, NULL, NULL, '', TRUE, 'No published figure: set by the service'),
    ('new-sentence', '2021-06-26', NULL, 40, 'A new order or sentence', 'Gorchymyn neu ddedfryd newydd', 'order.made', FALSE, 10, 'working-days', FALSE, NULL, NULL, '', TRUE, 'No published figure: set by the service'),
    ('failures', '2021-06-26', NULL, 50, 'A pattern of failures to comply', 'Patrwm o fethu â chydymffurfio', 'contact.failures', FALSE, 5, 'working-days', FALSE, NULL, NULL, '', TRUE, 'No published figure: set by the service'),
    ('breach', '2021-06-26', NULL, 60, 'Breach before a court', 'Torri amod gerbron llys', 'court.breach-heard', FALSE, 10, 'working-days', FALSE, NULL, NULL, '', TRUE, 'No published figure: set by the service'),
    ('address', '2021-06-26', NULL, 70, 'Moved to another address', 'Symudodd i gyfeiriad arall', 'person.address-changed', FALSE, 10, 'working-days', FALSE, NULL, NULL, '', TRUE, 'No published figure: set by the service'),
    ('relationship', '2021-06-26', NULL, 80, 'A change in family or relationships', 'Newid yn y teulu neu mewn perthynas', 'person.amended:family', FALSE, 10, 'working-days', TRUE, NULL, NULL, '', TRUE, 'No published figure: set by the service'),
    ('registration', '2021-06-26', NULL, 90, 'A new registration', 'Cofrestriad newydd', 'registration.made', FALSE, 10, 'working-days', FALSE, NULL, NULL, '', TRUE, 'No published figure: set by the service'),
    ('enquiry-answer', '2021-06-26', NULL, 100, 'An enquiry was answered', 'Atebwyd ymholiad', 'enquiry.answered', FALSE, 5, 'working-days', FALSE, NULL, NULL, '', TRUE, 'No published figure: set by the service'),
    ('release', '2021-06-26', NULL, 110, 'Released from custody', 'Rhyddhawyd o’r ddalfa', 'supervision.changed:licence', FALSE, 10, 'working-days', FALSE, NULL, NULL, '', TRUE, 'No published figure: set by the service'),
    ('custody', '2021-06-26', NULL, 120, 'Went into custody', 'Aeth i’r ddalfa', 'supervision.changed:custody', FALSE, 10, 'working-days', FALSE, NULL, NULL, '', TRUE, 'No published figure: set by the service'),
    ('birthday-18', '2021-06-26', NULL, 130, 'Became 18', 'Cyrhaeddodd 18 oed', 'birthday:18', FALSE, 10, 'working-days', FALSE, 18, NULL, '', TRUE, 'No published figure: set by the service'),
    ('time-limit-high', '2021-06-26', NULL, 140, 'Six months since the last assessment, at high risk of serious harm', 'Chwe mis ers yr asesiad diwethaf, risg uchel o niwed difrifol', 'time-limit', FALSE, 0, 'days', FALSE, NULL, 6, 'high very_high', TRUE, 'Commonly worked to; no published source was found'),
    ('time-limit', '2021-06-26', NULL, 150, 'A year since the last assessment', 'Blwyddyn ers yr asesiad diwethaf', 'time-limit', FALSE, 0, 'days', FALSE, NULL, 12, '', TRUE, 'Commonly worked to; no published source was found'),
    ('other', '2021-06-26', NULL, 160, 'Something else that matters', 'Rhywbeth arall o bwys', '', FALSE, 10, 'working-days', TRUE, NULL, NULL, '', TRUE, 'No published figure: set by the service');
INSERT INTO assessment_policy (name, valid_from, number, words, assumed, source) VALUES
    ('failures', '2021-06-26', 2, 'So many unacceptable failures within the months of the next row are a pattern', TRUE, 'No published figure: set by the service'),
    ('failures-within-months', '2021-06-26', 3, 'Months in which failures make a pattern', TRUE, 'No published figure: set by the service'),
    ('notice-registration-review', '2021-06-26', 28, 'Days before its date on which the review of a registration is shown', TRUE, 'No published figure: set by the service'),
    ('notice-home-visit', '2021-06-26', 7, 'Days before its date on which a planned home visit is shown', TRUE, 'No published figure: set by the service'),
    ('notice-time-limit', '2021-06-26', 28, 'Days before its date on which a review by time is raised', TRUE, 'No published figure: set by the service'),
    ('home-visit-kinds', '2021-06-26', 0, 'CHVS COHV', FALSE, 'The types of contact that are home visits');
