-- That a mark was taken back, by whom, and with which words.
ALTER TABLE receipt_marks ADD COLUMN undone_at BIGINT;
ALTER TABLE receipt_marks ADD COLUMN undone_key TEXT;
ALTER TABLE receipt_marks ADD COLUMN undone_note TEXT;
