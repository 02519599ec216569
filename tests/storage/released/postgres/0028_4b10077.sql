SET check_function_bodies = off;
CREATE FUNCTION public.accounts_are_locked_first() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM 1 FROM orders WHERE id = NEW.order_id FOR UPDATE;
    PERFORM 1 FROM topups WHERE id = NEW.topup_id FOR UPDATE;
    PERFORM 1 FROM accounts WHERE id IN (NEW.debit, NEW.credit) ORDER BY id FOR UPDATE;
    NEW.id := nextval('transfers_id_seq');
    RETURN NEW;
END $$;
CREATE FUNCTION public.became(panel_key_id bigint) RETURNS bigint
    LANGUAGE sql STABLE
    AS $_$
    SELECT became FROM panel_keys WHERE id = $1
$_$;
CREATE FUNCTION public.credited_for(topup_id bigint) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN (SELECT credited FROM topups WHERE id = topup_id);
END $$;
CREATE FUNCTION public.goes_back(of_topup bigint) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM star_refunds WHERE topup_id = of_topup AND status <> 'refused');
END $$;
CREATE FUNCTION public.group_has_ended(sought bigint) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    SELECT EXISTS (SELECT 1 FROM customer_groups WHERE id = sought AND ended_at IS NOT NULL)
$$;
CREATE FUNCTION public.has_ended_order(draft text) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    SELECT EXISTS (
        SELECT 1 FROM orders WHERE draft_id = draft
            AND status IN ('completed', 'partial', 'canceled', 'failed', 'closed'))
$$;
CREATE FUNCTION public.has_failed(order_id bigint) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM orders WHERE id = order_id AND status = 'failed');
END $$;
CREATE FUNCTION public.is_another_currency(order_id bigint, topup_id bigint) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN (SELECT currency FROM accounts WHERE kind = 'sales') IS DISTINCT FROM coalesce(
        (SELECT currency FROM orders WHERE id = order_id), (SELECT currency FROM topups WHERE id = topup_id),
        (SELECT currency FROM accounts WHERE kind = 'sales'));
END $$;
CREATE FUNCTION public.is_legal(machine text, from_status text, to_status text) RETURNS boolean
    LANGUAGE sql STABLE
    AS $_$
    SELECT EXISTS (
        SELECT 1 FROM legal_steps
        WHERE legal_steps.machine = $1 AND legal_steps.from_status = $2 AND legal_steps.to_status = $3)
$_$;
CREATE FUNCTION public.is_operator(user_id bigint) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM users WHERE id = user_id AND (role = 'operator' OR in_admin_ids = 1));
END $$;
CREATE FUNCTION public.is_percent(told text, most numeric, longest bigint) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $_$
    SELECT CASE WHEN told ~ '^[0-9]+(\.[0-9]+)?$' AND length(told) <= longest
        THEN CAST(told AS NUMERIC) <= most ELSE FALSE END
$_$;
CREATE FUNCTION public.is_placed(order_id bigint) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM orders
        WHERE id = order_id AND status NOT IN ('reserved', 'submitting', 'unconfirmed', 'failed'));
END $$;
CREATE FUNCTION public.is_posting(account_id bigint, before bigint, after bigint, posted bigint, transfer_id bigint) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM transfers WHERE id = transfer_id AND id > posted AND account_id IN (debit, credit)
            AND after = before + CASE WHEN credit = account_id THEN amount ELSE -amount END);
END $$;
CREATE FUNCTION public.is_price_edit(sought bigint) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    SELECT EXISTS (SELECT 1 FROM price_edits WHERE id = sought)
$$;
CREATE FUNCTION public.may_go(transfer_kind text, debit bigint, credit bigint) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM accounts AS d, accounts AS c
        WHERE d.id = debit AND c.id = credit AND CASE transfer_kind
            WHEN 'reserve' THEN d.kind = 'wallet' AND c.kind = 'held'
            WHEN 'capture' THEN d.kind = 'held' AND c.kind = 'sales'
            WHEN 'release' THEN d.kind = 'held' AND c.kind = 'wallet'
            WHEN 'refund' THEN d.kind = 'sales' AND c.kind = 'wallet'
            WHEN 'topup' THEN d.kind = 'stars' AND c.kind = 'wallet'
            WHEN 'topup_reversal' THEN d.kind IN ('wallet', 'debt') AND c.kind = 'stars'  -- from debt: it was spent
            WHEN 'reversal_undone' THEN d.kind = 'stars' AND c.kind = 'wallet'
            WHEN 'debt_payment' THEN d.kind = 'wallet' AND c.kind = 'debt'
            WHEN 'gift' THEN d.kind = 'gifts' AND c.kind = 'wallet'
            WHEN 'gift_reversal' THEN d.kind = 'wallet' AND c.kind = 'gifts'
            WHEN 'credit' THEN d.kind = 'credit' AND c.kind = 'wallet'
            WHEN 'debit' THEN d.kind = 'wallet' AND c.kind = 'credit'
            WHEN 'adjustment' THEN (d.kind = 'writeoffs' AND c.kind IN ('wallet', 'debt'))
                OR (d.kind = 'wallet' AND c.kind = 'writeoffs') END);
END $$;
CREATE FUNCTION public.needs_the_credit_line(debit bigint, amount bigint) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM accounts WHERE id = debit AND kind = 'wallet' AND balance < amount);
END $$;
CREATE FUNCTION public.orders_have_their_transfer_at_the_commit() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT was_transferred(NEW.needs_transfer) THEN
        RAISE integrity_constraint_violation USING MESSAGE = 'the transfer that goes with this step is missing';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.owes(order_id bigint) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM accounts
        WHERE kind = 'debt' AND balance < 0
            AND coalesce(user_id, 0) = (SELECT orders.user_id FROM orders WHERE id = order_id));
END $$;
CREATE FUNCTION public.people_in(debit bigint, credit bigint, order_id bigint, topup_id bigint) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN (SELECT count(DISTINCT user_id) FROM (
        SELECT user_id FROM accounts WHERE id IN (debit, credit)
        UNION ALL SELECT user_id FROM orders WHERE id = order_id
        UNION ALL SELECT user_id FROM topups WHERE id = topup_id) AS concerned);
END $$;
CREATE FUNCTION public.price_of(order_id bigint) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN (SELECT price FROM orders WHERE id = order_id);
END $$;
CREATE FUNCTION public.refunded_of(order_id bigint) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN (SELECT refunded FROM orders WHERE id = order_id);
END $$;
CREATE FUNCTION public.refunds_add_up_at_the_order() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE orders SET refunded = refunded + NEW.amount WHERE id = NEW.order_id;
    RETURN NULL;
END $$;
CREATE FUNCTION public.refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE FUNCTION public.status_of_order(order_id bigint) RETURNS text
    LANGUAGE sql STABLE
    AS $_$
    SELECT status FROM orders WHERE id = $1
$_$;
CREATE FUNCTION public.sum_of_refunds(of_order bigint) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN (SELECT coalesce(sum(amount), 0) FROM transfers WHERE order_id = of_order AND kind = 'refund');
END $$;
CREATE FUNCTION public.the_panel_has(of_order bigint) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM submissions
        WHERE order_id = of_order AND (outcome = 'placed' OR (outcome = 'unknown' AND decision = 'exists')));
END $$;
CREATE FUNCTION public.the_panel_lacks(of_order bigint) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM submissions
        WHERE order_id = of_order
            AND (outcome IN ('refused', 'not_sent') OR (outcome = 'unknown' AND decision = 'never')));
END $$;
CREATE FUNCTION public.there_is_money() RETURNS boolean
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM 1 FROM accounts ORDER BY id FOR UPDATE;  -- so that none comes meanwhile
    RETURN EXISTS (SELECT 1 FROM accounts WHERE balance <> 0);
END $$;
CREATE FUNCTION public.took_the_money_back(transfer_key text, of_topup bigint) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM 1 FROM topups WHERE id = of_topup FOR UPDATE;
    IF transfer_key IS NULL THEN
        RETURN (SELECT credited IS NULL FROM topups WHERE id = of_topup);
    END IF;
    RETURN EXISTS (
        SELECT 1 FROM transfers WHERE key = transfer_key AND kind = 'topup_reversal' AND topup_id = of_topup);
END $$;
CREATE FUNCTION public.transferred_for(of_topup bigint) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN (SELECT amount FROM transfers WHERE key = 'topup:' || of_topup);
END $$;
CREATE FUNCTION public.transfers_for(of_topup bigint, of_kind text) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN (SELECT count(*) FROM transfers WHERE topup_id = of_topup AND kind = of_kind);
END $$;
CREATE FUNCTION public.transfers_move_money() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE accounts SET balance = balance - NEW.amount, posted = NEW.id WHERE id = NEW.debit;
    UPDATE accounts SET balance = balance + NEW.amount, posted = NEW.id WHERE id = NEW.credit;
    RETURN NULL;
END $$;
CREATE FUNCTION public.waits_for_its_reserve(order_id bigint) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM orders WHERE id = order_id AND paid_from = 'wallet' AND status = 'reserved');
END $$;
CREATE FUNCTION public.was_captured(of_order bigint) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM transfers WHERE key = 'order:' || of_order || ':settle' AND kind = 'capture');
END $$;
CREATE FUNCTION public.was_sent(of_order bigint) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM submissions WHERE order_id = of_order);
END $$;
CREATE FUNCTION public.was_transferred(transfer_key text) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM transfers WHERE key = transfer_key);
END $$;
CREATE FUNCTION public.went_back(of_topup bigint) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM star_refunds WHERE topup_id = of_topup AND status = 'done');
END $$;
CREATE TABLE public.accounts (
    id bigint NOT NULL,
    kind text NOT NULL,
    user_id bigint,
    currency text,
    balance bigint DEFAULT 0 NOT NULL,
    floor bigint DEFAULT 0 NOT NULL,
    posted bigint DEFAULT 0 NOT NULL,
    CONSTRAINT accounts_kind_check CHECK ((kind = ANY (ARRAY['wallet'::text, 'held'::text, 'debt'::text, 'sales'::text, 'stars'::text, 'credit'::text, 'gifts'::text, 'writeoffs'::text]))),
    CONSTRAINT balances_fit CHECK (((balance >= '-9000000000000000'::bigint) AND (balance <= '9000000000000000'::bigint))),
    CONSTRAINT debt_is_not_positive CHECK (((kind <> 'debt'::text) OR (balance <= 0))),
    CONSTRAINT held_is_not_negative CHECK (((kind <> 'held'::text) OR (balance >= 0))),
    CONSTRAINT only_wallets_have_a_line CHECK (((floor <= 0) AND ((kind = 'wallet'::text) OR (floor = 0)))),
    CONSTRAINT people_have_wallet_held_debt CHECK (((kind = ANY (ARRAY['wallet'::text, 'held'::text, 'debt'::text])) = (user_id IS NOT NULL))),
    CONSTRAINT sales_says_the_currency CHECK (((kind = 'sales'::text) = (currency IS NOT NULL))),
    CONSTRAINT wallets_stay_above_their_floor CHECK (((kind <> 'wallet'::text) OR (balance >= floor)))
);
ALTER TABLE public.accounts ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.bots (
    only_one bigint NOT NULL,
    id bigint NOT NULL,
    tried_at bigint DEFAULT 0 NOT NULL,
    served_at bigint DEFAULT 0 NOT NULL,
    CONSTRAINT bots_only_one_check CHECK ((only_one = 1))
);
CREATE TABLE public.cancels (
    id bigint NOT NULL,
    order_id bigint NOT NULL,
    user_id bigint NOT NULL,
    status text DEFAULT 'reserved'::text NOT NULL,
    failure text,
    detail text DEFAULT ''::text NOT NULL,
    created_at bigint NOT NULL,
    operator_told bigint DEFAULT 0 NOT NULL
);
ALTER TABLE public.cancels ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cancels_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.conditions (
    name text NOT NULL,
    since bigint NOT NULL,
    detail text DEFAULT ''::text NOT NULL
);
CREATE TABLE public.conversations (
    user_id bigint NOT NULL,
    state text,
    data text DEFAULT '{}'::text NOT NULL
);
CREATE TABLE public.customer_groups (
    id bigint NOT NULL,
    name text NOT NULL,
    discount text DEFAULT '0'::text NOT NULL,
    created_at bigint NOT NULL,
    ended_at bigint,
    CONSTRAINT customer_groups_discount_check CHECK (public.is_percent(discount, 99.9999999, (9)::bigint)),
    CONSTRAINT customer_groups_name_check CHECK (((length(TRIM(BOTH FROM name)) >= 1) AND (length(TRIM(BOTH FROM name)) <= 40)))
);
ALTER TABLE public.customer_groups ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.customer_groups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.drafts (
    id text NOT NULL,
    user_id bigint NOT NULL,
    panel_key_id bigint NOT NULL,
    service_id text NOT NULL,
    status text DEFAULT 'open'::text NOT NULL,
    answers text DEFAULT '{}'::text NOT NULL,
    quantity bigint,
    rate text,
    price bigint,
    currency text,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    service_name text,
    CONSTRAINT drafts_check CHECK (((status = ANY (ARRAY['open'::text, 'dropped'::text])) OR ((rate IS NOT NULL) AND (price IS NOT NULL) AND (currency IS NOT NULL)))),
    CONSTRAINT drafts_price_check CHECK ((price >= 0)),
    CONSTRAINT drafts_quantity_check CHECK ((quantity > 0)),
    CONSTRAINT drafts_status_check CHECK ((status = ANY (ARRAY['open'::text, 'ready'::text, 'claimed'::text, 'dropped'::text])))
);
CREATE TABLE public.former_cards (
    user_id bigint NOT NULL,
    message_id bigint NOT NULL,
    order_id bigint NOT NULL
);
CREATE TABLE public.holds (
    id bigint NOT NULL,
    panel_key_id bigint NOT NULL,
    service_id text NOT NULL,
    service_name text NOT NULL,
    order_id bigint,
    quoted bigint NOT NULL,
    took bigint NOT NULL,
    seen text NOT NULL,
    state text DEFAULT 'waits'::text NOT NULL,
    decisions bigint DEFAULT 0 NOT NULL,
    decided_by bigint,
    decided_at bigint,
    created_at bigint NOT NULL,
    old_rate text,
    new_rate text,
    CONSTRAINT holds_check CHECK (((seen = 'rate'::text) = (order_id IS NULL))),
    CONSTRAINT holds_check1 CHECK ((((seen = 'rate'::text) = (old_rate IS NOT NULL)) AND ((seen = 'rate'::text) = (new_rate IS NOT NULL)))),
    CONSTRAINT holds_seen_check CHECK ((seen = ANY (ARRAY['charge'::text, 'balance'::text, 'rate'::text]))),
    CONSTRAINT holds_state_check CHECK ((state = ANY (ARRAY['waits'::text, 'not_sold'::text, 'lifted'::text])))
);
ALTER TABLE public.holds ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.holds_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.inbox (
    update_id bigint NOT NULL,
    raw text NOT NULL,
    kept_at bigint NOT NULL,
    set_aside_because text,
    kept_by bigint DEFAULT 0 NOT NULL
);
CREATE TABLE public.invites (
    code_hash text NOT NULL,
    role text NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    used_by bigint,
    used_at bigint,
    created_by bigint,
    CONSTRAINT invites_check CHECK (((used_by IS NULL) = (used_at IS NULL))),
    CONSTRAINT invites_role_check CHECK ((role = ANY (ARRAY['operator'::text, 'customer'::text])))
);
CREATE TABLE public.invoices (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    stars bigint NOT NULL,
    credited bigint NOT NULL,
    currency text NOT NULL,
    draft_id text,
    review text,
    status text DEFAULT 'open'::text NOT NULL,
    message_id bigint,
    ordered_at bigint,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    CONSTRAINT drafts_come_with_their_review CHECK (((draft_id IS NULL) = (review IS NULL))),
    CONSTRAINT invoices_credited_check CHECK ((credited > 0)),
    CONSTRAINT invoices_currency_check CHECK ((currency <> ''::text)),
    CONSTRAINT invoices_expire_after_they_are_made CHECK ((expires_at > created_at)),
    CONSTRAINT invoices_stars_check CHECK ((stars > 0)),
    CONSTRAINT invoices_status_check CHECK ((status = ANY (ARRAY['open'::text, 'paid'::text, 'expired'::text]))),
    CONSTRAINT only_paid_drafts_are_ordered CHECK (((ordered_at IS NULL) OR ((status = 'paid'::text) AND (draft_id IS NOT NULL))))
);
CREATE TABLE public.legal_steps (
    machine text NOT NULL,
    from_status text NOT NULL,
    to_status text NOT NULL
);
CREATE TABLE public.lives (
    name text NOT NULL,
    began_at bigint NOT NULL
);
CREATE TABLE public.migrations (
    number bigint NOT NULL,
    applied_at text NOT NULL
);
CREATE TABLE public.orders (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    panel_key_id bigint NOT NULL,
    draft_id text NOT NULL,
    service_id text NOT NULL,
    service_name text NOT NULL,
    service_type text NOT NULL,
    parameters text NOT NULL,
    target text NOT NULL,
    quantity bigint,
    rate text NOT NULL,
    price bigint NOT NULL,
    currency text NOT NULL,
    refillable bigint NOT NULL,
    cancelable bigint NOT NULL,
    status text DEFAULT 'reserved'::text NOT NULL,
    status_word text DEFAULT ''::text NOT NULL,
    failure text,
    panel_order_id text,
    charge bigint,
    start_count bigint,
    remains bigint,
    card_message_id bigint,
    redraw bigint DEFAULT 0 NOT NULL,
    created_at bigint NOT NULL,
    placed_at bigint,
    ended_at bigint,
    checked_at bigint,
    next_check_at bigint,
    missing_since bigint,
    charge_currency text,
    changed_at bigint,
    slow_check_at bigint,
    slow_since bigint,
    problem_at bigint,
    unreadable_since bigint,
    ended_by bigint,
    adopted_by bigint,
    parts_done bigint,
    dismissed_at bigint,
    paid_from text DEFAULT 'panel'::text NOT NULL,
    cost_rate text,
    cost bigint,
    cost_currency text,
    refunded bigint DEFAULT 0 NOT NULL,
    source text DEFAULT 'chat'::text NOT NULL,
    discount_id bigint,
    needs_transfer text GENERATED ALWAYS AS (
CASE
    WHEN (paid_from = 'wallet'::text) THEN (('order:'::text || (id)::text) ||
    CASE
        WHEN (status = ANY (ARRAY['reserved'::text, 'submitting'::text, 'unconfirmed'::text])) THEN ':reserve'::text
        ELSE ':settle'::text
    END)
    ELSE NULL::text
END) STORED,
    look_again_at bigint,
    CONSTRAINT orders_check CHECK (((status = ANY (ARRAY['reserved'::text, 'submitting'::text, 'unconfirmed'::text, 'failed'::text])) = (panel_order_id IS NULL))),
    CONSTRAINT orders_check1 CHECK (((status = 'failed'::text) = (failure IS NOT NULL))),
    CONSTRAINT orders_check2 CHECK (((paid_from = 'panel'::text) OR ((paid_from = 'wallet'::text) AND (price > 0)))),
    CONSTRAINT orders_check3 CHECK (((refunded >= 0) AND (refunded <= price))),
    CONSTRAINT orders_cost_check CHECK ((cost >= 0)),
    CONSTRAINT orders_panel_order_id_check CHECK ((panel_order_id <> ''::text)),
    CONSTRAINT orders_parts_done_check CHECK ((parts_done >= 0)),
    CONSTRAINT orders_price_check CHECK ((price >= 0)),
    CONSTRAINT orders_quantity_check CHECK ((quantity > 0)),
    CONSTRAINT orders_source_check CHECK ((source = ANY (ARRAY['chat'::text, 'mass'::text, 'api'::text])))
);
ALTER TABLE public.orders ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.orders_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.outbox (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    event text NOT NULL,
    subject_id bigint,
    payload text DEFAULT '{}'::text NOT NULL,
    status text DEFAULT 'pending'::text NOT NULL,
    attempts bigint DEFAULT 0 NOT NULL,
    created_at bigint NOT NULL,
    due_at bigint NOT NULL,
    done_at bigint,
    taken_by bigint DEFAULT 0 NOT NULL,
    message_id bigint,
    CONSTRAINT outbox_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'sending'::text, 'sent'::text, 'dropped'::text])))
);
ALTER TABLE public.outbox ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.panel_keys (
    id bigint NOT NULL,
    owner_id bigint,
    url text NOT NULL,
    balance bigint,
    currency text,
    balance_at bigint,
    services_at bigint,
    rate_per_piece_since bigint,
    charge_ignored_since bigint,
    became bigint
);
ALTER TABLE public.panel_keys ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.panel_keys_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.price_edits (
    id bigint NOT NULL,
    made_by bigint NOT NULL,
    made_at bigint NOT NULL,
    undoes bigint,
    CONSTRAINT price_edits_check CHECK ((undoes < id))
);
ALTER TABLE public.price_edits ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.price_edits_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.price_rules (
    id bigint NOT NULL,
    panel_key_id bigint NOT NULL,
    level text NOT NULL,
    subject text NOT NULL,
    group_id bigint,
    percent text,
    plus bigint,
    fixed bigint,
    begun_in bigint NOT NULL,
    ended_in bigint,
    CONSTRAINT price_rules_check CHECK (((level = 'all'::text) = (subject = ''::text))),
    CONSTRAINT price_rules_check1 CHECK ((((fixed IS NULL) = (percent IS NOT NULL)) AND ((fixed IS NULL) = (plus IS NOT NULL)))),
    CONSTRAINT price_rules_check2 CHECK (((fixed IS NULL) OR (level = 'service'::text))),
    CONSTRAINT price_rules_check3 CHECK ((ended_in > begun_in)),
    CONSTRAINT price_rules_fixed_check CHECK (((fixed >= 1) AND (fixed <= '1000000000000'::bigint))),
    CONSTRAINT price_rules_level_check CHECK ((level = ANY (ARRAY['all'::text, 'category'::text, 'service'::text]))),
    CONSTRAINT price_rules_percent_check CHECK (((percent IS NULL) OR public.is_percent(percent, (100000)::numeric, (14)::bigint))),
    CONSTRAINT price_rules_plus_check CHECK (((plus >= 0) AND (plus <= '1000000000000'::bigint)))
);
ALTER TABLE public.price_rules ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.price_rules_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.refills (
    id bigint NOT NULL,
    order_id bigint NOT NULL,
    user_id bigint NOT NULL,
    panel_key_id bigint NOT NULL,
    status text DEFAULT 'reserved'::text NOT NULL,
    status_word text DEFAULT ''::text NOT NULL,
    failure text,
    detail text DEFAULT ''::text NOT NULL,
    panel_refill_id text,
    created_at bigint NOT NULL,
    ended_at bigint,
    next_check_at bigint,
    missing_since bigint,
    misses bigint DEFAULT 0 NOT NULL,
    word_since bigint,
    operator_told bigint DEFAULT 0 NOT NULL,
    CONSTRAINT refills_panel_refill_id_check CHECK ((panel_refill_id <> ''::text))
);
ALTER TABLE public.refills ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.refills_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.refund_questions (
    id bigint NOT NULL,
    order_id bigint NOT NULL,
    doubt text NOT NULL,
    asked_at bigint NOT NULL,
    said_at bigint NOT NULL,
    decided_by bigint,
    decided_at bigint,
    CONSTRAINT refund_questions_doubt_check CHECK ((doubt = ANY (ARRAY['no_proportion'::text, 'after_refill'::text, 'in_runs'::text, 'delivered_after_all'::text, 'by_hand'::text]))),
    CONSTRAINT who_decides_does_it_at_a_time CHECK (((decided_by IS NULL) OR (decided_at IS NOT NULL)))
);
ALTER TABLE public.refund_questions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.refund_questions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.rounds (
    panel_key_id bigint NOT NULL,
    age text NOT NULL,
    began_at bigint NOT NULL,
    CONSTRAINT round_ends_age_check CHECK ((age = ANY (ARRAY['hour'::text, 'day'::text, 'older'::text])))
);
CREATE TABLE public.services (
    panel_key_id bigint NOT NULL,
    id text NOT NULL,
    "position" bigint NOT NULL,
    name text NOT NULL,
    type text NOT NULL,
    category text NOT NULL,
    rate text NOT NULL,
    min bigint NOT NULL,
    max bigint NOT NULL,
    description text NOT NULL,
    refill bigint NOT NULL,
    cancel bigint NOT NULL,
    dripfeed bigint NOT NULL
);
CREATE TABLE public.shop_settings (
    id bigint NOT NULL,
    name text NOT NULL,
    value text NOT NULL,
    changed_by bigint NOT NULL,
    changed_at bigint NOT NULL,
    CONSTRAINT shop_settings_name_check CHECK ((name <> ''::text)),
    CONSTRAINT shop_settings_value_check CHECK ((value <> ''::text))
);
ALTER TABLE public.shop_settings ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.shop_settings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.star_refunds (
    id bigint NOT NULL,
    topup_id bigint NOT NULL,
    reversal text,
    cause text NOT NULL,
    asked_by bigint,
    status text DEFAULT 'asked'::text NOT NULL,
    detail text DEFAULT ''::text NOT NULL,
    asked_at bigint NOT NULL,
    due_at bigint NOT NULL,
    ended_at bigint,
    CONSTRAINT refunds_end_at_a_time CHECK (((status = ANY (ARRAY['done'::text, 'refused'::text])) = (ended_at IS NOT NULL))),
    CONSTRAINT somebody_asks_or_telegram_does CHECK (((cause = ANY (ARRAY['person'::text, 'operator'::text])) = (asked_by IS NOT NULL))),
    CONSTRAINT star_refunds_cause_check CHECK ((cause = ANY (ARRAY['person'::text, 'operator'::text, 'telegram'::text, 'replayed'::text]))),
    CONSTRAINT star_refunds_status_check CHECK ((status = ANY (ARRAY['asked'::text, 'sending'::text, 'done'::text, 'refused'::text])))
);
ALTER TABLE public.star_refunds ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.star_refunds_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.star_statement (
    id bigint NOT NULL,
    rows_read bigint DEFAULT 0 NOT NULL,
    read_at bigint,
    compared_at bigint,
    CONSTRAINT star_statement_id_check CHECK ((id = 1)),
    CONSTRAINT star_statement_rows_read_check CHECK ((rows_read >= 0))
);
CREATE TABLE public.submissions (
    id bigint NOT NULL,
    order_id bigint NOT NULL,
    started_at bigint NOT NULL,
    ended_at bigint,
    outcome text,
    detail text DEFAULT ''::text NOT NULL,
    balance_before bigint,
    evidence text,
    decided_by bigint,
    decided_at bigint,
    operator_told bigint DEFAULT 0 NOT NULL,
    decision text,
    CONSTRAINT submissions_check CHECK (((outcome IS NULL) = (ended_at IS NULL))),
    CONSTRAINT submissions_check1 CHECK (((decided_by IS NULL) = (decided_at IS NULL))),
    CONSTRAINT submissions_decision_check CHECK ((decision = ANY (ARRAY['exists'::text, 'never'::text]))),
    CONSTRAINT submissions_outcome_check CHECK ((outcome = ANY (ARRAY['placed'::text, 'refused'::text, 'not_sent'::text, 'unknown'::text])))
);
ALTER TABLE public.submissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.submissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.topups (
    id bigint NOT NULL,
    method text DEFAULT 'stars'::text NOT NULL,
    charge_id text NOT NULL,
    user_id bigint NOT NULL,
    stars bigint NOT NULL,
    credited bigint,
    currency text NOT NULL,
    invoice_id text,
    heard_from text NOT NULL,
    paid_at bigint NOT NULL,
    created_at bigint NOT NULL,
    CONSTRAINT topups_charge_id_check CHECK (((charge_id <> ''::text) AND (charge_id = TRIM(BOTH FROM charge_id)))),
    CONSTRAINT topups_credited_check CHECK ((credited > 0)),
    CONSTRAINT topups_heard_from_check CHECK ((heard_from = ANY (ARRAY['update'::text, 'statement'::text]))),
    CONSTRAINT topups_method_check CHECK ((method = 'stars'::text)),
    CONSTRAINT topups_stars_check CHECK ((stars > 0))
);
ALTER TABLE public.topups ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.topups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.transfers (
    id bigint NOT NULL,
    key text NOT NULL,
    kind text NOT NULL,
    debit bigint NOT NULL,
    credit bigint NOT NULL,
    amount bigint NOT NULL,
    order_id bigint,
    topup_id bigint,
    actor bigint,
    reason text DEFAULT ''::text NOT NULL,
    happened_at bigint NOT NULL,
    created_at bigint NOT NULL,
    CONSTRAINT about_a_topup CHECK (((kind = ANY (ARRAY['topup'::text, 'topup_reversal'::text, 'reversal_undone'::text])) = (topup_id IS NOT NULL))),
    CONSTRAINT about_an_order CHECK (((kind = ANY (ARRAY['reserve'::text, 'capture'::text, 'release'::text, 'refund'::text])) = (order_id IS NOT NULL))),
    CONSTRAINT by_hand_with_a_reason CHECK (((kind <> ALL (ARRAY['credit'::text, 'debit'::text, 'adjustment'::text])) OR ((actor IS NOT NULL) AND (TRIM(BOTH FROM reason) <> ''::text)))),
    CONSTRAINT keys_say_what_it_is_about CHECK (
CASE
    WHEN (kind = 'reserve'::text) THEN (key = (('order:'::text || order_id) || ':reserve'::text))
    WHEN (kind = ANY (ARRAY['capture'::text, 'release'::text])) THEN (key = (('order:'::text || order_id) || ':settle'::text))
    WHEN (kind = 'topup'::text) THEN (key = ('topup:'::text || topup_id))
    WHEN (kind = ANY (ARRAY['refund'::text, 'topup_reversal'::text, 'reversal_undone'::text])) THEN true
    ELSE ((substr(key, 1, (length(kind) + 1)) = (kind || ':'::text)) AND (length(key) > (length(kind) + 1)))
END),
    CONSTRAINT not_to_itself CHECK ((debit <> credit)),
    CONSTRAINT transfers_amount_check CHECK (((amount >= 1) AND (amount <= '9000000000000000'::bigint))),
    CONSTRAINT transfers_kind_check CHECK ((kind = ANY (ARRAY['reserve'::text, 'capture'::text, 'release'::text, 'refund'::text, 'topup'::text, 'topup_reversal'::text, 'reversal_undone'::text, 'debt_payment'::text, 'gift'::text, 'gift_reversal'::text, 'credit'::text, 'debit'::text, 'adjustment'::text])))
);
ALTER TABLE public.transfers ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.transfers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.users (
    id bigint NOT NULL,
    name text NOT NULL,
    language_code text,
    language text,
    notifications text DEFAULT 'all'::text NOT NULL,
    role text,
    knocked_at bigint,
    blocked_at bigint,
    created_at bigint NOT NULL,
    username text,
    let_in_at bigint,
    let_in_by bigint,
    refused_at bigint,
    telegram_id bigint,
    in_admin_ids bigint DEFAULT 0 NOT NULL,
    group_id bigint,
    removed_at bigint,
    CONSTRAINT users_in_admin_ids_check CHECK ((in_admin_ids = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT users_notifications_check CHECK ((notifications = ANY (ARRAY['all'::text, 'end'::text, 'none'::text]))),
    CONSTRAINT users_role_check CHECK ((role = ANY (ARRAY['operator'::text, 'customer'::text])))
);
INSERT INTO public.accounts VALUES (1, 'sales', NULL, 'USD', 0, 0, 0);
INSERT INTO public.accounts VALUES (4, 'held', 1699215120308432, NULL, 0, 0, 0);
INSERT INTO public.accounts VALUES (5, 'debt', 1699215120308432, NULL, 0, 0, 0);
INSERT INTO public.accounts VALUES (3, 'wallet', 1699215120308432, NULL, 0, 0, 4);
INSERT INTO public.accounts VALUES (2, 'stars', NULL, NULL, 0, 0, 4);
INSERT INTO public.bots VALUES (1, 42, 1795972597270, 1795972577331);
INSERT INTO public.cancels VALUES (1, 3, 1699215120308432, 'asked', NULL, '23503', 1795972589914, 0);
INSERT INTO public.conditions VALUES ('status_word', 1763900000000, 'Awaiting');
INSERT INTO public.conversations VALUES (1048094012428455, NULL, '{"menu":34,"text":100000031}');
INSERT INTO public.conversations VALUES (1699215120308432, 'review', '{"draft":"gf2tcWkNrSZt","menu":41,"text":100000038,"tap":100000036}');
INSERT INTO public.customer_groups VALUES (1, 'Gold', '12.5', 1763900000000, NULL);
INSERT INTO public.drafts VALUES ('aI-R4RkU3v_c', 1699215120308432, 1, '101', 'claimed', '{"link":"https://example.com/p/1","quantity":"1000"}', 1000, '0.90', 900000, 'USD', 1795972577886, 1795972577969, 'Pictogram Followers · Standard');
INSERT INTO public.drafts VALUES ('wo1egT6Zwu75', 1699215120308432, 1, '101', 'claimed', '{"link":"https://example.com/p/2","quantity":"500"}', 500, '0.90', 450000, 'USD', 1795972581205, 1795972581337, 'Pictogram Followers · Standard');
INSERT INTO public.drafts VALUES ('YubqNStaYN8C', 1699215120308432, 1, '125', 'claimed', '{"link":"https://example.com/p/3","quantity":"100"}', 100, '1.05', 105000, 'USD', 1795972586688, 1795972586783, 'Clipstream Likes');
INSERT INTO public.drafts VALUES ('SKAnW0s_NJk1', 1699215120308432, 1, '101', 'claimed', '{"link":"https://example.com/p/4","quantity":"1000"}', 1000, '0.90', 900000, 'USD', 1795972593046, 1795972593097, 'Pictogram Followers · Standard');
INSERT INTO public.drafts VALUES ('gf2tcWkNrSZt', 1699215120308432, 1, '101', 'ready', '{"link":"https://example.com/p/5","quantity":"2000"}', 2000, '0.90', 1800000, 'USD', 1795972598503, 1795972598564, 'Pictogram Followers · Standard');
INSERT INTO public.former_cards VALUES (1699215120308432, 2, 1);
INSERT INTO public.former_cards VALUES (1699215120308432, 7, 1);
INSERT INTO public.holds VALUES (1, 1, '101', 'Pictogram Followers', 1, 900000, 2700000, 'charge', 'lifted', 0, NULL, NULL, 1763900000000, NULL, NULL);
INSERT INTO public.inbox VALUES (5, '', 1763900000000, 'not understood', 0);
INSERT INTO public.invites VALUES ('9f186eb60c27bdaf499ca87c459a1e945b3bbe045a68ff8834793bb0e7e3a1da', 'customer', 1795972598438, 1796577398438, NULL, NULL, 1048094012428455);
INSERT INTO public.invoices VALUES (77, 1699215120308432, 100, 1170000, 'USD', NULL, NULL, 'open', NULL, NULL, 1763900000000, 1763903600000);
INSERT INTO public.legal_steps VALUES ('order', '', 'reserved');
INSERT INTO public.legal_steps VALUES ('order', 'reserved', 'submitting');
INSERT INTO public.legal_steps VALUES ('order', 'submitting', 'failed');
INSERT INTO public.legal_steps VALUES ('order', 'submitting', 'unconfirmed');
INSERT INTO public.legal_steps VALUES ('order', 'submitting', 'pending');
INSERT INTO public.legal_steps VALUES ('order', 'unconfirmed', 'failed');
INSERT INTO public.legal_steps VALUES ('order', 'unconfirmed', 'pending');
INSERT INTO public.legal_steps VALUES ('order', 'pending', 'processing');
INSERT INTO public.legal_steps VALUES ('order', 'pending', 'in_progress');
INSERT INTO public.legal_steps VALUES ('order', 'pending', 'completed');
INSERT INTO public.legal_steps VALUES ('order', 'pending', 'partial');
INSERT INTO public.legal_steps VALUES ('order', 'pending', 'canceled');
INSERT INTO public.legal_steps VALUES ('order', 'processing', 'pending');
INSERT INTO public.legal_steps VALUES ('order', 'processing', 'in_progress');
INSERT INTO public.legal_steps VALUES ('order', 'processing', 'completed');
INSERT INTO public.legal_steps VALUES ('order', 'processing', 'partial');
INSERT INTO public.legal_steps VALUES ('order', 'processing', 'canceled');
INSERT INTO public.legal_steps VALUES ('order', 'in_progress', 'pending');
INSERT INTO public.legal_steps VALUES ('order', 'in_progress', 'processing');
INSERT INTO public.legal_steps VALUES ('order', 'in_progress', 'completed');
INSERT INTO public.legal_steps VALUES ('order', 'in_progress', 'partial');
INSERT INTO public.legal_steps VALUES ('order', 'in_progress', 'canceled');
INSERT INTO public.legal_steps VALUES ('refill', '', 'reserved');
INSERT INTO public.legal_steps VALUES ('refill', 'reserved', 'submitting');
INSERT INTO public.legal_steps VALUES ('refill', 'submitting', 'failed');
INSERT INTO public.legal_steps VALUES ('refill', 'submitting', 'unconfirmed');
INSERT INTO public.legal_steps VALUES ('refill', 'submitting', 'pending');
INSERT INTO public.legal_steps VALUES ('refill', 'unconfirmed', 'failed');
INSERT INTO public.legal_steps VALUES ('refill', 'unconfirmed', 'pending');
INSERT INTO public.legal_steps VALUES ('refill', 'pending', 'in_progress');
INSERT INTO public.legal_steps VALUES ('refill', 'pending', 'completed');
INSERT INTO public.legal_steps VALUES ('refill', 'pending', 'rejected');
INSERT INTO public.legal_steps VALUES ('refill', 'pending', 'canceled');
INSERT INTO public.legal_steps VALUES ('refill', 'pending', 'error');
INSERT INTO public.legal_steps VALUES ('refill', 'in_progress', 'pending');
INSERT INTO public.legal_steps VALUES ('refill', 'in_progress', 'completed');
INSERT INTO public.legal_steps VALUES ('refill', 'in_progress', 'rejected');
INSERT INTO public.legal_steps VALUES ('refill', 'in_progress', 'canceled');
INSERT INTO public.legal_steps VALUES ('refill', 'in_progress', 'error');
INSERT INTO public.legal_steps VALUES ('cancel', '', 'reserved');
INSERT INTO public.legal_steps VALUES ('cancel', 'reserved', 'submitting');
INSERT INTO public.legal_steps VALUES ('cancel', 'submitting', 'asked');
INSERT INTO public.legal_steps VALUES ('cancel', 'submitting', 'failed');
INSERT INTO public.legal_steps VALUES ('cancel', 'submitting', 'unconfirmed');
INSERT INTO public.legal_steps VALUES ('cancel', 'unconfirmed', 'failed');
INSERT INTO public.legal_steps VALUES ('draft', '', 'open');
INSERT INTO public.legal_steps VALUES ('draft', 'open', 'ready');
INSERT INTO public.legal_steps VALUES ('draft', 'ready', 'open');
INSERT INTO public.legal_steps VALUES ('draft', 'ready', 'claimed');
INSERT INTO public.legal_steps VALUES ('draft', 'open', 'dropped');
INSERT INTO public.legal_steps VALUES ('draft', 'ready', 'dropped');
INSERT INTO public.legal_steps VALUES ('refill', 'pending', 'unreported');
INSERT INTO public.legal_steps VALUES ('refill', 'in_progress', 'unreported');
INSERT INTO public.legal_steps VALUES ('refill', 'unreported', 'pending');
INSERT INTO public.legal_steps VALUES ('refill', 'unreported', 'in_progress');
INSERT INTO public.legal_steps VALUES ('refill', 'unreported', 'completed');
INSERT INTO public.legal_steps VALUES ('refill', 'unreported', 'rejected');
INSERT INTO public.legal_steps VALUES ('refill', 'unreported', 'canceled');
INSERT INTO public.legal_steps VALUES ('refill', 'unreported', 'error');
INSERT INTO public.legal_steps VALUES ('order', 'pending', 'problem');
INSERT INTO public.legal_steps VALUES ('order', 'processing', 'problem');
INSERT INTO public.legal_steps VALUES ('order', 'in_progress', 'problem');
INSERT INTO public.legal_steps VALUES ('order', 'problem', 'pending');
INSERT INTO public.legal_steps VALUES ('order', 'problem', 'processing');
INSERT INTO public.legal_steps VALUES ('order', 'problem', 'in_progress');
INSERT INTO public.legal_steps VALUES ('order', 'problem', 'completed');
INSERT INTO public.legal_steps VALUES ('order', 'problem', 'partial');
INSERT INTO public.legal_steps VALUES ('order', 'problem', 'canceled');
INSERT INTO public.legal_steps VALUES ('order', 'pending', 'closed');
INSERT INTO public.legal_steps VALUES ('order', 'processing', 'closed');
INSERT INTO public.legal_steps VALUES ('order', 'in_progress', 'closed');
INSERT INTO public.legal_steps VALUES ('order', 'problem', 'closed');
INSERT INTO public.legal_steps VALUES ('refill', 'unconfirmed', 'closed');
INSERT INTO public.legal_steps VALUES ('refill', 'pending', 'closed');
INSERT INTO public.legal_steps VALUES ('refill', 'in_progress', 'closed');
INSERT INTO public.legal_steps VALUES ('refill', 'unreported', 'closed');
INSERT INTO public.legal_steps VALUES ('order', 'reserved', 'failed');
INSERT INTO public.legal_steps VALUES ('order', 'completed', 'partial');
INSERT INTO public.legal_steps VALUES ('order', 'completed', 'canceled');
INSERT INTO public.legal_steps VALUES ('order', 'partial', 'canceled');
INSERT INTO public.legal_steps VALUES ('order', 'partial', 'completed');
INSERT INTO public.legal_steps VALUES ('order', 'canceled', 'partial');
INSERT INTO public.legal_steps VALUES ('order', 'canceled', 'completed');
INSERT INTO public.legal_steps VALUES ('invoice', '', 'open');
INSERT INTO public.legal_steps VALUES ('invoice', 'open', 'paid');
INSERT INTO public.legal_steps VALUES ('invoice', 'open', 'expired');
INSERT INTO public.legal_steps VALUES ('invoice', 'expired', 'paid');
INSERT INTO public.legal_steps VALUES ('star_refund', '', 'asked');
INSERT INTO public.legal_steps VALUES ('star_refund', 'asked', 'sending');
INSERT INTO public.legal_steps VALUES ('star_refund', 'asked', 'done');
INSERT INTO public.legal_steps VALUES ('star_refund', 'sending', 'done');
INSERT INTO public.legal_steps VALUES ('star_refund', 'sending', 'refused');
INSERT INTO public.lives VALUES ('7713639520562649201:192244', 1795972577264);
INSERT INTO public.migrations VALUES (1, '2026-11-29 17:16:15.692273+00');
INSERT INTO public.migrations VALUES (2, '2026-11-29 17:16:15.692273+00');
INSERT INTO public.migrations VALUES (3, '2026-11-29 17:16:15.692273+00');
INSERT INTO public.migrations VALUES (4, '2026-11-29 17:16:15.692273+00');
INSERT INTO public.migrations VALUES (5, '2026-11-29 17:16:15.692273+00');
INSERT INTO public.migrations VALUES (7, '2026-11-29 17:16:15.692273+00');
INSERT INTO public.migrations VALUES (8, '2026-11-29 17:16:15.692273+00');
INSERT INTO public.migrations VALUES (9, '2026-11-29 17:16:15.692273+00');
INSERT INTO public.migrations VALUES (10, '2026-11-29 17:16:15.692273+00');
INSERT INTO public.migrations VALUES (11, '2026-11-29 17:16:15.692273+00');
INSERT INTO public.migrations VALUES (12, '2026-11-29 17:16:15.692273+00');
INSERT INTO public.migrations VALUES (13, '2026-11-29 17:16:15.692273+00');
INSERT INTO public.migrations VALUES (15, '2026-11-29 17:16:15.692273+00');
INSERT INTO public.migrations VALUES (16, '2026-11-29 17:16:15.692273+00');
INSERT INTO public.migrations VALUES (17, '2026-11-29 17:16:15.692273+00');
INSERT INTO public.migrations VALUES (19, '2026-11-29 17:16:15.692273+00');
INSERT INTO public.migrations VALUES (20, '2026-11-29 17:16:15.692273+00');
INSERT INTO public.migrations VALUES (21, '2026-11-29 17:16:15.692273+00');
INSERT INTO public.migrations VALUES (22, '2026-11-29 17:16:15.692273+00');
INSERT INTO public.migrations VALUES (23, '2026-11-29 17:16:15.692273+00');
INSERT INTO public.migrations VALUES (24, '2026-11-29 17:16:15.692273+00');
INSERT INTO public.migrations VALUES (25, '2026-11-29 17:16:15.692273+00');
INSERT INTO public.migrations VALUES (26, '2026-11-29 17:16:15.692273+00');
INSERT INTO public.migrations VALUES (27, '2026-11-29 17:16:15.692273+00');
INSERT INTO public.migrations VALUES (28, '2026-11-29 17:16:15.692273+00');
INSERT INTO public.orders VALUES (1, 1699215120308432, 1, 'aI-R4RkU3v_c', '101', 'Pictogram Followers · Standard', 'default', '{"link":"https://example.com/p/1","quantity":"1000"}', 'https://example.com/p/1', 1000, '0.90', 900000, 'USD', 1, 1, 'pending', 'Pending', NULL, '23501', 900000, 8358, 1000, 10, 0, 1795972578020, 1795972578050, NULL, 1795972578129, NULL, NULL, 'USD', 1795972578129, 1796231778050, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'panel', NULL, NULL, NULL, 0, 'chat', NULL, DEFAULT, NULL);
INSERT INTO public.orders VALUES (3, 1699215120308432, 1, 'YubqNStaYN8C', '125', 'Clipstream Likes', 'default', '{"link":"https://example.com/p/3","quantity":"100"}', 'https://example.com/p/3', 100, '1.05', 105000, 'USD', 1, 1, 'pending', 'Pending', NULL, '23503', 105000, 69, 100, 23, 0, 1795972586822, 1795972586841, NULL, 1795972586936, NULL, NULL, 'USD', 1795972586936, 1796231786841, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'panel', NULL, NULL, NULL, 0, 'chat', NULL, DEFAULT, NULL);
INSERT INTO public.orders VALUES (4, 1699215120308432, 1, 'SKAnW0s_NJk1', '101', 'Pictogram Followers · Standard', 'default', '{"link":"https://example.com/p/4","quantity":"1000"}', 'https://example.com/p/4', 1000, '0.90', 900000, 'USD', 1, 1, 'unconfirmed', '', NULL, NULL, NULL, NULL, NULL, 29, 0, 1795972593142, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'panel', NULL, NULL, NULL, 0, 'chat', NULL, DEFAULT, NULL);
INSERT INTO public.orders VALUES (2, 1699215120308432, 1, 'wo1egT6Zwu75', '101', 'Pictogram Followers · Standard', 'default', '{"link":"https://example.com/p/2","quantity":"500"}', 'https://example.com/p/2', 500, '0.90', 450000, 'USD', 1, 1, 'completed', 'Completed', NULL, '23502', 450000, 12439, 0, 16, 0, 1795972581404, 1795972581442, 1795972584535, 1795972584535, NULL, NULL, 'USD', 1795972584535, 1796231781442, NULL, NULL, NULL, NULL, NULL, 3, 1763900000000, 'panel', NULL, NULL, NULL, 0, 'chat', NULL, DEFAULT, NULL);
INSERT INTO public.outbox VALUES (1, 1699215120308432, 'order_card', 1, '{}', 'sent', 1, 1795972578020, 1795972578020, 1795972578056, 857203283, NULL);
INSERT INTO public.outbox VALUES (2, 1699215120308432, 'order_submitted', 1, '{}', 'sent', 1, 1795972578050, 1795972578050, 1795972578081, 857203283, NULL);
INSERT INTO public.outbox VALUES (3, 1699215120308432, 'order_card', 1, '{}', 'sent', 1, 1795972578129, 1795972578129, 1795972578178, 857203283, NULL);
INSERT INTO public.outbox VALUES (4, 1699215120308432, 'order_card', 2, '{}', 'sent', 1, 1795972581404, 1795972581404, 1795972581434, 857203283, NULL);
INSERT INTO public.outbox VALUES (5, 1699215120308432, 'order_submitted', 2, '{}', 'sent', 1, 1795972581442, 1795972581442, 1795972581471, 857203283, NULL);
INSERT INTO public.outbox VALUES (6, 1699215120308432, 'order_card', 2, '{}', 'sent', 1, 1795972581553, 1795972581553, 1795972581606, 857203283, NULL);
INSERT INTO public.outbox VALUES (7, 1699215120308432, 'order_card', 2, '{}', 'sent', 1, 1795972584535, 1795972584535, 1795972584568, 857203283, NULL);
INSERT INTO public.outbox VALUES (8, 1699215120308432, 'order_ended', 2, '{}', 'sent', 1, 1795972584535, 1795972584535, 1795972584577, 857203283, NULL);
INSERT INTO public.outbox VALUES (9, 1699215120308432, 'order_card', 2, '{}', 'sent', 1, 1795972586579, 1795972586579, 1795972586639, 857203283, NULL);
INSERT INTO public.outbox VALUES (10, 1699215120308432, 'refill_submitted', 1, '{}', 'sent', 1, 1795972586640, 1795972586640, 1795972586710, 857203283, NULL);
INSERT INTO public.outbox VALUES (11, 1699215120308432, 'order_card', 2, '{}', 'sent', 1, 1795972586757, 1795972586757, 1795972586811, 857203283, NULL);
INSERT INTO public.outbox VALUES (12, 1699215120308432, 'order_card', 3, '{}', 'sent', 1, 1795972586822, 1795972586822, 1795972586847, 857203283, NULL);
INSERT INTO public.outbox VALUES (13, 1699215120308432, 'order_submitted', 3, '{}', 'sent', 1, 1795972586841, 1795972586841, 1795972586867, 857203283, NULL);
INSERT INTO public.outbox VALUES (14, 1699215120308432, 'order_card', 3, '{}', 'sent', 1, 1795972586936, 1795972586936, 1795972586969, 857203283, NULL);
INSERT INTO public.outbox VALUES (15, 1699215120308432, 'order_card', 3, '{}', 'dropped', 1, 1795972589914, 1795972589914, 1795972589961, 857203283, NULL);
INSERT INTO public.outbox VALUES (16, 1699215120308432, 'cancel_submitted', 1, '{}', 'sent', 1, 1795972589994, 1795972589994, 1795972590025, 857203283, NULL);
INSERT INTO public.outbox VALUES (17, 1699215120308432, 'order_card', 4, '{}', 'sent', 1, 1795972593142, 1795972593142, 1795972593175, 857203283, NULL);
INSERT INTO public.outbox VALUES (18, 1699215120308432, 'order_submitted', 4, '{}', 'sent', 1, 1795972593174, 1795972593174, 1795972593197, 857203283, NULL);
INSERT INTO public.outbox VALUES (19, 1048094012428455, 'decide_order', 4, '{}', 'sent', 1, 1795972598340, 1795972598340, 1795972598354, 857203283, NULL);
INSERT INTO public.outbox VALUES (20, 1048094012428455, 'knock', 867814156406631, '{}', 'sent', 1, 1795972598361, 1795972598361, 1795972598551, 857203283, 39);
INSERT INTO public.outbox VALUES (21, 1048094012428455, 'knock', 867814156406631, '{}', 'pending', 0, 1763900000000, 1763900000000, NULL, 0, NULL);
INSERT INTO public.panel_keys VALUES (1, NULL, 'https://panel.example/api/v2', 997645000, 'USD', 1795972599524, 1795972577426, NULL, NULL, NULL);
INSERT INTO public.price_edits VALUES (1, 1048094012428455, 1763900000000, NULL);
INSERT INTO public.price_rules VALUES (1, 1, 'all', '', NULL, '50', 0, NULL, 1, NULL);
INSERT INTO public.refills VALUES (1, 2, 1699215120308432, 1, 'pending', 'Pending', NULL, '', '1', 1795972586579, NULL, 1795972599739, NULL, 0, 1795972586757, 0);
INSERT INTO public.refund_questions VALUES (1, 1, 'no_proportion', 1763900000000, 1763900000000, NULL, NULL);
INSERT INTO public.rounds VALUES (1, 'hour', 1795972599531);
INSERT INTO public.services VALUES (1, '101', 0, 'Pictogram Followers · Standard', 'default', '📷 Pictogram · Followers', '0.90', 50, 10000, 'Starts within minutes and ends within a day.', 1, 1, 0);
INSERT INTO public.services VALUES (1, '102', 1, 'Pictogram Followers · Fast', 'default', '📷 Pictogram · Followers', '0.42', 100, 50000, 'The fastest there is here: starts at once, ends within the hour. May drop a little later.', 0, 0, 0);
INSERT INTO public.services VALUES (1, '103', 2, 'Pictogram Followers · Drip-feed', 'default', '📷 Pictogram · Followers', '1.15', 10, 5000, 'Slow and steady, over several days.', 1, 1, 1);
INSERT INTO public.services VALUES (1, '104', 3, 'Pictogram Followers · 30 days refill', 'default', '📷 Pictogram · Followers', '1.48', 50, 100000, 'Starts within minutes and ends within a day.', 1, 0, 0);
INSERT INTO public.services VALUES (1, '105', 4, 'Pictogram Followers · Starter pack of 500', 'package', '📷 Pictogram · Followers', '0.75', 1, 1, 'One profile, 500 followers.', 1, 0, 0);
INSERT INTO public.services VALUES (1, '106', 5, 'Pictogram Followers · Growth pack of 5,000', 'package', '📷 Pictogram · Followers', '6.90', 1, 1, 'One profile, 5,000 followers.', 1, 1, 0);
INSERT INTO public.services VALUES (1, '107', 6, 'Pictogram Likes · Standard', 'default', '📷 Pictogram · Likes and views', '0.28', 10, 20000, 'Starts within minutes and ends within a day.', 1, 1, 1);
INSERT INTO public.services VALUES (1, '108', 7, 'Pictogram Likes · Fast', 'default', '📷 Pictogram · Likes and views', '0.09', 20, 100000, 'The fastest there is here: starts at once, ends within the hour. May drop a little later.', 0, 1, 0);
INSERT INTO public.services VALUES (1, '109', 8, 'Pictogram Reel Views', 'default', '📷 Pictogram · Likes and views', '0.01250', 100, 5000000, 'The fastest there is here: starts at once, ends within the hour. May drop a little later.', 0, 0, 1);
INSERT INTO public.services VALUES (1, '110', 9, 'Pictogram Story Views', 'default', '📷 Pictogram · Likes and views', '0.03100', 100, 40000, 'The fastest there is here: starts at once, ends within the hour. May drop a little later.', 0, 0, 0);
INSERT INTO public.services VALUES (1, '111', 10, 'Pictogram Auto Likes for new posts', 'subscriptions', '📷 Pictogram · Likes and views', '0.35', 20, 5000, 'Likes every new post automatically.', 0, 1, 0);
INSERT INTO public.services VALUES (1, '112', 11, 'Pictogram Likes on a comment', 'comment_likes', '📷 Pictogram · Likes and views', '1.20', 20, 2000, 'Likes for one comment.', 0, 0, 0);
INSERT INTO public.services VALUES (1, '113', 12, 'Pictogram Comments · Your words', 'custom_comments', '📷 Pictogram · Comments and mentions', '8.00', 5, 1500, 'You write them, one per line.', 0, 1, 0);
INSERT INTO public.shop_settings VALUES (1, 'star_price', '0.0117', 1048094012428455, 1763900000000);
INSERT INTO public.star_refunds VALUES (1, 902, NULL, 'operator', 1048094012428455, 'asked', '', 1763900000000, 1763900000000, NULL);
INSERT INTO public.star_statement VALUES (1, 2, 1763900000000, NULL);
INSERT INTO public.submissions VALUES (1, 1, 1795972578035, 1795972578050, 'placed', '23501', 1000000000, NULL, NULL, NULL, 0, NULL);
INSERT INTO public.submissions VALUES (2, 2, 1795972581423, 1795972581442, 'placed', '23502', 999100000, NULL, NULL, NULL, 0, NULL);
INSERT INTO public.submissions VALUES (3, 3, 1795972586836, 1795972586841, 'placed', '23503', 998650000, NULL, NULL, NULL, 0, NULL);
INSERT INTO public.submissions VALUES (4, 4, 1795972593159, 1795972593174, 'unknown', 'ClientOSError [Errno 104] Connection reset by peer', 998545000, '{"balance_before":998545000,"balance_after":997645000,"candidates":[{"id":"23504","charge":900000,"currency":"USD"}]}', NULL, NULL, 0, NULL);
INSERT INTO public.topups VALUES (901, 'stars', 'one', 1699215120308432, 100, 1170000, 'USD', NULL, 'update', 1763900000000, 1763900000000);
INSERT INTO public.topups VALUES (902, 'stars', 'two', 1699215120308432, 100, NULL, 'USD', NULL, 'update', 1763900000000, 1763900000000);
INSERT INTO public.transfers VALUES (2, 'topup:901', 'topup', 2, 3, 1170000, NULL, 901, NULL, '', 1763900000000, 1763900000000);
INSERT INTO public.transfers VALUES (4, 'topup:901:reversal:1', 'topup_reversal', 3, 2, 1170000, NULL, 901, NULL, '', 1763900000000, 1763900000000);
INSERT INTO public.users VALUES (1699215120308432, 'Alice', 'en', NULL, 'all', NULL, NULL, NULL, 1795972577076, 'alice', NULL, NULL, NULL, 1001, 0, NULL, NULL);
INSERT INTO public.users VALUES (1048094012428455, 'Olga', 'en', NULL, 'all', NULL, NULL, NULL, 1795972577076, 'olga', NULL, NULL, NULL, 1003, 1, NULL, NULL);
INSERT INTO public.users VALUES (867814156406631, 'Bob', 'en', NULL, 'all', NULL, 1795972598361, NULL, 1795972598360, 'bob', NULL, NULL, NULL, 1002, 0, NULL, NULL);
SELECT pg_catalog.setval('public.accounts_id_seq', 5, true);
SELECT pg_catalog.setval('public.cancels_id_seq', 1, true);
SELECT pg_catalog.setval('public.customer_groups_id_seq', 1, true);
SELECT pg_catalog.setval('public.holds_id_seq', 1, true);
SELECT pg_catalog.setval('public.orders_id_seq', 4, true);
SELECT pg_catalog.setval('public.outbox_id_seq', 21, true);
SELECT pg_catalog.setval('public.panel_keys_id_seq', 1, true);
SELECT pg_catalog.setval('public.price_edits_id_seq', 1, true);
SELECT pg_catalog.setval('public.price_rules_id_seq', 1, true);
SELECT pg_catalog.setval('public.refills_id_seq', 1, true);
SELECT pg_catalog.setval('public.refund_questions_id_seq', 1, true);
SELECT pg_catalog.setval('public.shop_settings_id_seq', 1, true);
SELECT pg_catalog.setval('public.star_refunds_id_seq', 1, true);
SELECT pg_catalog.setval('public.submissions_id_seq', 4, true);
SELECT pg_catalog.setval('public.topups_id_seq', 1, false);
SELECT pg_catalog.setval('public.transfers_id_seq', 4, true);
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.bots
    ADD CONSTRAINT bots_pkey PRIMARY KEY (only_one);
ALTER TABLE ONLY public.cancels
    ADD CONSTRAINT cancels_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conditions
    ADD CONSTRAINT conditions_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.conversations
    ADD CONSTRAINT conversations_pkey PRIMARY KEY (user_id);
ALTER TABLE ONLY public.customer_groups
    ADD CONSTRAINT customer_groups_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.drafts
    ADD CONSTRAINT drafts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.former_cards
    ADD CONSTRAINT former_cards_pkey PRIMARY KEY (user_id, message_id);
ALTER TABLE ONLY public.holds
    ADD CONSTRAINT holds_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (update_id);
ALTER TABLE ONLY public.invites
    ADD CONSTRAINT invites_pkey PRIMARY KEY (code_hash);
ALTER TABLE ONLY public.invoices
    ADD CONSTRAINT invoices_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.legal_steps
    ADD CONSTRAINT legal_steps_pkey PRIMARY KEY (machine, from_status, to_status);
ALTER TABLE ONLY public.lives
    ADD CONSTRAINT lives_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_draft_id_key UNIQUE (draft_id);
ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.panel_keys
    ADD CONSTRAINT panel_keys_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.price_edits
    ADD CONSTRAINT price_edits_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.price_edits
    ADD CONSTRAINT price_edits_undoes_key UNIQUE (undoes);
ALTER TABLE ONLY public.price_rules
    ADD CONSTRAINT price_rules_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.refills
    ADD CONSTRAINT refills_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.refund_questions
    ADD CONSTRAINT refund_questions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.rounds
    ADD CONSTRAINT round_ends_pkey PRIMARY KEY (panel_key_id, age);
ALTER TABLE ONLY public.services
    ADD CONSTRAINT services_pkey PRIMARY KEY (panel_key_id, id);
ALTER TABLE ONLY public.shop_settings
    ADD CONSTRAINT shop_settings_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.star_refunds
    ADD CONSTRAINT star_refunds_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.star_refunds
    ADD CONSTRAINT star_refunds_reversal_key UNIQUE (reversal);
ALTER TABLE ONLY public.star_statement
    ADD CONSTRAINT star_statement_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.submissions
    ADD CONSTRAINT submissions_order_id_key UNIQUE (order_id);
ALTER TABLE ONLY public.submissions
    ADD CONSTRAINT submissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.topups
    ADD CONSTRAINT topups_charge_id_key UNIQUE (charge_id);
ALTER TABLE ONLY public.topups
    ADD CONSTRAINT topups_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.transfers
    ADD CONSTRAINT transfers_key_key UNIQUE (key);
ALTER TABLE ONLY public.transfers
    ADD CONSTRAINT transfers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);
CREATE INDEX cancels_being_submitted ON public.cancels USING btree (id) WHERE (status = 'submitting'::text);
CREATE INDEX cancels_of_an_order ON public.cancels USING btree (order_id, id);
CREATE INDEX cancels_to_submit ON public.cancels USING btree (id) WHERE (status = 'reserved'::text);
CREATE INDEX completed_orders_by_service ON public.orders USING btree (service_id, id) WHERE (status = 'completed'::text);
CREATE INDEX former_cards_of_orders ON public.former_cards USING btree (order_id, message_id);
CREATE INDEX invoices_to_end ON public.invoices USING btree (expires_at) WHERE (status = 'open'::text);
CREATE INDEX invoices_to_order ON public.invoices USING btree (id) WHERE ((status = 'paid'::text) AND (draft_id IS NOT NULL) AND (ordered_at IS NULL));
CREATE UNIQUE INDEX one_account_of_a_kind ON public.accounts USING btree (kind, COALESCE(user_id, (0)::bigint));
CREATE UNIQUE INDEX one_group_of_a_name ON public.customer_groups USING btree (lower(name)) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX one_hold_per_service ON public.holds USING btree (panel_key_id, service_id) WHERE (state <> 'lifted'::text);
CREATE UNIQUE INDEX one_key_per_owner_and_panel ON public.panel_keys USING btree (owner_id, url) WHERE (owner_id IS NOT NULL);
CREATE UNIQUE INDEX one_open_cancel_per_order ON public.cancels USING btree (order_id) WHERE (status = ANY (ARRAY['reserved'::text, 'submitting'::text]));
CREATE UNIQUE INDEX one_open_refill_per_order ON public.refills USING btree (order_id) WHERE (status = ANY (ARRAY['reserved'::text, 'submitting'::text, 'unconfirmed'::text, 'pending'::text, 'in_progress'::text]));
CREATE UNIQUE INDEX one_open_refund_question ON public.refund_questions USING btree (order_id) WHERE (decided_at IS NULL);
CREATE UNIQUE INDEX one_operator_key_per_panel ON public.panel_keys USING btree (url) WHERE (owner_id IS NULL);
CREATE UNIQUE INDEX one_order_per_panel_order ON public.orders USING btree (panel_key_id, panel_order_id);
CREATE UNIQUE INDEX one_redraw_waits ON public.outbox USING btree (user_id, subject_id) WHERE ((status = 'pending'::text) AND (event = 'order_card'::text));
CREATE UNIQUE INDEX one_refund_of_a_topup ON public.star_refunds USING btree (topup_id) WHERE (status <> 'refused'::text);
CREATE UNIQUE INDEX one_rule_in_force ON public.price_rules USING btree (panel_key_id, level, subject, COALESCE(group_id, (0)::bigint)) WHERE (ended_in IS NULL);
CREATE INDEX open_orders_by_target ON public.orders USING btree (user_id, target) WHERE (status <> ALL (ARRAY['completed'::text, 'partial'::text, 'canceled'::text, 'failed'::text, 'closed'::text]));
CREATE INDEX order_cards ON public.orders USING btree (user_id, card_message_id) WHERE (card_message_id IS NOT NULL);
CREATE INDEX orders_being_submitted ON public.orders USING btree (id) WHERE (status = 'submitting'::text);
CREATE INDEX orders_by_panel_number ON public.orders USING btree (ltrim(lower(panel_order_id), '0'::text)) WHERE (panel_order_id IS NOT NULL);
CREATE INDEX orders_by_placing ON public.orders USING btree (panel_key_id, placed_at, id);
CREATE INDEX orders_in_doubt ON public.orders USING btree (panel_key_id, id) WHERE (status = 'unconfirmed'::text);
CREATE INDEX orders_in_rounds ON public.orders USING btree (panel_key_id, placed_at, id) WHERE ((next_check_at IS NULL) AND (status = ANY (ARRAY['pending'::text, 'processing'::text, 'in_progress'::text, 'problem'::text])));
CREATE INDEX orders_of_a_person ON public.orders USING btree (user_id, id);
CREATE INDEX orders_to_look_at ON public.orders USING btree (panel_key_id, slow_check_at) WHERE ((slow_check_at IS NOT NULL) AND (status = ANY (ARRAY['pending'::text, 'processing'::text, 'in_progress'::text, 'problem'::text])));
CREATE INDEX orders_to_look_at_again ON public.orders USING btree (panel_key_id, look_again_at) WHERE (look_again_at IS NOT NULL);
CREATE INDEX orders_to_submit ON public.orders USING btree (panel_key_id, id) WHERE (status = 'reserved'::text);
CREATE INDEX orders_with_appointment ON public.orders USING btree (panel_key_id, next_check_at, id) WHERE ((next_check_at IS NOT NULL) AND (status = ANY (ARRAY['pending'::text, 'processing'::text, 'in_progress'::text, 'problem'::text])));
CREATE INDEX outbox_being_sent ON public.outbox USING btree (user_id) WHERE (status = 'sending'::text);
CREATE INDEX outbox_due ON public.outbox USING btree (due_at, id) WHERE (status = 'pending'::text);
CREATE INDEX outbox_knock_cards ON public.outbox USING btree (id) WHERE ((event = 'knock'::text) AND (message_id IS NOT NULL));
CREATE INDEX outbox_waiting ON public.outbox USING btree (user_id, created_at) WHERE (status = 'pending'::text);
CREATE INDEX people_by_user_name ON public.users USING btree (lower(username)) WHERE (username IS NOT NULL);
CREATE INDEX price_rules_by_edit ON public.price_rules USING btree (begun_in);
CREATE INDEX price_rules_by_end ON public.price_rules USING btree (ended_in) WHERE (ended_in IS NOT NULL);
CREATE INDEX refills_being_submitted ON public.refills USING btree (id) WHERE (status = 'submitting'::text);
CREATE INDEX refills_in_doubt ON public.refills USING btree (id) WHERE (status = 'unconfirmed'::text);
CREATE INDEX refills_of_an_order ON public.refills USING btree (order_id, id);
CREATE INDEX refills_to_check ON public.refills USING btree (panel_key_id, next_check_at) WHERE (status = ANY (ARRAY['pending'::text, 'in_progress'::text, 'unreported'::text]));
CREATE INDEX refills_to_submit ON public.refills USING btree (panel_key_id, id) WHERE (status = 'reserved'::text);
CREATE INDEX refusals_in_outbox ON public.outbox USING btree (user_id, id) WHERE (event = 'refusals'::text);
CREATE INDEX shop_settings_by_name ON public.shop_settings USING btree (name, id);
CREATE INDEX star_refunds_to_make ON public.star_refunds USING btree (due_at) WHERE (status = ANY (ARRAY['asked'::text, 'sending'::text]));
CREATE INDEX submissions_by_outcome ON public.submissions USING btree (outcome);
CREATE INDEX topups_of_a_person ON public.topups USING btree (user_id, paid_at);
CREATE INDEX transfers_by_credit ON public.transfers USING btree (credit, id);
CREATE INDEX transfers_by_debit ON public.transfers USING btree (debit, id);
CREATE INDEX transfers_by_hand ON public.transfers USING btree (actor, created_at) WHERE (kind = ANY (ARRAY['credit'::text, 'debit'::text, 'adjustment'::text]));
CREATE INDEX transfers_of_a_topup ON public.transfers USING btree (topup_id) WHERE (topup_id IS NOT NULL);
CREATE INDEX transfers_of_an_order ON public.transfers USING btree (order_id) WHERE (order_id IS NOT NULL);
CREATE INDEX transfers_of_gifts ON public.transfers USING btree (debit, credit) WHERE (kind = ANY (ARRAY['gift'::text, 'gift_reversal'::text]));
CREATE INDEX users_at_the_door ON public.users USING btree (knocked_at, id) WHERE ((role IS NULL) AND (knocked_at IS NOT NULL));
CREATE INDEX users_by_group ON public.users USING btree (group_id) WHERE (group_id IS NOT NULL);
CREATE INDEX users_by_knock ON public.users USING btree (knocked_at, id) WHERE (knocked_at IS NOT NULL);
CREATE UNIQUE INDEX users_by_telegram_id ON public.users USING btree (telegram_id);
CREATE INDEX users_let_in ON public.users USING btree (role, id) WHERE (role IS NOT NULL);
CREATE TRIGGER accounts_are_kept BEFORE DELETE ON public.accounts FOR EACH ROW EXECUTE FUNCTION public.refuse('an account is kept');
CREATE TRIGGER accounts_are_locked_first BEFORE INSERT ON public.transfers FOR EACH ROW EXECUTE FUNCTION public.accounts_are_locked_first();
CREATE TRIGGER accounts_begin_empty BEFORE INSERT ON public.accounts FOR EACH ROW WHEN (((new.balance <> 0) OR (new.floor <> 0) OR (new.posted <> 0))) EXECUTE FUNCTION public.refuse('an account begins empty');
CREATE TRIGGER accounts_stay_whose_they_are BEFORE UPDATE ON public.accounts FOR EACH ROW WHEN (((new.id <> old.id) OR (new.kind <> old.kind) OR (new.user_id IS DISTINCT FROM old.user_id))) EXECUTE FUNCTION public.refuse('an account stays whose it is');
CREATE TRIGGER answers_of_drafts_are_blanked_at_most BEFORE UPDATE OF answers ON public.drafts FOR EACH ROW WHEN (((old.status = 'claimed'::text) AND ((new.answers <> '{}'::text) OR (NOT public.has_ended_order(old.id))))) EXECUTE FUNCTION public.refuse('a draft that was claimed does not change');
CREATE TRIGGER balances_change_only_by_a_transfer BEFORE UPDATE ON public.accounts FOR EACH ROW WHEN ((((new.balance <> old.balance) OR (new.posted <> old.posted)) AND (NOT public.is_posting(old.id, old.balance, new.balance, old.posted, new.posted)))) EXECUTE FUNCTION public.refuse('a balance changes only by a transfer');
CREATE TRIGGER cancels_take_legal_steps BEFORE UPDATE OF status ON public.cancels FOR EACH ROW WHEN (((new.status <> old.status) AND (NOT public.is_legal('cancel'::text, old.status, new.status)))) EXECUTE FUNCTION public.refuse('a cancel does not go this way');
CREATE TRIGGER captures_need_an_order_that_is_placed BEFORE INSERT ON public.transfers FOR EACH ROW WHEN (((new.kind = 'capture'::text) AND (NOT public.is_placed(new.order_id)))) EXECUTE FUNCTION public.refuse('this order is not placed');
CREATE TRIGGER captures_need_an_order_that_the_panel_has BEFORE INSERT ON public.transfers FOR EACH ROW WHEN (((new.kind = 'capture'::text) AND (NOT public.the_panel_has(new.order_id)))) EXECUTE FUNCTION public.refuse('the panel does not have this order');
CREATE TRIGGER decisions_are_an_operators_about_the_unknown BEFORE UPDATE OF decision, decided_by, decided_at ON public.submissions FOR EACH ROW WHEN (((old.decision IS NULL) AND ((old.outcome IS DISTINCT FROM 'unknown'::text) OR (new.decision IS NULL) OR (new.decided_at IS NULL) OR (NOT public.is_operator(new.decided_by))))) EXECUTE FUNCTION public.refuse('an operator decides, exists or never, and only what is unknown');
CREATE TRIGGER decisions_are_made_once BEFORE UPDATE OF decision, decided_by, decided_at ON public.submissions FOR EACH ROW WHEN (((old.decision IS NOT NULL) AND ((new.decision IS DISTINCT FROM old.decision) OR (new.decided_by IS DISTINCT FROM old.decided_by) OR (new.decided_at IS DISTINCT FROM old.decided_at)))) EXECUTE FUNCTION public.refuse('this was decided before');
CREATE TRIGGER drafts_take_legal_steps BEFORE UPDATE OF status ON public.drafts FOR EACH ROW WHEN (((new.status <> old.status) AND (NOT public.is_legal('draft'::text, old.status, new.status)))) EXECUTE FUNCTION public.refuse('a draft does not go this way');
CREATE TRIGGER ended_groups_are_frozen BEFORE UPDATE ON public.customer_groups FOR EACH ROW WHEN ((old.ended_at IS NOT NULL)) EXECUTE FUNCTION public.refuse('a group that has ended does not change');
CREATE TRIGGER ended_groups_take_nobody BEFORE UPDATE OF group_id ON public.users FOR EACH ROW WHEN (public.group_has_ended(new.group_id)) EXECUTE FUNCTION public.refuse('a group that has ended takes nobody in');
CREATE TRIGGER entries_of_orders_are_blanked_at_most BEFORE UPDATE OF target, parameters ON public.orders FOR EACH ROW WHEN (((new.target <> ''::text) OR (new.parameters <> '{}'::text) OR (old.status <> ALL (ARRAY['completed'::text, 'partial'::text, 'canceled'::text, 'failed'::text, 'closed'::text])))) EXECUTE FUNCTION public.refuse('what was entered for an order is only blanked, and only after its end');
CREATE TRIGGER groups_are_kept BEFORE DELETE ON public.customer_groups FOR EACH ROW EXECUTE FUNCTION public.refuse('groups are ended, not deleted');
CREATE TRIGGER invoices_are_frozen BEFORE UPDATE OF id, user_id, stars, credited, currency, draft_id, review, created_at, expires_at ON public.invoices FOR EACH ROW EXECUTE FUNCTION public.refuse('an invoice does not change');
CREATE TRIGGER invoices_are_kept BEFORE DELETE ON public.invoices FOR EACH ROW EXECUTE FUNCTION public.refuse('an invoice is kept');
CREATE TRIGGER invoices_are_ordered_once BEFORE UPDATE OF ordered_at ON public.invoices FOR EACH ROW WHEN ((old.ordered_at IS NOT NULL)) EXECUTE FUNCTION public.refuse('this was ordered before');
CREATE TRIGGER invoices_begin_open BEFORE INSERT ON public.invoices FOR EACH ROW WHEN (((new.status <> 'open'::text) OR (new.ordered_at IS NOT NULL))) EXECUTE FUNCTION public.refuse('an invoice begins open');
CREATE TRIGGER invoices_take_legal_steps BEFORE UPDATE OF status ON public.invoices FOR EACH ROW WHEN (((new.status <> old.status) AND (NOT public.is_legal('invoice'::text, old.status, new.status)))) EXECUTE FUNCTION public.refuse('an invoice does not go this way');
CREATE TRIGGER new_cancels_are_reserved BEFORE INSERT ON public.cancels FOR EACH ROW WHEN ((new.status <> 'reserved'::text)) EXECUTE FUNCTION public.refuse('a cancel begins reserved');
CREATE TRIGGER new_drafts_are_open BEFORE INSERT ON public.drafts FOR EACH ROW WHEN ((new.status <> 'open'::text)) EXECUTE FUNCTION public.refuse('a draft begins open');
CREATE TRIGGER new_orders_are_reserved BEFORE INSERT ON public.orders FOR EACH ROW WHEN ((NOT public.is_legal('order'::text, ''::text, new.status))) EXECUTE FUNCTION public.refuse('an order begins reserved');
CREATE TRIGGER new_refills_are_reserved BEFORE INSERT ON public.refills FOR EACH ROW WHEN ((new.status <> 'reserved'::text)) EXECUTE FUNCTION public.refuse('a refill begins reserved');
CREATE TRIGGER nobody_orders_while_they_owe BEFORE INSERT ON public.transfers FOR EACH ROW WHEN (((new.kind = 'reserve'::text) AND public.owes(new.order_id))) EXECUTE FUNCTION public.refuse('a debt is paid first');
CREATE TRIGGER only_orders_use_the_credit_line BEFORE INSERT ON public.transfers FOR EACH ROW WHEN (((new.kind <> 'reserve'::text) AND public.needs_the_credit_line(new.debit, new.amount))) EXECUTE FUNCTION public.refuse('only an order may use the credit line');
CREATE TRIGGER operators_answer_for_what_is_done_by_hand BEFORE INSERT ON public.transfers FOR EACH ROW WHEN (((new.kind = ANY (ARRAY['credit'::text, 'debit'::text, 'adjustment'::text])) AND (NOT public.is_operator(new.actor)))) EXECUTE FUNCTION public.refuse('an operator has to answer for this');
CREATE TRIGGER orders_are_kept BEFORE DELETE ON public.orders FOR EACH ROW EXECUTE FUNCTION public.refuse('orders are not deleted');
CREATE TRIGGER orders_are_placed_only_if_the_panel_has_them BEFORE UPDATE OF status ON public.orders FOR EACH ROW WHEN (((new.paid_from = 'wallet'::text) AND (new.status = 'pending'::text) AND (old.status = ANY (ARRAY['submitting'::text, 'unconfirmed'::text])) AND (NOT public.the_panel_has(new.id)))) EXECUTE FUNCTION public.refuse('the panel does not have this order');
CREATE TRIGGER orders_are_sent_only_while_their_price_is_held BEFORE UPDATE OF status ON public.orders FOR EACH ROW WHEN (((new.paid_from = 'wallet'::text) AND (new.status = 'submitting'::text) AND ((NOT public.was_transferred((('order:'::text || new.id) || ':reserve'::text))) OR public.was_transferred((('order:'::text || new.id) || ':settle'::text))))) EXECUTE FUNCTION public.refuse('nothing is held for this order');
CREATE TRIGGER orders_begin_without_refunds BEFORE INSERT ON public.orders FOR EACH ROW WHEN ((new.refunded <> 0)) EXECUTE FUNCTION public.refuse('nothing is given back yet');
CREATE TRIGGER orders_fail_only_if_the_panel_lacks_them BEFORE UPDATE OF status ON public.orders FOR EACH ROW WHEN (((new.paid_from = 'wallet'::text) AND (new.status = 'failed'::text) AND (old.status = ANY (ARRAY['submitting'::text, 'unconfirmed'::text])) AND (NOT public.the_panel_lacks(new.id)))) EXECUTE FUNCTION public.refuse('the panel may have this order');
CREATE CONSTRAINT TRIGGER orders_have_their_transfer_at_the_commit AFTER INSERT OR UPDATE OF status ON public.orders DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.needs_transfer IS NOT NULL)) EXECUTE FUNCTION public.orders_have_their_transfer_at_the_commit();
CREATE TRIGGER orders_keep_their_number BEFORE UPDATE ON public.orders FOR EACH ROW WHEN ((new.id <> old.id)) EXECUTE FUNCTION public.refuse('an order keeps its number');
CREATE TRIGGER orders_keep_who_pays_and_what_it_costs BEFORE UPDATE OF paid_from, cost_rate, cost, cost_currency, source, discount_id ON public.orders FOR EACH ROW EXECUTE FUNCTION public.refuse('who pays for an order, and what it costs us, does not change');
CREATE TRIGGER orders_move_their_whole_price BEFORE INSERT ON public.transfers FOR EACH ROW WHEN (((new.kind = ANY (ARRAY['reserve'::text, 'capture'::text, 'release'::text])) AND (new.amount IS DISTINCT FROM public.price_of(new.order_id)))) EXECUTE FUNCTION public.refuse('it is the whole price or nothing');
CREATE TRIGGER orders_stay_at_their_panel BEFORE UPDATE OF panel_key_id ON public.orders FOR EACH ROW WHEN (((new.panel_key_id <> old.panel_key_id) AND (new.panel_key_id IS DISTINCT FROM public.became(old.panel_key_id)))) EXECUTE FUNCTION public.refuse('an order stays at its panel');
CREATE TRIGGER orders_take_legal_steps BEFORE UPDATE OF status ON public.orders FOR EACH ROW WHEN (((new.status <> old.status) AND (NOT public.is_legal('order'::text, old.status, new.status)))) EXECUTE FUNCTION public.refuse('an order does not go this way');
CREATE TRIGGER panel_accounts_become_one_other BEFORE UPDATE OF became ON public.panel_keys FOR EACH ROW WHEN (((old.became IS NOT NULL) AND (new.became IS DISTINCT FROM old.became))) EXECUTE FUNCTION public.refuse('an account becomes one other account, once');
CREATE TRIGGER panel_order_ids_are_kept BEFORE UPDATE OF panel_order_id ON public.orders FOR EACH ROW WHEN (((old.panel_order_id IS NOT NULL) AND (new.panel_order_id IS DISTINCT FROM old.panel_order_id))) EXECUTE FUNCTION public.refuse('an order keeps the id that the panel gave it');
CREATE TRIGGER people_are_kept BEFORE DELETE ON public.users FOR EACH ROW EXECUTE FUNCTION public.refuse('people are not deleted: nobody else gets their id');
CREATE TRIGGER people_keep_their_ids BEFORE UPDATE OF id, telegram_id ON public.users FOR EACH ROW WHEN (((new.id <> old.id) OR ((new.telegram_id IS NOT NULL) AND (new.telegram_id IS DISTINCT FROM old.telegram_id)))) EXECUTE FUNCTION public.refuse('a person keeps their ids; Telegram''s may only be erased');
CREATE TRIGGER price_edits_are_frozen BEFORE UPDATE ON public.price_edits FOR EACH ROW EXECUTE FUNCTION public.refuse('an edit of prices does not change');
CREATE TRIGGER price_edits_are_kept BEFORE DELETE ON public.price_edits FOR EACH ROW EXECUTE FUNCTION public.refuse('edits of prices are not deleted');
CREATE TRIGGER price_rules_are_frozen BEFORE UPDATE OF id, level, subject, group_id, percent, plus, fixed, begun_in ON public.price_rules FOR EACH ROW EXECUTE FUNCTION public.refuse('a rule does not change: it is ended, and another begins');
CREATE TRIGGER price_rules_are_kept BEFORE DELETE ON public.price_rules FOR EACH ROW EXECUTE FUNCTION public.refuse('rules are ended, not deleted');
CREATE TRIGGER price_rules_begin_in_force BEFORE INSERT ON public.price_rules FOR EACH ROW WHEN ((new.ended_in IS NOT NULL)) EXECUTE FUNCTION public.refuse('a rule begins in force');
CREATE TRIGGER price_rules_end_once BEFORE UPDATE OF ended_in ON public.price_rules FOR EACH ROW WHEN ((old.ended_in IS NOT NULL)) EXECUTE FUNCTION public.refuse('a rule ends once');
CREATE TRIGGER price_rules_move_with_their_panel BEFORE UPDATE OF panel_key_id ON public.price_rules FOR EACH ROW WHEN ((new.panel_key_id IS DISTINCT FROM public.became(old.panel_key_id))) EXECUTE FUNCTION public.refuse('a rule belongs to one panel');
CREATE TRIGGER quotes_of_drafts_are_frozen BEFORE UPDATE OF quantity, rate, price, currency, service_name ON public.drafts FOR EACH ROW WHEN ((old.status = 'claimed'::text)) EXECUTE FUNCTION public.refuse('a draft that was claimed does not change');
CREATE TRIGGER quotes_of_orders_are_frozen BEFORE UPDATE OF user_id, draft_id, service_id, service_type, quantity, rate, price, currency ON public.orders FOR EACH ROW EXECUTE FUNCTION public.refuse('what was ordered, by whom and at what price, does not change');
CREATE TRIGGER refills_take_legal_steps BEFORE UPDATE OF status ON public.refills FOR EACH ROW WHEN (((new.status <> old.status) AND (NOT public.is_legal('refill'::text, old.status, new.status)))) EXECUTE FUNCTION public.refuse('a refill does not go this way');
CREATE TRIGGER refund_questions_are_decided_once BEFORE UPDATE ON public.refund_questions FOR EACH ROW WHEN (((old.decided_at IS NOT NULL) OR (new.order_id <> old.order_id) OR (new.id <> old.id) OR (new.asked_at <> old.asked_at))) EXECUTE FUNCTION public.refuse('this was decided before');
CREATE TRIGGER refund_questions_are_kept BEFORE DELETE ON public.refund_questions FOR EACH ROW EXECUTE FUNCTION public.refuse('a question about money is kept');
CREATE TRIGGER refund_questions_are_not_truncated BEFORE TRUNCATE ON public.refund_questions FOR EACH STATEMENT EXECUTE FUNCTION public.refuse('questions about money are kept');
CREATE TRIGGER refunded_is_the_sum_of_refunds BEFORE UPDATE OF refunded ON public.orders FOR EACH ROW WHEN ((new.refunded <> public.sum_of_refunds(new.id))) EXECUTE FUNCTION public.refuse('refunded is the sum of the refunds');
CREATE TRIGGER refunds_add_up_at_the_order AFTER INSERT ON public.transfers FOR EACH ROW WHEN ((new.kind = 'refund'::text)) EXECUTE FUNCTION public.refunds_add_up_at_the_order();
CREATE TRIGGER refunds_carry_their_target BEFORE INSERT ON public.transfers FOR EACH ROW WHEN (((new.kind = 'refund'::text) AND (new.key IS DISTINCT FROM ((('order:'::text || new.order_id) || ':refund:'::text) || (public.refunded_of(new.order_id) + new.amount))))) EXECUTE FUNCTION public.refuse('the key of a refund ends with all that is given back');
CREATE TRIGGER refunds_follow_a_capture BEFORE INSERT ON public.transfers FOR EACH ROW WHEN (((new.kind = 'refund'::text) AND (NOT public.was_captured(new.order_id)))) EXECUTE FUNCTION public.refuse('this order was not paid');
CREATE TRIGGER refused_refunds_give_the_money_back BEFORE UPDATE OF status ON public.star_refunds FOR EACH ROW WHEN (((new.status = 'refused'::text) AND (old.reversal IS NOT NULL) AND (NOT public.was_transferred(replace(old.reversal, ':reversal:'::text, ':undone:'::text))))) EXECUTE FUNCTION public.refuse('the money comes back into the wallet first');
CREATE TRIGGER releases_need_an_order_that_failed BEFORE INSERT ON public.transfers FOR EACH ROW WHEN (((new.kind = 'release'::text) AND (NOT public.has_failed(new.order_id)))) EXECUTE FUNCTION public.refuse('this order has not failed');
CREATE TRIGGER releases_need_an_order_that_the_panel_lacks BEFORE INSERT ON public.transfers FOR EACH ROW WHEN (((new.kind = 'release'::text) AND public.was_sent(new.order_id) AND (NOT public.the_panel_lacks(new.order_id)))) EXECUTE FUNCTION public.refuse('the panel may have this order');
CREATE TRIGGER reserves_are_for_an_order_that_was_just_made BEFORE INSERT ON public.transfers FOR EACH ROW WHEN (((new.kind = 'reserve'::text) AND (NOT public.waits_for_its_reserve(new.order_id)))) EXECUTE FUNCTION public.refuse('this order is not to be paid from a wallet now');
CREATE TRIGGER reversals_are_of_the_whole_topup BEFORE INSERT ON public.transfers FOR EACH ROW WHEN (((new.kind = ANY (ARRAY['topup_reversal'::text, 'reversal_undone'::text])) AND (new.amount IS DISTINCT FROM public.transferred_for(new.topup_id)))) EXECUTE FUNCTION public.refuse('a reversal is of the whole top-up');
CREATE TRIGGER reversals_happen_once BEFORE INSERT ON public.transfers FOR EACH ROW WHEN (((new.kind = 'topup_reversal'::text) AND (new.key IS DISTINCT FROM ((('topup:'::text || new.topup_id) || ':reversal:'::text) || (1 + public.transfers_for(new.topup_id, 'reversal_undone'::text)))))) EXECUTE FUNCTION public.refuse('a top-up is reversed once, and again only when that was undone');
CREATE TRIGGER settlements_follow_a_reserve BEFORE INSERT ON public.transfers FOR EACH ROW WHEN (((new.kind = ANY (ARRAY['capture'::text, 'release'::text])) AND (NOT public.was_transferred((('order:'::text || new.order_id) || ':reserve'::text))))) EXECUTE FUNCTION public.refuse('nothing is held for this order');
CREATE TRIGGER shop_settings_are_frozen BEFORE UPDATE ON public.shop_settings FOR EACH ROW EXECUTE FUNCTION public.refuse('a setting of the shop does not change: another row follows');
CREATE TRIGGER shop_settings_are_kept BEFORE DELETE ON public.shop_settings FOR EACH ROW EXECUTE FUNCTION public.refuse('settings of the shop are not deleted');
CREATE TRIGGER star_refunds_are_frozen BEFORE UPDATE OF id, topup_id, reversal, cause, asked_by, asked_at ON public.star_refunds FOR EACH ROW EXECUTE FUNCTION public.refuse('a refund does not change');
CREATE TRIGGER star_refunds_are_kept BEFORE DELETE ON public.star_refunds FOR EACH ROW EXECUTE FUNCTION public.refuse('a refund is kept');
CREATE TRIGGER star_refunds_begin_asked BEFORE INSERT ON public.star_refunds FOR EACH ROW WHEN ((new.status <>
        CASE
            WHEN (new.cause = ANY (ARRAY['person'::text, 'operator'::text])) THEN 'asked'::text
            ELSE 'done'::text
        END)) EXECUTE FUNCTION public.refuse('a refund begins with the question for it');
CREATE TRIGGER star_refunds_end_once BEFORE UPDATE ON public.star_refunds FOR EACH ROW WHEN ((old.ended_at IS NOT NULL)) EXECUTE FUNCTION public.refuse('this refund has ended');
CREATE TRIGGER star_refunds_follow_their_reversal BEFORE INSERT ON public.star_refunds FOR EACH ROW WHEN ((public.took_the_money_back(new.reversal, new.topup_id) IS NOT TRUE)) EXECUTE FUNCTION public.refuse('the money leaves the wallet first');
CREATE TRIGGER star_refunds_take_legal_steps BEFORE UPDATE OF status ON public.star_refunds FOR EACH ROW WHEN (((new.status <> old.status) AND (NOT public.is_legal('star_refund'::text, old.status, new.status)))) EXECUTE FUNCTION public.refuse('a refund does not go this way');
CREATE TRIGGER stars_that_go_back_are_not_credited BEFORE UPDATE OF credited ON public.topups FOR EACH ROW WHEN (((new.credited IS NOT NULL) AND public.goes_back(new.id))) EXECUTE FUNCTION public.refuse('these Stars go back');
CREATE TRIGGER stars_that_went_back_leave_no_money BEFORE INSERT ON public.transfers FOR EACH ROW WHEN (((new.kind = 'reversal_undone'::text) AND public.went_back(new.topup_id))) EXECUTE FUNCTION public.refuse('these Stars went back');
CREATE TRIGGER submissions_are_for_what_is_being_submitted BEFORE INSERT ON public.submissions FOR EACH ROW WHEN ((public.status_of_order(new.order_id) IS DISTINCT FROM 'submitting'::text)) EXECUTE FUNCTION public.refuse('only an order that is being submitted has a submission');
CREATE TRIGGER submissions_are_kept BEFORE DELETE ON public.submissions FOR EACH ROW EXECUTE FUNCTION public.refuse('submissions are not deleted');
CREATE TRIGGER submissions_are_not_truncated BEFORE TRUNCATE ON public.submissions FOR EACH STATEMENT EXECUTE FUNCTION public.refuse('submissions are not deleted');
CREATE TRIGGER submissions_begin_open BEFORE INSERT ON public.submissions FOR EACH ROW WHEN (((new.outcome IS NOT NULL) OR (new.decision IS NOT NULL) OR (new.decided_by IS NOT NULL))) EXECUTE FUNCTION public.refuse('a submission begins open');
CREATE TRIGGER submissions_end_once BEFORE UPDATE OF outcome, order_id ON public.submissions FOR EACH ROW WHEN (((new.order_id <> old.order_id) OR ((old.outcome IS NOT NULL) AND (new.outcome IS DISTINCT FROM old.outcome)))) EXECUTE FUNCTION public.refuse('a submission ends once');
CREATE TRIGGER the_currency_changes_only_without_money BEFORE UPDATE ON public.accounts FOR EACH ROW WHEN (((new.currency IS DISTINCT FROM old.currency) AND public.there_is_money())) EXECUTE FUNCTION public.refuse('there is money in the old currency');
CREATE TRIGGER the_place_in_the_statement_is_kept BEFORE DELETE ON public.star_statement FOR EACH ROW EXECUTE FUNCTION public.refuse('the statement is read onwards');
CREATE TRIGGER the_statement_is_read_onwards BEFORE UPDATE ON public.star_statement FOR EACH ROW WHEN (((new.rows_read < old.rows_read) OR (new.compared_at < old.compared_at))) EXECUTE FUNCTION public.refuse('the statement is read onwards');
CREATE TRIGGER topups_are_credited_as_they_were_paid BEFORE INSERT ON public.transfers FOR EACH ROW WHEN (((new.kind = 'topup'::text) AND (new.amount IS DISTINCT FROM public.credited_for(new.topup_id)))) EXECUTE FUNCTION public.refuse('no such payment of this amount');
CREATE TRIGGER topups_are_kept BEFORE DELETE ON public.topups FOR EACH ROW EXECUTE FUNCTION public.refuse('a payment is kept');
CREATE TRIGGER topups_do_not_change BEFORE UPDATE ON public.topups FOR EACH ROW WHEN (((new.id <> old.id) OR (new.method <> old.method) OR (new.charge_id <> old.charge_id) OR (new.user_id <> old.user_id) OR (new.stars <> old.stars) OR (new.currency <> old.currency) OR ((old.credited IS NOT NULL) AND (new.credited IS DISTINCT FROM old.credited)))) EXECUTE FUNCTION public.refuse('a payment does not change');
CREATE TRIGGER transfers_are_in_the_currency_of_the_house BEFORE INSERT ON public.transfers FOR EACH ROW WHEN (public.is_another_currency(new.order_id, new.topup_id)) EXECUTE FUNCTION public.refuse('this is another currency');
CREATE TRIGGER transfers_are_kept BEFORE DELETE ON public.transfers FOR EACH ROW EXECUTE FUNCTION public.refuse('a transfer is kept');
CREATE TRIGGER transfers_are_not_truncated BEFORE TRUNCATE ON public.transfers FOR EACH STATEMENT EXECUTE FUNCTION public.refuse('transfers are kept');
CREATE TRIGGER transfers_are_one_persons BEFORE INSERT ON public.transfers FOR EACH ROW WHEN ((public.people_in(new.debit, new.credit, new.order_id, new.topup_id) > 1)) EXECUTE FUNCTION public.refuse('this is somebody else''s money');
CREATE TRIGGER transfers_do_not_change BEFORE UPDATE ON public.transfers FOR EACH ROW EXECUTE FUNCTION public.refuse('a transfer does not change');
CREATE TRIGGER transfers_go_between_the_right_accounts BEFORE INSERT ON public.transfers FOR EACH ROW WHEN ((NOT public.may_go(new.kind, new.debit, new.credit))) EXECUTE FUNCTION public.refuse('money of this kind does not go between these accounts');
CREATE TRIGGER transfers_move_money AFTER INSERT ON public.transfers FOR EACH ROW EXECUTE FUNCTION public.transfers_move_money();
CREATE TRIGGER undoing_follows_a_reversal BEFORE INSERT ON public.transfers FOR EACH ROW WHEN (((new.kind = 'reversal_undone'::text) AND (new.key IS DISTINCT FROM ((('topup:'::text || new.topup_id) || ':undone:'::text) || NULLIF(public.transfers_for(new.topup_id, 'topup_reversal'::text), 0))))) EXECUTE FUNCTION public.refuse('there is no reversal to undo');
CREATE TRIGGER undone_edits_exist BEFORE INSERT ON public.price_edits FOR EACH ROW WHEN (((new.undoes IS NOT NULL) AND (NOT public.is_price_edit(new.undoes)))) EXECUTE FUNCTION public.refuse('there is no such edit to undo');
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.cancels
    ADD CONSTRAINT cancels_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id);
ALTER TABLE ONLY public.cancels
    ADD CONSTRAINT cancels_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.drafts
    ADD CONSTRAINT drafts_panel_key_id_fkey FOREIGN KEY (panel_key_id) REFERENCES public.panel_keys(id);
ALTER TABLE ONLY public.drafts
    ADD CONSTRAINT drafts_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.former_cards
    ADD CONSTRAINT former_cards_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id);
ALTER TABLE ONLY public.former_cards
    ADD CONSTRAINT former_cards_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.holds
    ADD CONSTRAINT holds_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id);
ALTER TABLE ONLY public.holds
    ADD CONSTRAINT holds_panel_key_id_fkey FOREIGN KEY (panel_key_id) REFERENCES public.panel_keys(id);
ALTER TABLE ONLY public.invoices
    ADD CONSTRAINT invoices_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES public.drafts(id);
ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_panel_key_id_fkey FOREIGN KEY (panel_key_id) REFERENCES public.panel_keys(id);
ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.panel_keys
    ADD CONSTRAINT panel_keys_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.price_edits
    ADD CONSTRAINT price_edits_made_by_fkey FOREIGN KEY (made_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.price_rules
    ADD CONSTRAINT price_rules_begun_in_fkey FOREIGN KEY (begun_in) REFERENCES public.price_edits(id);
ALTER TABLE ONLY public.price_rules
    ADD CONSTRAINT price_rules_ended_in_fkey FOREIGN KEY (ended_in) REFERENCES public.price_edits(id);
ALTER TABLE ONLY public.price_rules
    ADD CONSTRAINT price_rules_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.customer_groups(id);
ALTER TABLE ONLY public.price_rules
    ADD CONSTRAINT price_rules_panel_key_id_fkey FOREIGN KEY (panel_key_id) REFERENCES public.panel_keys(id);
ALTER TABLE ONLY public.refills
    ADD CONSTRAINT refills_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id);
ALTER TABLE ONLY public.refills
    ADD CONSTRAINT refills_panel_key_id_fkey FOREIGN KEY (panel_key_id) REFERENCES public.panel_keys(id);
ALTER TABLE ONLY public.refills
    ADD CONSTRAINT refills_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.refund_questions
    ADD CONSTRAINT refund_questions_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.refund_questions
    ADD CONSTRAINT refund_questions_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id);
ALTER TABLE ONLY public.rounds
    ADD CONSTRAINT round_ends_panel_key_id_fkey FOREIGN KEY (panel_key_id) REFERENCES public.panel_keys(id);
ALTER TABLE ONLY public.services
    ADD CONSTRAINT services_panel_key_id_fkey FOREIGN KEY (panel_key_id) REFERENCES public.panel_keys(id);
ALTER TABLE ONLY public.shop_settings
    ADD CONSTRAINT shop_settings_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.star_refunds
    ADD CONSTRAINT star_refunds_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.star_refunds
    ADD CONSTRAINT star_refunds_reversal_fkey FOREIGN KEY (reversal) REFERENCES public.transfers(key);
ALTER TABLE ONLY public.star_refunds
    ADD CONSTRAINT star_refunds_topup_id_fkey FOREIGN KEY (topup_id) REFERENCES public.topups(id);
ALTER TABLE ONLY public.submissions
    ADD CONSTRAINT submissions_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id);
ALTER TABLE ONLY public.topups
    ADD CONSTRAINT topups_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.transfers
    ADD CONSTRAINT transfers_actor_fkey FOREIGN KEY (actor) REFERENCES public.users(id);
ALTER TABLE ONLY public.transfers
    ADD CONSTRAINT transfers_credit_fkey FOREIGN KEY (credit) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.transfers
    ADD CONSTRAINT transfers_debit_fkey FOREIGN KEY (debit) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.transfers
    ADD CONSTRAINT transfers_topup_id_fkey FOREIGN KEY (topup_id) REFERENCES public.topups(id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.customer_groups(id);
