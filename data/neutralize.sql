-- A copy of a database must open none of the original's links, and sign none for it: every key gets
-- another secret. New links of the copy get a key of their own, once a company is switched on again.
UPDATE public_link_key
   SET secret = gen_random_uuid()::text || gen_random_uuid()::text,
       retired_at = COALESCE(retired_at, now() AT TIME ZONE 'UTC');
UPDATE public_link
   SET revoked_at = now() AT TIME ZONE 'UTC',
       revoked_reason = 'key'
 WHERE revoked_at IS NULL;
UPDATE res_company
   SET public_links_enabled = false;
-- Nor may it ask carriers with the original's key, or take the events that are meant for it.
UPDATE shipment_tracking_account
   SET api_key = NULL,
       webhook_secret = NULL,
       webhook_path = gen_random_uuid()::text,
       state = 'paused',
       paused_reason = 'This database is a copy.';
-- Nor may it remind the original's customers.
UPDATE public_link_plan
   SET enabled = false;
-- Nor may it announce charges to the original's customers, or charge their cards.
UPDATE public_link_agreement_charge
   SET state = 'dropped',
       why = 'copy'
 WHERE state = 'announced';
UPDATE public_link_agreement
   SET ended_at = now() AT TIME ZONE 'UTC',
       ended_by = 'copy'
 WHERE ended_at IS NULL;
