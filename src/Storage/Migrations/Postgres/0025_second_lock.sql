-- A second lock between apps, beside the condition of each statement: a row is there only for who has set "keystile.app" to its app,
-- or to '*', which a statement for every app must say. Forced, as the server owns its tables; roles that bypass it are the operator's.
DO $$
DECLARE
  guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['users', 'webauthn_credentials', 'sessions', 'api_keys', 'aliases', 'identities', 'mail_outbox', 'operators', 'recovery_codes', 'account_links', 'webhooks']
  LOOP
    EXECUTE format('CREATE POLICY of_app ON %I USING (current_setting(''keystile.app'', true) IN (app_id, ''*''))', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', guarded);
  END LOOP;
END
$$;

CREATE POLICY of_app ON apps USING (current_setting('keystile.app', true) IN (id, '*'));
ALTER TABLE apps ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

-- An event of no app concerns the whole server: any unit may add one, and only who reads for every app sees it.
CREATE POLICY of_app ON events USING (current_setting('keystile.app', true) IN (app_id, '*')) WITH CHECK (app_id IS NULL OR current_setting('keystile.app', true) IN (app_id, '*'));
ALTER TABLE events ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
