-- The facts of the payment that is copied.
SELECT id FROM movements WHERE payment_session = '{session}';
