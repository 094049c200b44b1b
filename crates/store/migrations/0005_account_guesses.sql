-- How many account numbers were tried at a session's page: it must not serve to find out which exist.
-- Times are real, as those of all limits are.
CREATE TABLE account_guesses (
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    payment_session TEXT NOT NULL REFERENCES payment_sessions (id),
    tried BIGINT NOT NULL CHECK (tried > 0),
    last_at BIGINT NOT NULL,
    PRIMARY KEY (account, livemode, payment_session)
);
