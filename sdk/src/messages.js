/**
 * A sentence for people, by error code: what happened and one next step.
 * Assign to it to translate: `Object.assign(messages, german)`.
 * @type {Record<string, string>}
 */
export const messages = {
  // the browser's dialog
  aborted: '',
  cancelled_or_timeout: 'No passkey was used. Try again, or choose another way.',
  no_local_credential: 'There is no passkey for this site on this device. Use your phone or a security key, or create a passkey.',
  passkey_exists: 'You already have a passkey for this account in this password manager. Use that one, or save the new one elsewhere.',
  user_verification_unavailable: 'This device can’t do that yet. Set up a screen lock or a PIN, then try again.',
  not_supported: 'This browser or device can’t use passkeys here. Update it, or try another device.',
  rp_id_mismatch: 'This site isn’t set up for passkeys at this address. Tell the people who run it.',
  extension_interference: 'A browser extension got in the way. Turn it off for this site, then try again.',

  // the server's verdict
  username_taken: 'That username is taken. Sign in if it is yours, or choose another.',
  invalid_username: 'That username can’t be used. Choose another.',
  unknown_credential: 'This passkey is no longer valid here. Remove it from your password manager, or use another.',
  credential_not_allowed: 'That passkey doesn’t belong to this username. Check the username, or use another passkey.',
  user_handle_mismatch: 'That passkey doesn’t belong to this username. Check the username, or use another passkey.',
  credential_already_registered: 'This passkey is already in use. Sign in with it, or create another.',
  user_not_verified: 'We need to know it’s you. Set a PIN on your security key or a screen lock on this device, then try again.',
  origin_not_allowed: 'This site isn’t set up for passkeys at this address. Open it at its own address.',
  step_up_required: 'We need to know it’s you. Confirm with one of your passkeys, then try again.',
  last_credential: 'This is the last passkey you can sign in with. Add another before you delete it.',
  passkey_limit: 'You have as many passkeys as an account can have. Delete one you no longer use.',
  account_locked: 'This account is locked. Ask the people who run this site.',
  challenge_expired: 'That took a little too long. Try again.',
  passkey_disabled: 'This passkey is switched off. Use another.',
  not_signed_in: 'You’re signed out. Sign in, then try again.',
  rate_limited: 'Too many tries. Wait a moment, then try again.',

  // everything else
  unreachable: 'We can’t reach the server. Check your connection, then try again.',
  server_error: 'Something went wrong on our side. Try again in a moment.',
  unexpected: 'That didn’t work. Try again.',
};
