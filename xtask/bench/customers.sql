-- Customers whose ids the scripts can write down without asking: 1 to {to}, three digits at most.
CREATE TEMPORARY TABLE fresh AS
WITH RECURSIVE numbers (n) AS (
    SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {to}
)
SELECT n, 'cus_00000000000000000000000' || SUBSTR(CAST(1000 + n AS TEXT), 2) AS customer FROM numbers;
