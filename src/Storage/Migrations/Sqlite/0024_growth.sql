-- What is looked for must not take longer because more is there.

-- Passkeys that attested with certificates, a few among many: all of them are judged again when the metadata has changed.
CREATE INDEX webauthn_credentials_attested ON webauthn_credentials (app_id, id) WHERE attestation_type NOT IN ('None', 'Self');

-- The seal that covers an event.
CREATE INDEX event_seals_upto ON event_seals (upto);
