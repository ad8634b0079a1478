-- The decided questions, newest first, are a page that must not read all that were ever asked.
CREATE INDEX court_question_decided ON court_question (decided_at, id) WHERE state = 'decided';
