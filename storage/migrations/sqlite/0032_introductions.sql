-- What the bot has told Telegram about itself: its commands and descriptions in each language, as a digest.
CREATE TABLE introductions (
    what TEXT NOT NULL,
    language TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (what, language)
) WITHOUT ROWID;
