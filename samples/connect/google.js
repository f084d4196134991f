// Stands for Google: a certified OpenID provider that signs in whoever types an address, without a password.
// Addresses at unverified.example are passed on as not verified.
import { createServer } from 'node:http';
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Provider } from 'oidc-provider';

const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '5180' },
    redirect: { type: 'string', multiple: true, default: ['http://localhost:5181/callback'] },
    // Where the claims about a person are: Google puts them into the ID token, others only at the UserInfo endpoint.
    userinfo: { type: 'boolean', default: false },
  },
});
/** Who signed in here so far, by subject. */
const people = new Map();
const issuer = `http://localhost:${options.port}`;

const provider = new Provider(issuer, {
  clients: [{ client_id: 'shop', client_secret: 'a secret & = % for the tests', redirect_uris: options.redirect }],
  jwks: { keys: [signingKey('RS256', 'rsa', { modulusLength: 2048 }), signingKey('ES256', 'ec', { namedCurve: 'P-256' })] },
  cookies: { keys: [randomBytes(32).toString('base64url')] },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  conformIdTokenClaims: options.userinfo,
  features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
  pkce: { required: () => true },
  ttl: { AccessToken: 3600, AuthorizationCode: 60, IdToken: 3600, Grant: 3600, Interaction: 600, Session: 3600 },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, subject) => ({ accountId: subject, claims: () => people.get(subject) }),
  // Nobody is asked what the app may see: Google asks once, and this is no place to remember it.
  async loadExistingGrant({ oidc }) {
    const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope('openid email profile');
    await grant.save();
    return grant;
  },
});

provider.on('server_error', (_, error) => console.error(error));

const answer = provider.callback();
createServer((request, response) => (request.url.startsWith('/interaction/') ? interact(request, response) : answer(request, response)))
  .listen(Number(options.port), 'localhost', () => console.log(`Google's stand-in answers at ${issuer}`));

async function interact(request, response) {
  if (request.method === 'GET') {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sign in with Google</title>
      <main><h1>Sign in with Google</h1><p>This is its stand-in: any address will do.</p><form method="post">
      <label>E-mail <input name="email" type="email" required autofocus></label>
      <button>Continue</button> <button name="cancel" value="yes" formnovalidate>Cancel</button></form></main>`);
    return;
  }
  let body = '';
  for await (const chunk of request) body += chunk;
  const form = new URLSearchParams(body);
  const result = form.has('cancel') ? { error: 'access_denied' } : { login: { accountId: remember(form.get('email').trim().toLowerCase()) } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

/** The person's subject: a number for life, as Google's are, and not the address, which can change hands. */
function remember(email) {
  const sub = BigInt(`0x${createHash('sha256').update(email).digest('hex').slice(0, 16)}`).toString();
  people.set(sub, { sub, email, email_verified: !email.endsWith('@unverified.example'), name: email.split('@')[0] });
  return sub;
}

function signingKey(alg, type, shape) {
  const { privateKey } = generateKeyPairSync(type, shape);
  return { ...privateKey.export({ format: 'jwk' }), alg, use: 'sig', kid: `${alg} of ${issuer}` };
}
