-- Hours by project are counted from bookings.
CREATE INDEX work_booking_by_project ON work_booking (project_id, on_date);
