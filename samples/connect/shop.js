// A shop that has users of its own, signed in with Google. Two of its lines are about passkeys: the page gets the ID token,
// which is what lets it connect a passkey, and a sign-in by passkey is verified at Keystile with the secret.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import * as openid from 'openid-client';

const { PORT, GOOGLE, KEYSTILE, KEYSTILE_PUBLIC_KEY, KEYSTILE_SECRET } = process.env;
const origin = `http://localhost:${PORT}`;
const google = await openid.discovery(new URL(GOOGLE), 'shop', 'a secret & = % for the tests', undefined, { execute: [openid.allowInsecureRequests] }); // HTTP on this machine only

/** The shop's users by their id, which is Google's subject, and who is signed in by cookie. */
const users = new Map();
const sessions = new Map();

const files = {
  '/': ['page/index.html', 'text/html; charset=utf-8'],
  '/page.js': ['page/page.js', 'text/javascript'],
  '/passwordless.js': ['node_modules/@passwordlessdev/passwordless-client/dist/esm/passwordless.mjs', 'text/javascript'],
};

const routes = {
  /** Off to Google. */
  async 'GET /login'(session) {
    session.verifier = openid.randomPKCECodeVerifier();
    session.state = openid.randomState();
    session.nonce = openid.randomNonce();
    const parameters = {
      redirect_uri: `${origin}/callback`, scope: 'openid email profile', state: session.state, nonce: session.nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(session.verifier), code_challenge_method: 'S256',
    };
    return { redirect: openid.buildAuthorizationUrl(google, parameters).href };
  },

  /** Back from Google. */
  async 'GET /callback'(session, url) {
    const tokens = await openid.authorizationCodeGrant(google, url, { pkceCodeVerifier: session.verifier, expectedState: session.state, expectedNonce: session.nonce });
    const { sub, email } = tokens.claims();
    users.set(sub, { email });
    return { redirect: '/', user: { userId: sub, idToken: tokens.id_token } };
  },

  /** Who is signed in. The ID token goes to the page, which shows it to Keystile and to nobody else. */
  async 'GET /me'(session) {
    const keystile = { url: KEYSTILE, apiKey: KEYSTILE_PUBLIC_KEY };
    return { json: { keystile, email: users.get(session.userId)?.email ?? null, idToken: session.idToken ?? null } };
  },

  /** A passkey signed in: Keystile says who it is, in the shop's own words. */
  async 'POST /passkey'(session, _, body) {
    const answer = await fetch(`${KEYSTILE}/signin/verify`, { method: 'POST', headers: { ApiSecret: KEYSTILE_SECRET, 'Content-Type': 'application/json' }, body: JSON.stringify({ token: body.token }) });
    const verified = await answer.json();
    if (!verified.success || !users.has(verified.userId)) return { status: 401, json: {} };
    return { json: {}, user: { userId: verified.userId, idToken: null } };
  },

  async 'POST /logout'(session) {
    sessions.delete(session.id);
    return { json: {} };
  },
};

createServer(async (request, response) => {
  try {
    const url = new URL(request.url, origin);
    if (request.method === 'GET' && (files[url.pathname] || /^\/sdk\/(\w+\/)?\w+\.js$/.test(url.pathname))) return await sendFile(response, url.pathname);
    const route = routes[`${request.method} ${url.pathname}`];
    // Another site's form carries no JSON: that is all a demonstration does against cross-site requests.
    if (!route || (request.method === 'POST' && request.headers['content-type'] !== 'application/json')) return send(response, { status: 404, json: {} });
    const session = sessionOf(request, response);
    const answer = await route(session, url, request.method === 'POST' ? await read(request) : null);
    if (answer.user) {
      sessions.delete(session.id); // a session that somebody planted beforehand is nobody's
      begin(response, answer.user);
    }
    return send(response, answer);
  } catch (error) {
    console.error(error);
    return send(response, { status: 500, json: {} });
  }
}).listen(Number(PORT), 'localhost');

function sessionOf(request, response) {
  const id = /(?:^|; )shop=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
  if (sessions.has(id)) return sessions.get(id);
  return begin(response);
}

/** A session of its own for every visitor, and a fresh one at every sign-in. */
function begin(response, user = {}) {
  const session = { id: randomUUID(), ...user };
  sessions.set(session.id, session);
  response.setHeader('Set-Cookie', `shop=${session.id}; HttpOnly; SameSite=Lax; Path=/`);
  return session;
}

async function read(request) {
  let body = '';
  for await (const chunk of request) body += chunk;
  return JSON.parse(body || '{}');
}

async function sendFile(response, path) {
  const [file, type] = files[path] ?? [`../../sdk/src/${path.slice(5)}`, 'text/javascript'];
  response.setHeader('Content-Type', type);
  response.end(await readFile(new URL(file, import.meta.url)));
}

function send(response, { status = 200, json, redirect }) {
  response.writeHead(redirect ? 302 : status, redirect ? { Location: redirect } : { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(redirect ? undefined : JSON.stringify(json));
}
