-- Three roles without a login, one per Worker: a deployment gives each a password (see README, "Deploy").
-- Roles belong to the whole server, so another database there may have created them already, even at this moment.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['studio_api', 'studio_ingest', 'studio_agents'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', name);
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN NULL;
    END;
    -- Whoever migrates may act as each role: the local world does, to hold every statement to its Worker's rights.
    BEGIN
      EXECUTE format('GRANT %I TO CURRENT_USER', name);
    EXCEPTION
      WHEN OTHERS THEN NULL;
    END;
  END LOOP;
END
$$;

-- Before Postgres 15 anyone could create tables here.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO studio_api, studio_ingest, studio_agents;
