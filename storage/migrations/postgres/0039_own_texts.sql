-- Texts that operators write instead of the bot's: the welcome, the rules, the line about support.
CREATE TABLE own_texts (
    kind TEXT NOT NULL CHECK (kind IN ('welcome', 'rules', 'support')),
    language TEXT NOT NULL CHECK (language <> ''),   -- a code, or 'all' for languages without a text of their own
    html TEXT NOT NULL CHECK (html <> ''),           -- in Telegram's HTML, checked before it is written
    changed_by BIGINT NOT NULL REFERENCES users (id),
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (kind, language)
);
