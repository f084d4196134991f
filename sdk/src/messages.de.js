/**
 * The sentences of `messages.js` in German: `Object.assign(messages, german)`. Nothing loads it unasked.
 * @type {Record<string, string>}
 */
export const german = {
  // the browser's dialog
  aborted: '',
  cancelled_or_timeout: 'Es wurde kein Passkey benutzt. Versuch es noch einmal oder wähle einen anderen Weg.',
  no_local_credential: 'Auf diesem Gerät gibt es keinen Passkey für diese Seite. Benutze dein Telefon oder einen Sicherheitsschlüssel, oder erstelle einen Passkey.',
  passkey_exists: 'In diesem Passwortmanager hast du schon einen Passkey für dieses Konto. Benutze ihn oder speichere den neuen woanders.',
  user_verification_unavailable: 'Das kann dieses Gerät noch nicht. Richte eine Bildschirmsperre oder eine PIN ein und versuch es noch einmal.',
  not_supported: 'Dieser Browser oder dieses Gerät kann hier keine Passkeys verwenden. Aktualisiere es oder nimm ein anderes Gerät.',
  rp_id_mismatch: 'Diese Seite ist unter dieser Adresse nicht für Passkeys eingerichtet. Sag es den Leuten, die sie betreiben.',
  extension_interference: 'Eine Browsererweiterung kam dazwischen. Schalte sie für diese Seite aus und versuch es noch einmal.',

  // the server's verdict
  username_taken: 'Dieser Benutzername ist vergeben. Melde dich an, wenn es deiner ist, oder wähle einen anderen.',
  invalid_username: 'Dieser Benutzername geht nicht. Wähle einen anderen.',
  unknown_credential: 'Dieser Passkey gilt hier nicht mehr. Entferne ihn aus deinem Passwortmanager oder benutze einen anderen.',
  credential_not_allowed: 'Dieser Passkey gehört nicht zu diesem Benutzernamen. Prüfe den Namen oder benutze einen anderen Passkey.',
  user_handle_mismatch: 'Dieser Passkey gehört nicht zu diesem Benutzernamen. Prüfe den Namen oder benutze einen anderen Passkey.',
  credential_already_registered: 'Dieser Passkey ist schon in Gebrauch. Melde dich damit an oder erstelle einen anderen.',
  user_not_verified: 'Wir müssen wissen, dass du es bist. Richte eine PIN auf deinem Sicherheitsschlüssel oder eine Bildschirmsperre auf diesem Gerät ein und versuch es noch einmal.',
  origin_not_allowed: 'Diese Seite ist unter dieser Adresse nicht für Passkeys eingerichtet. Öffne sie unter ihrer eigenen Adresse.',
  step_up_required: 'Wir müssen wissen, dass du es bist. Bestätige mit einem deiner Passkeys und versuch es noch einmal.',
  last_credential: 'Das ist der letzte Passkey, mit dem du dich anmelden kannst. Füge einen anderen hinzu, bevor du ihn löschst.',
  passkey_limit: 'Du hast so viele Passkeys, wie ein Konto haben kann. Lösche einen, den du nicht mehr benutzt.',
  account_locked: 'Dieses Konto ist gesperrt. Frag die Leute, die diese Seite betreiben.',
  challenge_expired: 'Das hat etwas zu lange gedauert. Versuch es noch einmal.',
  passkey_disabled: 'Dieser Passkey ist ausgeschaltet. Benutze einen anderen.',
  not_signed_in: 'Du bist abgemeldet. Melde dich an und versuch es noch einmal.',
  rate_limited: 'Zu viele Versuche. Warte einen Moment und versuch es noch einmal.',

  // everything else
  unreachable: 'Wir erreichen den Server nicht. Prüfe deine Verbindung und versuch es noch einmal.',
  server_error: 'Bei uns ist etwas schiefgegangen. Versuch es gleich noch einmal.',
  unexpected: 'Das hat nicht geklappt. Versuch es noch einmal.',
};
