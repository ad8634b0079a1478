-- Gives a filled database what a nation publishes to be counted: everybody's published rows a hundred times, the teams that hold
-- them forty-seven times. Only the counting of figures looks at them; of the people who are added nothing else is there, so that
-- neither pages nor the other work of a night can be measured with it. For psql, with a copy of `bench_2400_filled`.
\set ON_ERROR_STOP 1
CREATE FUNCTION pg_temp.copied(id UUID, copy INT) RETURNS UUID LANGUAGE SQL IMMUTABLE AS $$
    SELECT md5(id::TEXT || ':' || copy)::UUID
$$;
CREATE TEMP TABLE of_people AS SELECT generate_series(1, 99) AS copy;
INSERT INTO delivery_unit
    SELECT pg_temp.copied(id, copy), region_id, code || '-' || copy, name || ' ' || copy, start_date, end_date, version
    FROM delivery_unit, generate_series(1, 11) AS copy;
INSERT INTO team
    SELECT pg_temp.copied(id, copy), CASE copy % 12 WHEN 0 THEN unit_id ELSE pg_temp.copied(unit_id, copy % 12) END,
        code || '-' || copy, name || ' ' || copy, purpose, NULL, NULL, start_date, end_date, version
    FROM team, generate_series(1, 46) AS copy;
INSERT INTO view_person_traits
    SELECT pg_temp.copied(person_id, copy), sex, born_month, ethnicity FROM view_person_traits, of_people;
INSERT INTO view_held
    SELECT pg_temp.copied(person_id, copy), from_day, until_day,
        CASE copy % 47 WHEN 0 THEN team_id ELSE pg_temp.copied(team_id, copy % 47) END, tier
    FROM view_held, of_people;
INSERT INTO view_attendance
    SELECT pg_temp.copied(person_id, copy), month, pg_temp.copied(event_id, copy), attended, kept, acceptable, failed, awaited
    FROM view_attendance, of_people;
INSERT INTO view_order
    SELECT pg_temp.copied(person_id, copy), pg_temp.copied(order_id, copy), pg_temp.copied(event_id, copy), sentence, made_on,
        ends_on, ended_on, end_reason, completed, requirements, requirements_done
    FROM view_order, of_people;
INSERT INTO view_failed_day
    SELECT pg_temp.copied(person_id, copy), on_day, pg_temp.copied(event_id, copy), back_on FROM view_failed_day, of_people;
INSERT INTO view_enforcement_step
    SELECT pg_temp.copied(person_id, copy), pg_temp.copied(id, copy), pg_temp.copied(kept_under, copy),
        pg_temp.copied(order_id, copy), step, on_day,
        CASE copy % 47 WHEN 0 THEN team_id ELSE pg_temp.copied(team_id, copy % 47) END, outcome, superseded
    FROM view_enforcement_step, of_people;
ANALYZE;
