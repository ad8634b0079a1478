-- The grades of the field, to be extended by the service. Source: the officer grades of the national record.
INSERT INTO staff_grade (code, name, holds_cases, position, start_date, end_date) VALUES
    ('PO', 'Probation officer', TRUE, 1, '2000-01-01', NULL),
    ('PSO', 'Probation services officer', TRUE, 2, '2000-01-01', NULL),
    ('PQIP', 'Trainee probation officer', TRUE, 3, '2000-01-01', NULL),
    ('SPO', 'Senior probation officer', FALSE, 4, '2000-01-01', NULL),
    ('HPDU', 'Head of delivery unit', FALSE, 5, '2000-01-01', NULL),
    ('ADM', 'Administrator', FALSE, 6, '2000-01-01', NULL);
