// A certified OpenID provider for the demo of the portal, on this machine only: citizens sign in by pressing their name.
//
// It is told in its environment (DEMO_PROVIDER) what it needs, as JSON: {"port", "people", "clients", "look"}; `people` has
// the claims of each by name, and `look` is the address of a style sheet. It runs until Ctrl-C.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import http from 'node:http';

import Provider from 'oidc-provider';

const HOST = '127.0.0.1';
const SCOPE = 'openid profile vo wettelijkvertegenwoordiger';
const { port, people, clients, look } = JSON.parse(process.env.DEMO_PROVIDER);
const issuer = `http://${HOST}:${port}`;

// The library has remarks about what it was told to do; who sits at this screen has to read the addresses.
console.info = console.log = console.warn = () => {};

const escaped = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

function page(title, body) {
  return `<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="${escaped(look)}"></head>
<body class="provider"><main><p class="provider-name">Demo-aanmelding</p><h1>${escaped(title)}</h1>${body}</main></body></html>`;
}

function whoIsThere() {
  const choice = ([name, one]) => `<li><button name="login" value="${escaped(name)}">
<b>${escaped(`${one.given_name} ${one.family_name}`)}</b> <span>${escaped(one.note)}</span></button></li>`;
  return page('Wie bent u?', `<p>Dit staat hier in de plaats van eID of itsme. Iedereen is verzonnen.</p>
<form method="post"><ul class="people">${Object.entries(people).map(choice).join('')}</ul>
<button class="quiet" name="cancel" value="1">Annuleren</button></form>`);
}

function newKeys() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: randomBytes(8).toString('hex') }] };
}

function claimsOf(sub) {
  const { note: _, ...claims } = people[sub];
  return { sub, ...claims };
}

const provider = new Provider(issuer, {
  clients,
  jwks: newKeys(),
  scopes: SCOPE.split(' '),
  claims: {
    openid: ['sub', 'acr', 'amr'],
    profile: ['given_name', 'family_name'],
    vo: ['vo_id', 'vo_doelgroepcode', 'vo_orgcode', 'vo_orgnaam'],
    wettelijkvertegenwoordiger: ['wv_orgcode'],
  },
  conformIdTokenClaims: false, // as ACM/IDM does: all claims stand in the ID token
  cookies: { keys: [randomBytes(16).toString('hex')] },
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource(ctx, form) {
        ctx.body = page('Afmelden', `<p>U meldt zich overal af: in het Ondernemersloket en in het Mandaatloket.</p>${form}
<button form="op.logoutForm" name="logout" value="yes">Ja, afmelden</button>`);
      },
      postLogoutSuccessSource(ctx) {
        ctx.body = page('U bent afgemeld', '<p>U kunt deze pagina sluiten.</p>');
      },
    },
  },
  // The library tells nothing to addresses of a machine's own network; everything of this demo is there.
  fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined, signal: AbortSignal.timeout(10_000) }),
  interactions: { url: (_ctx, interaction) => `/wie/${interaction.uid}` },
  findAccount: (_ctx, sub) => people[sub] && { accountId: sub, claims: () => claimsOf(sub) },
  renderError(ctx, out) {
    ctx.type = 'html';
    ctx.body = page('Aanmelden lukt nu niet', `<p>Begin opnieuw in de toepassing.</p><p>${escaped(out.error)}</p>`);
  },
  // Both applications are of the same government: nobody is asked whether they may know who he is.
  async loadExistingGrant({ oidc }) {
    const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope(SCOPE);
    await grant.save();
    return grant;
  },
});

async function interact(request, response) {
  await provider.interactionDetails(request, response);
  if (request.method === 'GET') {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(whoIsThere());
    return;
  }
  let body = '';
  for await (const part of request) body += part;
  const name = new URLSearchParams(body).get('login');
  const result = Object.hasOwn(people, name)
    ? { login: { accountId: name } }
    : { error: 'access_denied', error_description: 'the person went away' };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

const server = http.createServer((request, response) => {
  if (request.url.startsWith('/wie/')) {
    interact(request, response).catch(() => {
      response.statusCode = 400;
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(page('Dit aanmelden is voorbij', '<p>Begin opnieuw in de toepassing.</p>'));
    });
  } else {
    provider.callback()(request, response);
  }
});
server.listen(port, HOST);
process.on('SIGINT', () => process.exit(0));
