-- Owners and their parts of payments, customers' balances, refunds and disputes.

-- Who is paid when a payment is split.
CREATE TABLE owners (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    email TEXT NOT NULL,
    name TEXT,
    -- The rest of the object, as JSON.
    details TEXT NOT NULL,
    -- A deleted owner keeps its row: what was paid to it is history.
    deleted_at BIGINT
);
CREATE INDEX owners_by_scope ON owners (account, livemode, id, created_at) WHERE deleted_at IS NULL;

CREATE TABLE units (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    name TEXT NOT NULL,
    -- The rest of the object, as JSON.
    details TEXT NOT NULL,
    -- Fees of the merchant: ten-thousandths of a percent, and minor units of fee_currency.
    fee_percent BIGINT NOT NULL DEFAULT 0,
    fee_amount BIGINT NOT NULL DEFAULT 0,
    fee_currency TEXT,
    deleted_at BIGINT
);
CREATE INDEX units_by_scope ON units (account, livemode, id, created_at) WHERE deleted_at IS NULL;

-- Who owned a unit from a day on. The rows of the latest day not after a date are that day's
-- ownership; one row without an owner says that there was none.
CREATE TABLE unit_ownerships (
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    unit TEXT NOT NULL REFERENCES units (id),
    starts_on TEXT NOT NULL,
    place BIGINT NOT NULL,
    owner TEXT REFERENCES owners (id),
    -- Ten-thousandths of a percent: 1 000 000 is the whole.
    share BIGINT NOT NULL CHECK (share >= 0 AND share <= 1000000),
    PRIMARY KEY (unit, starts_on, place)
);
CREATE INDEX unit_ownerships_by_owner ON unit_ownerships (owner);

-- An owner's parts of payments. `left_over` is what has not been taken back, netted or paid out.
CREATE TABLE transfers (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    owner TEXT NOT NULL REFERENCES owners (id),
    payment_session TEXT,
    transaction_id TEXT,
    unit TEXT,
    movement TEXT NOT NULL REFERENCES movements (id),
    -- True when a split made it, false for one made by hand.
    automatic BOOLEAN NOT NULL,
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    -- Taken back by the split, and by hand.
    reversed BIGINT NOT NULL DEFAULT 0,
    reversed_by_hand BIGINT NOT NULL DEFAULT 0,
    left_over BIGINT NOT NULL CHECK (left_over >= 0),
    available_at BIGINT NOT NULL,
    payout TEXT,
    paid_out_at BIGINT,
    description TEXT,
    reporting_type TEXT,
    metadata TEXT NOT NULL,
    CHECK (reversed + reversed_by_hand <= amount)
);
CREATE INDEX transfers_by_session ON transfers (payment_session, id);
CREATE INDEX transfers_by_scope ON transfers (account, livemode, id, created_at);
CREATE INDEX transfers_by_owner ON transfers (account, livemode, owner, id, created_at);
CREATE INDEX transfers_by_transaction ON transfers (account, livemode, transaction_id, id, created_at);
CREATE INDEX transfers_open ON transfers (owner, currency, id) WHERE paid_out_at IS NULL AND left_over > 0;
CREATE INDEX transfers_by_payout ON transfers (payout) WHERE payout IS NOT NULL;

CREATE TABLE transfer_reversals (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    transfer TEXT NOT NULL REFERENCES transfers (id),
    movement TEXT NOT NULL REFERENCES movements (id),
    automatic BOOLEAN NOT NULL,
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    -- What the owner owes because the money was gone, and what the merchant bore instead.
    owed BIGINT NOT NULL DEFAULT 0,
    borne BIGINT NOT NULL DEFAULT 0,
    description TEXT,
    metadata TEXT NOT NULL
);
CREATE INDEX transfer_reversals_by_transfer ON transfer_reversals (transfer, id);

CREATE TABLE owner_payouts (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    owner TEXT NOT NULL REFERENCES owners (id),
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    status TEXT NOT NULL CHECK (status IN ('draft', 'pending', 'in_transit', 'paid', 'failed', 'canceled')),
    description TEXT,
    statement_descriptor TEXT,
    metadata TEXT NOT NULL,
    -- The transfers it pays with their sums, as JSON; kept when a failure frees them.
    transfers TEXT NOT NULL,
    approved_at BIGINT,
    paid_at BIGINT,
    paid_on TEXT,
    reference TEXT,
    failed_at BIGINT,
    failed_on TEXT,
    failure_message TEXT,
    failure_reference TEXT,
    canceled_at BIGINT
);
CREATE INDEX owner_payouts_by_scope ON owner_payouts (account, livemode, id, created_at);
CREATE INDEX owner_payouts_by_owner ON owner_payouts (account, livemode, owner, id, created_at);

-- What a customer has in credit: each change with the balance behind it.
CREATE TABLE customer_balance_transactions (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    customer TEXT NOT NULL,
    currency TEXT NOT NULL,
    -- In the order of their writing within a customer and currency.
    place BIGINT NOT NULL,
    type TEXT NOT NULL,
    direction TEXT NOT NULL CHECK (direction IN ('credit', 'debit')),
    amount BIGINT NOT NULL CHECK (amount > 0),
    ending_balance BIGINT NOT NULL,
    -- From when on a credit can be spent.
    available_at BIGINT NOT NULL,
    description TEXT,
    payment_session TEXT,
    transaction_id TEXT,
    movement TEXT NOT NULL REFERENCES movements (id)
);
CREATE UNIQUE INDEX customer_balance_transactions_by_place ON customer_balance_transactions (account, livemode, customer, currency, place);
CREATE INDEX customer_balance_transactions_by_scope ON customer_balance_transactions (account, livemode, id, created_at);
CREATE INDEX customer_balance_transactions_by_customer ON customer_balance_transactions (account, livemode, customer, id, created_at);

CREATE TABLE refunds (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    payment_session TEXT NOT NULL REFERENCES payment_sessions (id),
    transaction_id TEXT NOT NULL REFERENCES transactions (id),
    attempt TEXT NOT NULL REFERENCES attempts (id),
    amount BIGINT NOT NULL CHECK (amount > 0),
    currency TEXT NOT NULL,
    -- `merchant` asked for it, or it gives `surplus` back.
    origin TEXT NOT NULL CHECK (origin IN ('merchant', 'surplus')),
    reason TEXT,
    reason_description TEXT,
    reverse_transfer BOOLEAN NOT NULL,
    refund_fees BOOLEAN NOT NULL,
    metadata TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending', 'submitted', 'succeeded', 'failed', 'canceled')),
    submitted_at BIGINT,
    ended_at BIGINT,
    -- Why it failed or was canceled, and the words of who said so.
    code TEXT,
    failure_message TEXT,
    -- What the person who sent it by hand wrote down.
    reference TEXT,
    bounced_at BIGINT
);
CREATE INDEX refunds_by_session ON refunds (payment_session, id);
CREATE INDEX refunds_by_scope ON refunds (account, livemode, id, created_at);
CREATE INDEX refunds_by_transaction ON refunds (account, livemode, transaction_id, id, created_at);

CREATE TABLE disputes (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    payment_session TEXT NOT NULL REFERENCES payment_sessions (id),
    transaction_id TEXT NOT NULL REFERENCES transactions (id),
    attempt TEXT NOT NULL REFERENCES attempts (id),
    code TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    currency TEXT NOT NULL,
    debit_at BIGINT NOT NULL,
    respond_by BIGINT,
    -- The outcome, once there is one.
    outcome TEXT CHECK (outcome IN ('won', 'lost', 'accepted')),
    ended_at BIGINT,
    -- What the merchant wrote down and handed in, as JSON.
    evidence TEXT NOT NULL,
    submitted_at BIGINT,
    metadata TEXT NOT NULL
);
CREATE INDEX disputes_by_session ON disputes (payment_session, id);
CREATE INDEX disputes_by_scope ON disputes (account, livemode, id, created_at);

-- What the merchant decided about a session, each time: its own row keeps only the latest.
CREATE TABLE session_decisions (
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    payment_session TEXT NOT NULL REFERENCES payment_sessions (id),
    created_at BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('reopened', 'extended', 'shortfall_accepted')),
    amount BIGINT,
    PRIMARY KEY (payment_session, created_at, kind)
);
