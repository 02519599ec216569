-- Since when the panel and Telegram have answered, in epoch ms; NULL: not known yet.
ALTER TABLE panel_keys ADD COLUMN up_since INTEGER;
ALTER TABLE bots ADD COLUMN telegram_up_since INTEGER;
