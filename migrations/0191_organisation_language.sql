-- Languages in which staff can see people, beside English: by the same codes as the languages of people.
CREATE TABLE service_language (
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    name_cy TEXT NOT NULL,
    position INT NOT NULL,
    start_date DATE NOT NULL,
    end_date DATE,
    PRIMARY KEY (code)
);
INSERT INTO service_language (code, name, name_cy, position, start_date, end_date) VALUES
    ('cy', 'Welsh', 'Cymraeg', 1, '2000-01-01', NULL),
    ('bfi', 'British Sign Language', 'Iaith Arwyddion Prydain', 2, '2000-01-01', NULL),
    ('sq', 'Albanian', 'Albaneg', 3, '2000-01-01', NULL),
    ('ar', 'Arabic', 'Arabeg', 4, '2000-01-01', NULL),
    ('bn', 'Bengali', 'Bengaleg', 5, '2000-01-01', NULL),
    ('bg', 'Bulgarian', 'Bwlgareg', 6, '2000-01-01', NULL),
    ('zh', 'Chinese', 'Tsieineeg', 7, '2000-01-01', NULL),
    ('fa', 'Farsi', 'Ffarsi', 8, '2000-01-01', NULL),
    ('ku', 'Kurdish', 'Cwrdeg', 9, '2000-01-01', NULL),
    ('lt', 'Lithuanian', 'Lithwaneg', 10, '2000-01-01', NULL),
    ('pa', 'Panjabi', 'Pwnjabeg', 11, '2000-01-01', NULL),
    ('pl', 'Polish', 'Pwyleg', 12, '2000-01-01', NULL),
    ('pt', 'Portuguese', 'Portiwgaleg', 13, '2000-01-01', NULL),
    ('ro', 'Romanian', 'Rwmaneg', 14, '2000-01-01', NULL),
    ('so', 'Somali', 'Somaleg', 15, '2000-01-01', NULL),
    ('ti', 'Tigrinya', 'Tigrinia', 16, '2000-01-01', NULL),
    ('uk', 'Ukrainian', 'Wcreineg', 17, '2000-01-01', NULL),
    ('ur', 'Urdu', 'Wrdw', 18, '2000-01-01', NULL),
    ('vi', 'Vietnamese', 'Fietnameg', 19, '2000-01-01', NULL);
CREATE TABLE staff_language (
    staff_id ID NOT NULL,
    id ID NOT NULL,
    language TEXT NOT NULL,
    since DATE NOT NULL,
    recorded_at INSTANT NOT NULL,
    recorded_by TEXT NOT NULL,
    ended_on DATE,
    ended_by TEXT,
    PRIMARY KEY (staff_id, id)
);
