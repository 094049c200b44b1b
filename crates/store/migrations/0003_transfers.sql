-- Money that payers send by themselves: to which account, what its bank tells, and what that was for.

-- What payers write into a transfer for a session, where it offers one.
ALTER TABLE payment_sessions ADD COLUMN reference TEXT;
CREATE UNIQUE INDEX payment_sessions_by_reference ON payment_sessions (account, livemode, reference)
    WHERE reference IS NOT NULL;
CREATE INDEX payment_sessions_by_remaining ON payment_sessions (account, livemode, currency, amount_remaining, id)
    WHERE status = 'unpaid' AND reference IS NOT NULL;

CREATE INDEX work_items_by_movement ON work_items (account, livemode, movement)
    WHERE movement IS NOT NULL AND resolved_at IS NULL;

-- The merchant's own accounts. Numbers never change: another number is another account.
CREATE TABLE bank_accounts (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    currency TEXT NOT NULL,
    -- As banks write it among themselves, by which an entry's account is found.
    number TEXT NOT NULL,
    -- The numbers as people write them, as JSON.
    numbers TEXT NOT NULL,
    -- The holder's name and what is paid to it, as JSON; and what they will be from pending_at on.
    terms TEXT NOT NULL,
    pending TEXT,
    pending_at BIGINT,
    -- From when on payers are shown it.
    active_at BIGINT NOT NULL,
    -- From when on it is the default of its currency, until another one is.
    default_from BIGINT,
    metadata TEXT NOT NULL,
    -- A deleted account keeps its row: money may still come.
    deleted_at BIGINT
);
CREATE INDEX bank_accounts_by_scope ON bank_accounts (account, livemode, id, created_at) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX bank_accounts_by_number ON bank_accounts (account, livemode, number, currency)
    WHERE deleted_at IS NULL;

-- Accounts that a bank opened for one customer each; their money is the bank account's.
CREATE TABLE virtual_accounts (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    bank_account TEXT NOT NULL REFERENCES bank_accounts (id),
    customer TEXT NOT NULL,
    currency TEXT NOT NULL,
    number TEXT NOT NULL,
    numbers TEXT NOT NULL
);
CREATE UNIQUE INDEX virtual_accounts_by_customer ON virtual_accounts (account, livemode, customer, currency);
CREATE UNIQUE INDEX virtual_accounts_by_number ON virtual_accounts (account, livemode, number);

-- What the banks of these accounts tell: money that came or went.
CREATE TABLE statement_entries (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    bank_account TEXT NOT NULL REFERENCES bank_accounts (id),
    virtual_account TEXT REFERENCES virtual_accounts (id),
    -- The bank's own id of it: a repeat is a no-op.
    entry TEXT NOT NULL,
    direction TEXT NOT NULL CHECK (direction IN ('credit', 'debit')),
    amount BIGINT NOT NULL CHECK (amount > 0),
    currency TEXT NOT NULL,
    value_date TEXT NOT NULL,
    -- Its texts as the bank wrote them, with the payer's account masked, as JSON.
    told TEXT NOT NULL,
    -- The payer's account under a keyed hash: tells that it is the same, and not which.
    payer TEXT,
    -- Of a reversal: the bank's id of what it takes back, and its reason code.
    reverses TEXT,
    code TEXT,
    -- Of what was taken back: the entry that did.
    reversed_by TEXT,
    movement TEXT NOT NULL REFERENCES movements (id),
    -- What was decided of it last, and why.
    decision TEXT NOT NULL,
    why TEXT NOT NULL,
    -- The match that stands, with its session and customer; null while it waits in suspense.
    standing_match TEXT,
    payment_session TEXT,
    customer TEXT
);
CREATE UNIQUE INDEX statement_entries_by_entry ON statement_entries (account, livemode, bank_account, entry);
CREATE INDEX statement_entries_by_scope ON statement_entries (account, livemode, id, created_at);
CREATE INDEX statement_entries_unmatched ON statement_entries (account, livemode, id, created_at)
    WHERE standing_match IS NULL;
CREATE INDEX statement_entries_by_session ON statement_entries (account, livemode, payment_session, id)
    WHERE payment_session IS NOT NULL;
CREATE INDEX statement_entries_by_payer ON statement_entries (account, livemode, payer, customer)
    WHERE payer IS NOT NULL AND customer IS NOT NULL;

-- For which session an entry's money was taken, and why; kept when it was undone.
CREATE TABLE entry_matches (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    entry TEXT NOT NULL REFERENCES statement_entries (id),
    -- The first match of its entry, the second, …
    place BIGINT NOT NULL,
    payment_session TEXT NOT NULL REFERENCES payment_sessions (id),
    -- The attempts that took it in: as a payment, or as what a person had marked.
    attempt TEXT REFERENCES attempts (id),
    marked_attempt TEXT REFERENCES attempts (id),
    -- The movements by which it reached the session.
    movement TEXT REFERENCES movements (id),
    settlement TEXT REFERENCES movements (id),
    -- By which rule; null for a person's.
    rule TEXT,
    evidence TEXT NOT NULL,
    why TEXT NOT NULL,
    -- Who matched it, with which words.
    key TEXT,
    note TEXT,
    undone_at BIGINT,
    undone_key TEXT,
    undone_note TEXT
);
CREATE UNIQUE INDEX entry_matches_by_entry ON entry_matches (entry, place);
CREATE INDEX entry_matches_by_session ON entry_matches (payment_session, id);

-- Money that was received by a person's word.
CREATE TABLE receipt_marks (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    payment_session TEXT NOT NULL REFERENCES payment_sessions (id),
    attempt TEXT NOT NULL REFERENCES attempts (id),
    amount BIGINT NOT NULL CHECK (amount > 0),
    received_on TEXT NOT NULL,
    note TEXT NOT NULL,
    key TEXT NOT NULL
);
CREATE INDEX receipt_marks_by_session ON receipt_marks (payment_session, id);

-- Transfers as the pretend bank has them, by its own ids.
CREATE TABLE sandbox_transfers (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    connection TEXT NOT NULL,
    number TEXT NOT NULL,
    amount BIGINT NOT NULL,
    currency TEXT NOT NULL,
    returned BIGINT NOT NULL
);
