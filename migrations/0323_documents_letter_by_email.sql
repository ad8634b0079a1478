-- The words of an email that brings a letter. They say nothing that others must not read.
INSERT INTO message_words (code, language, from_day, template, assumed, source, author_name, recorded_at) VALUES
    ('letter_email_subject', 'en', '2015-02-01', 'A letter for you', TRUE, 'Shipped words', 'Throughcare', 0),
    ('letter_email_subject', 'cy', '2015-02-01', 'Llythyr i chi', TRUE, 'Shipped words', 'Throughcare', 0),
    ('letter_email', 'en', '2015-02-01', 'Hello {name}, there is a letter for you with this email. Please read it soon, and tell us if you cannot open it. If you do not want these messages, tell us and they stop at once.', TRUE, 'Shipped words', 'Throughcare', 0),
    ('letter_email', 'cy', '2015-02-01', 'Helo {name}, mae llythyr i chi gyda''r e-bost hwn. Darllenwch ef yn fuan, a dywedwch wrthym os na allwch ei agor. Os nad ydych eisiau''r negeseuon hyn, dywedwch wrthym ac fe ddaw''r cyfan i ben ar unwaith.', TRUE, 'Shipped words', 'Throughcare', 0);
