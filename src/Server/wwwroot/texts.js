/** Every text of the pages; a translation is another table of this shape. */
export const texts = {
  signInTitle: 'Sign in or create an account',
  signInLead: 'With a passkey: your fingerprint, your face or your screen lock. No password.',
  username: 'Username',
  usernameHint: 'Signing in? You can leave this empty.',
  signIn: 'Sign in with a passkey',
  newHere: 'New here?',
  createPasskey: 'Create a passkey',
  cancel: 'Cancel',

  waitingForSignIn: 'Waiting for your passkey. Follow the steps your device shows.',
  waitingForCreate: 'Your device asks for your fingerprint, face or screen lock, then saves your passkey.',
  checking: 'Checking your passkey…',
  cancelled: 'No passkey was used. Try again, or create one if you’re new here.',
  notCreated: 'No passkey was created. Try again whenever you like.',
  usernameMissing: 'Choose a username for your new account first.',
  reference: 'Reference for support: {requestId}',

  whatTitle: 'What is a passkey?',
  whatText: 'A key that your device creates and keeps for you. You use it with your fingerprint, face or screen lock, and nobody can guess it, steal it from us or trick you out of it.',
  whereTitle: 'Where are passkeys saved?',
  whereText: 'In your password manager, so you can sign in on your other devices, or on a security key. Anyone who can unlock the device can use them.',
  otherTitle: 'Is your passkey on another device?',
  otherText: 'Choose “Sign in with a passkey” with the username empty. Your browser then lets you use your phone or a security key.',

  welcomeNew: 'Your passkey is ready',
  welcomeBack: 'Welcome back',
  signedIn: 'You’re signed in',
  signedInAs: 'Signed in as {name}',
  used: 'Used {when}',
  created: 'Created {when}',
  synced: 'Synced',
  deviceOnly: 'This device only',
  signOut: 'Sign out',

  unsupportedTitle: 'This browser can’t use passkeys',
  unsupportedText: 'Update it or open this page in another browser. If you came from inside an app, choose “Open in browser” there.',
  promise: 'Your fingerprint and your face never leave your device.',
};

/**
 * Puts values into a text's braces.
 * @param {string} text
 * @param {Record<string, string>} values
 */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
