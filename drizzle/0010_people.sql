-- Who is who: joining accounts, parting them, consent, and forgetting a person. These are functions because a statement sees only what stood
-- when it began, and each of these first has to wait for the statements that are counting what the same people did: they hold the accounts' rows
-- (FOR KEY SHARE, in the order of platform and id). The statements within a function begin after that wait. One such change at a time.

CREATE FUNCTION hash_of_identity(of_platform text, of_id text) RETURNS text LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT encode(sha256(convert_to(salt || of_platform || ':' || of_id, 'UTF8')), 'hex') FROM identity_salt
$$;

-- The person of an account, made where there is none. Null: the account is forgotten.
CREATE FUNCTION find_or_make_person(of_platform text, of_id text, known_at timestamptz) RETURNS bigint
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  person bigint;
BEGIN
  SELECT user_id INTO person FROM user_identities WHERE platform = of_platform AND external_id = of_id;
  IF person IS NOT NULL OR EXISTS (SELECT FROM forgotten_identities WHERE identity_hash = hash_of_identity(of_platform, of_id)) THEN
    RETURN person;
  END IF;
  INSERT INTO community_users (first_seen_at) VALUES (known_at) RETURNING id INTO person;
  INSERT INTO user_identities (platform, external_id, user_id, first_seen_at) VALUES (of_platform, of_id, person, known_at)
  ON CONFLICT (platform, external_id) DO NOTHING;
  IF NOT FOUND THEN
    -- A batch has made it meanwhile.
    DELETE FROM community_users WHERE id = person;
    SELECT user_id INTO person FROM user_identities WHERE platform = of_platform AND external_id = of_id;
  END IF;
  RETURN person;
END
$$;

-- Gives `linked`, `linked-before`, `forgotten` (one of them), or `two-accounts`: both have an account on the same platform, so they are two people.
CREATE FUNCTION link_people(platform_a text, id_a text, platform_b text, id_b text, how text, agreed_at timestamptz, now timestamptz) RETURNS text
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  a bigint;
  b bigint;
  keeps bigint;
  goes bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(7164209303);
  IF EXISTS (SELECT FROM forgotten_identities WHERE identity_hash IN (hash_of_identity(platform_a, id_a), hash_of_identity(platform_b, id_b))) THEN
    RETURN 'forgotten';
  END IF;
  SELECT user_id INTO a FROM user_identities WHERE platform = platform_a AND external_id = id_a;
  SELECT user_id INTO b FROM user_identities WHERE platform = platform_b AND external_id = id_b;
  IF a = b THEN RETURN 'linked-before'; END IF;
  -- Looked at before anybody is made, so that a refusal leaves nothing.
  IF platform_a = platform_b OR EXISTS (
    (SELECT platform FROM user_identities WHERE user_id = a UNION ALL SELECT platform_a WHERE a IS NULL)
    INTERSECT (SELECT platform FROM user_identities WHERE user_id = b UNION ALL SELECT platform_b WHERE b IS NULL)
  ) THEN
    RETURN 'two-accounts';
  END IF;
  a := find_or_make_person(platform_a, id_a, now);
  b := find_or_make_person(platform_b, id_b, now);
  PERFORM FROM user_identities WHERE user_id IN (a, b) ORDER BY platform, external_id FOR UPDATE;
  -- Who pays stays, else who was there first.
  SELECT id INTO keeps FROM community_users WHERE id IN (a, b) ORDER BY array_position(ARRAY['vip', 'premium', 'basic', 'free'], tier), first_seen_at, id LIMIT 1;
  goes := a + b - keeps;
  -- No from one of the two is no: a later yes is that of the joined person.
  UPDATE community_users AS k SET first_seen_at = least(k.first_seen_at, g.first_seen_at), last_offer_at = greatest(k.last_offer_at, g.last_offer_at),
    opted_out_at = greatest(k.opted_out_at, g.opted_out_at),
    consent_at = coalesce(k.consent_at, g.consent_at), consent_how = CASE WHEN k.consent_at IS NULL THEN g.consent_how ELSE k.consent_how END
  FROM community_users AS g WHERE k.id = keeps AND g.id = goes;
  UPDATE user_identities SET user_id = keeps WHERE user_id = goes;
  UPDATE user_identities SET linked_at = agreed_at, linked_how = how
  WHERE user_id = keeps AND ((platform = platform_a AND external_id = id_a) OR (platform = platform_b AND external_id = id_b));
  UPDATE user_interactions SET user_id = keeps, stored_at = now WHERE user_id = goes;
  UPDATE interaction_keys SET user_id = keeps WHERE user_id = goes;
  UPDATE conversion_attempts SET user_id = keeps, state = CASE WHEN state = 'drafted' THEN 'withdrawn' ELSE state END WHERE user_id = goes;
  DELETE FROM engagement_scores WHERE user_id = goes;
  DELETE FROM community_users WHERE id = goes;
  RETURN 'linked';
END
$$;

-- Gives `unlinked`, `alone` (it is its person's only account) or `unknown`.
CREATE FUNCTION unlink_person(of_platform text, of_id text, now timestamptz) RETURNS text
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  person bigint;
  apart bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(7164209303);
  SELECT user_id INTO person FROM user_identities WHERE platform = of_platform AND external_id = of_id;
  IF person IS NULL THEN RETURN 'unknown'; END IF;
  IF NOT EXISTS (SELECT FROM user_identities WHERE user_id = person AND platform <> of_platform) THEN RETURN 'alone'; END IF;
  PERFORM FROM user_identities WHERE user_id = person ORDER BY platform, external_id FOR UPDATE;
  INSERT INTO community_users (first_seen_at, opted_out_at, last_offer_at, time_zone)
  SELECT i.first_seen_at, u.opted_out_at, u.last_offer_at, u.time_zone
  FROM community_users AS u JOIN user_identities AS i ON i.user_id = u.id AND i.platform = of_platform WHERE u.id = person
  RETURNING id INTO apart;
  UPDATE user_identities SET user_id = apart, linked_at = NULL, linked_how = NULL WHERE platform = of_platform AND external_id = of_id;
  UPDATE interaction_keys AS k SET user_id = apart FROM user_interactions AS x
  WHERE x.user_id = person AND x.platform = of_platform AND k.source = x.source AND k.external_id = x.external_id;
  UPDATE user_interactions SET user_id = apart, stored_at = now WHERE user_id = person AND platform = of_platform;
  -- The one who stays has lost points: gone is the score, and one row of theirs says that it has to be made anew.
  DELETE FROM engagement_scores WHERE user_id = person;
  UPDATE user_interactions SET stored_at = now
  WHERE user_id = person AND at = (SELECT max(at) FROM user_interactions WHERE user_id = person);
  RETURN 'unlinked';
END
$$;

-- Removes the person with all accounts and leaves only their hashes. Gives how many interactions went; of an unknown account the hash stays too.
CREATE FUNCTION forget_person(of_platform text, of_id text, now timestamptz) RETURNS integer
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  person bigint;
  removed integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(7164209303);
  SELECT user_id INTO person FROM user_identities WHERE platform = of_platform AND external_id = of_id;
  PERFORM FROM user_identities WHERE user_id = person ORDER BY platform, external_id FOR UPDATE;
  INSERT INTO forgotten_identities (identity_hash, forgotten_at)
  SELECT hash_of_identity(platform, external_id), now
  FROM (SELECT platform, external_id FROM user_identities WHERE user_id = person UNION SELECT of_platform, of_id) AS i
  ON CONFLICT (identity_hash) DO NOTHING;
  UPDATE events_aside SET event = '{}', external_id = '', replayed_at = coalesce(replayed_at, now)
  WHERE (event ->> 'p', event ->> 'u') IN (SELECT platform, external_id FROM user_identities WHERE user_id = person UNION SELECT of_platform, of_id);
  DELETE FROM user_interactions WHERE user_id = person;
  GET DIAGNOSTICS removed = ROW_COUNT;
  DELETE FROM interaction_keys WHERE user_id = person;
  DELETE FROM conversion_attempts WHERE user_id = person;
  DELETE FROM engagement_scores WHERE user_id = person;
  DELETE FROM user_identities WHERE user_id = person;
  DELETE FROM community_users WHERE id = person;
  RETURN removed;
END
$$;

-- Gives `set`, `forgotten`, or `outdated`: the person has said something else since.
CREATE FUNCTION set_consent(of_platform text, of_id text, offers boolean, how text, zone text, quiet_from integer, quiet_until integer, said_at timestamptz,
  now timestamptz) RETURNS text
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  person bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(7164209303);
  person := find_or_make_person(of_platform, of_id, now);
  IF person IS NULL THEN RETURN 'forgotten'; END IF;
  -- A person's last word stands for both: since when offers are wanted, or since when they are not.
  UPDATE community_users SET
    consent_at = CASE WHEN offers THEN said_at ELSE consent_at END, consent_how = CASE WHEN offers THEN how ELSE consent_how END,
    opted_out_at = CASE WHEN offers THEN NULL ELSE said_at END,
    time_zone = coalesce((SELECT name FROM pg_timezone_names WHERE name = zone), time_zone),
    quiet_from_minute = coalesce(quiet_from, quiet_from_minute), quiet_until_minute = coalesce(quiet_until, quiet_until_minute)
  WHERE id = person AND coalesce(greatest(consent_at, opted_out_at), said_at) <= said_at;
  RETURN CASE WHEN FOUND THEN 'set' ELSE 'outdated' END;
END
$$;

REVOKE EXECUTE ON FUNCTION hash_of_identity(text, text), find_or_make_person(text, text, timestamptz),
  link_people(text, text, text, text, text, timestamptz, timestamptz), unlink_person(text, text, timestamptz), forget_person(text, text, timestamptz),
  set_consent(text, text, boolean, text, text, integer, integer, timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hash_of_identity(text, text), find_or_make_person(text, text, timestamptz),
  link_people(text, text, text, text, text, timestamptz, timestamptz), unlink_person(text, text, timestamptz), forget_person(text, text, timestamptz),
  set_consent(text, text, boolean, text, text, integer, integer, timestamptz, timestamptz) TO studio_agents;
