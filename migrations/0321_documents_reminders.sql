-- Reminders of appointments, and what the service decides about messages: as dated rows, the first of them assumed.
CREATE TABLE message_reminder (
    person_id ID NOT NULL,
    contact_id ID NOT NULL,
    days_before INT NOT NULL,
    sending_id ID NOT NULL,
    made_at INSTANT NOT NULL,
    PRIMARY KEY (person_id, contact_id, days_before)
);
CREATE TABLE view_reminder_due (
    person_id ID NOT NULL,
    contact_id ID NOT NULL,
    next_at INSTANT NOT NULL,
    PRIMARY KEY (person_id, contact_id)
);
CREATE INDEX view_reminder_due_next ON view_reminder_due (next_at);
CREATE TABLE message_policy (
    from_day DATE NOT NULL,
    content JSON NOT NULL,
    assumed BOOL NOT NULL,
    source TEXT NOT NULL,
    author_name TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    PRIMARY KEY (from_day)
);
INSERT INTO message_policy (from_day, content, assumed, source, author_name, recorded_at) VALUES
    ('2015-02-01', '{"days_before":[3,1],"remind_at":"10:00","texts_from":"09:00","texts_until":"19:00","quiet_days":["sunday","bank-holiday"],"most_late_minutes":480,"least_minutes":120,"attributes":["national-standard"],"guarded_words":["probation","prawf","offend","trosedd","court","llys","prison","carchar","licence","trwydded","drug","cyffur","alcohol","sentence","dedfryd"],"may_name_service":false,"most_tries":8,"delivery_days":3}', TRUE, 'The service''s own choice, until it sets another', 'Throughcare', 0);
CREATE TABLE message_words (
    code TEXT NOT NULL,
    language TEXT NOT NULL,
    from_day DATE NOT NULL,
    template TEXT NOT NULL,
    assumed BOOL NOT NULL,
    source TEXT NOT NULL,
    author_name TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    PRIMARY KEY (code, language, from_day)
);
INSERT INTO message_words (code, language, from_day, template, assumed, source, author_name, recorded_at) VALUES
    ('reminder_text', 'en', '2015-02-01', 'Reminder: appointment on {day} at {time}[, {place}].[ Call {phone} if you cannot come.] Tell us to stop these texts.', TRUE, 'Shipped words', 'Throughcare', 0),
    ('reminder_text', 'cy', '2015-02-01', 'Nodyn atgoffa: apwyntiad ddydd {day} am {time}[, {place}].[ Ffoniwch {phone} os na allwch ddod.] Dywedwch wrthym i atal y rhain.', TRUE, 'Shipped words', 'Throughcare', 0),
    ('reminder_email_subject', 'en', '2015-02-01', 'Your appointment on {day}', TRUE, 'Shipped words', 'Throughcare', 0),
    ('reminder_email_subject', 'cy', '2015-02-01', 'Eich apwyntiad ddydd {day}', TRUE, 'Shipped words', 'Throughcare', 0),
    ('reminder_email', 'en', '2015-02-01', 'Hello {name}, you have an appointment on {day} at {time}[, {place}].[ Call {phone} if you cannot come.] If you do not want these messages, tell us and they stop at once.', TRUE, 'Shipped words', 'Throughcare', 0),
    ('reminder_email', 'cy', '2015-02-01', 'Helo {name}, mae gennych apwyntiad ddydd {day} am {time}[, {place}].[ Ffoniwch {phone} os na allwch ddod.] Os nad ydych eisiau''r negeseuon hyn, dywedwch wrthym ac fe ddaw''r cyfan i ben ar unwaith.', TRUE, 'Shipped words', 'Throughcare', 0);
