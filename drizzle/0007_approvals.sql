-- An operator's word, held to by the database itself: whatever statement writes it, only what is current and complete can be approved.

-- A version that a guard refused has no hash and can still be put aside. What was approved can be taken back until it is released.
ALTER TABLE approvals ALTER COLUMN hash DROP NOT NULL;
ALTER TABLE approvals ADD CONSTRAINT approvals_bound CHECK (hash IS NOT NULL OR decision = 'rejected');
ALTER TABLE approvals DROP CONSTRAINT approvals_draft_id_key;
ALTER TABLE approvals ADD CONSTRAINT approvals_once UNIQUE (draft_id, decision);
-- How often a rule has approved today.
CREATE INDEX approvals_by_rule ON approvals (at) WHERE via = 'rule';

-- The update in which the button was pressed: Telegram sends it again where our answer was lost.
ALTER TABLE review_requests ADD COLUMN used_update bigint;
ALTER TABLE review_requests ADD CONSTRAINT review_requests_used CHECK (used_update IS NULL OR used_at IS NOT NULL);

CREATE FUNCTION approvals_fit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM drafts AS d JOIN content_plans AS p ON p.id = d.plan_id
    WHERE d.id = NEW.draft_id AND d.plan_id = NEW.plan_id AND d.version = p.version AND d.hash IS NOT DISTINCT FROM NEW.hash
      AND (p.state = NEW.decision OR (p.state = 'released' AND NEW.decision = 'approved'))
  ) THEN
    RAISE EXCEPTION 'A decision is about the current version of its plan, by its hash, and moves the plan on.' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER approvals_fit BEFORE INSERT ON approvals FOR EACH ROW EXECUTE FUNCTION approvals_fit();

-- Looked at when the transaction ends: the plan moves on first, then comes the row that says who approved it.
CREATE FUNCTION content_plans_word() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM approvals AS a JOIN drafts AS d ON d.id = a.draft_id
    WHERE d.plan_id = NEW.id AND d.version = NEW.version AND a.decision = 'approved'
  ) THEN
    RAISE EXCEPTION 'A plan is approved by an approval of its current version.' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER content_plans_approved AFTER UPDATE OF state, version ON content_plans DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.state = 'approved') EXECUTE FUNCTION content_plans_word();

-- An earlier version never becomes the current one again, with an approval that an edit has voided.
CREATE FUNCTION content_plans_onward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The version of a plan only grows.' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER content_plans_onward BEFORE UPDATE OF version ON content_plans
  FOR EACH ROW WHEN (NEW.version < OLD.version) EXECUTE FUNCTION content_plans_onward();

-- What an operator writes has passed no guard: that is not ingest's to say.
REVOKE INSERT ON drafts FROM studio_ingest;
GRANT INSERT (id, plan_id, version, author, note, channel, format, language, title, parts, alt, claims, needs_picture, media_hash, scheduled_at, created_at)
  ON drafts TO studio_ingest;
GRANT UPDATE (used_update) ON review_requests TO studio_ingest;
