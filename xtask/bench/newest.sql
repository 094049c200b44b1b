-- When the template was made.
SELECT created_at FROM payment_sessions WHERE id = '{session}';
