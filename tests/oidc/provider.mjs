// Two certified OpenID providers on loopback: one with the claims of ACM/IDM, one with those of Entra ID.
//
// The first line on the output says where they are; the process ends when its input is closed. Tests tell it things on
// its input, one JSON object a line, and get a line back: {"do": "rotate", "kind": "citizen"} makes new keys,
// {"do": "logout", "kind": "citizen", "uri": "..."} says where sign-outs are told (back-channel), and
// {"do": "trust", "kind": "citizen", "jwk": {...}} has the application prove itself with that key, no more with a secret.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import http from 'node:http';
import { createInterface } from 'node:readline';

import Provider from 'oidc-provider';

// The library has remarks about what it was told to do; the output is for the tests.
console.info = console.log = console.warn = () => {};

const HOST = '127.0.0.1';
const SCOPES = {
  citizen: 'openid profile vo wettelijkvertegenwoordiger',
  staff: 'openid profile',
};
const CLAIMS = {
  citizen: {
    openid: ['sub', 'acr', 'amr'],
    profile: ['given_name', 'family_name'],
    vo: ['vo_id', 'vo_doelgroepcode', 'vo_orgcode', 'vo_orgnaam'],
    wettelijkvertegenwoordiger: ['wv_orgcode'],
  },
  staff: { openid: ['sub', 'acr', 'amr'], profile: ['given_name', 'family_name', 'groups', 'employeeid'] },
};
const people = JSON.parse(process.argv[2]); // by kind, by name: the claims of each, and perhaps acr and amr
const uris = {}; // by kind: where sign-outs are told
const keys = {}; // by kind: the public key with which the application proves that it is itself
const servers = {};

function newKeys() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = randomBytes(8).toString('hex');
  return { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid }] };
}

function newProvider(kind, issuer) {
  const client = {
    client_id: `mandaatloket-${kind}`,
    ...(keys[kind]
      ? { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [keys[kind]] } }
      : { client_secret: 'known to both of us' }),
    redirect_uris: [`http://${HOST}:1/aanmelden/terug/${kind}`],
    post_logout_redirect_uris: [`http://${HOST}:1/afgemeld`],
    ...(uris[kind] && { backchannel_logout_uri: uris[kind], backchannel_logout_session_required: true }),
  };
  // Another application, at which the same people sign in: what it gets may be exchanged for a token of ours.
  const portal = {
    client_id: 'ondernemersloket',
    client_secret: 'known to both of us',
    redirect_uris: [`http://${HOST}:1/terug`],
    post_logout_redirect_uris: [`http://${HOST}:1/afgemeld`],
  };
  const provider = new Provider(issuer, {
    clients: [client, portal],
    jwks: newKeys(),
    scopes: SCOPES[kind].split(' '),
    claims: CLAIMS[kind],
    conformIdTokenClaims: false, // as ACM/IDM and Entra ID do: all claims stand in the ID token
    acrValues: ['urn:be:vlaanderen:authmech:eid', 'urn:be:vlaanderen:authmech:password'],
    cookies: { keys: [randomBytes(16).toString('hex')] },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource(ctx, form) {
          ctx.body = page(`Afmelden bij ${kind}`, `${form}<button form="op.logoutForm" name="logout" value="yes">Ja</button>`);
        },
      },
    },
    // The library tells nothing to addresses of a machine's own network, and is impatient; the tests have only those.
    fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined, signal: AbortSignal.timeout(30_000) }),
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub, ...people[kind][sub] }) }),
    async loadExistingGrant(ctx) {
      const { oidc } = ctx;
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope(SCOPES[kind]);
      await grant.save();
      return grant;
    },
  });
  // The application that is tested listens on another port every time.
  const loopback = (path) => (uri) => new RegExp(`^http://${HOST}:\\d+${path}$`).test(uri);
  provider.Client.prototype.redirectUriAllowed = loopback(`(/aanmelden/terug/${kind}|/terug)`);
  provider.Client.prototype.postLogoutRedirectUriAllowed = loopback('/afgemeld');
  return provider;
}

function page(title, body) {
  return `<!doctype html><html lang="nl"><title>${title}</title><h1>${title}</h1>${body}`;
}

async function interact(kind, request, response) {
  const { provider } = servers[kind];
  await provider.interactionDetails(request, response);
  response.setHeader('content-type', 'text/html; charset=utf-8');
  if (request.method === 'GET') {
    const form = '<form method="post"><label>Naam <input name="login"></label><button>Verder</button></form>'
      + '<form method="post"><input type="hidden" name="cancel" value="1"><button>Annuleren</button></form>';
    response.end(page(`Aanmelden bij ${kind}`, form));
    return;
  }
  let body = '';
  for await (const part of request) body += part;
  const answers = new URLSearchParams(body);
  const person = people[kind][answers.get('login')];
  const { acr, amr } = person ?? {};
  const result = person && !answers.has('cancel')
    ? { login: { accountId: answers.get('login'), acr, amr } }
    : { error: 'access_denied', error_description: 'the person went away' };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

function serve(kind) {
  const server = http.createServer((request, response) => {
    if (request.url.startsWith('/interaction/')) {
      interact(kind, request, response).catch((error) => {
        response.statusCode = 500;
        response.end(String(error));
      });
    } else {
      servers[kind].provider.callback()(request, response);
    }
  });
  return new Promise((resolve) => {
    server.listen(0, HOST, () => {
      const issuer = `http://${HOST}:${server.address().port}`;
      servers[kind] = { issuer, provider: newProvider(kind, issuer) };
      resolve(issuer);
    });
  });
}

const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
say({ citizen: await serve('citizen'), staff: await serve('staff') });
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  if (order.do === 'logout') uris[order.kind] = order.uri;
  if (order.do === 'trust') keys[order.kind] = order.jwk;
  servers[order.kind].provider = newProvider(order.kind, servers[order.kind].issuer);
  say({ done: order.do });
}
process.exit(0);
