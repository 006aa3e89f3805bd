// The lab's identity provider: the npm package oidc-provider, on 127.0.0.1 over plain HTTP.
// federation-up copies this file beside the package and starts it with LAB_DIR, IDP_PORT, and KEYSTONE_URL.
// Logins and refresh tokens are in memory only, so that a restart ends them.
import { readFileSync, writeFileSync, existsSync } from 'node:fs';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Provider } from 'oidc-provider';

const lab = process.env.LAB_DIR;
const port = Number(process.env.IDP_PORT);
const issuer = `http://127.0.0.1:${port}`;
const keystone = process.env.KEYSTONE_URL;   // the audience of access tokens

// Seconds, read from the file idp/ttl.json for each token: no restart is needed to change them.
const ttl = name => () => JSON.parse(readFileSync(join(lab, 'idp/ttl.json'), 'utf8'))[name];

// Signing keys of this lab's own (the package's development keys are known to everybody).
const keyFile = join(lab, 'idp/keys.json');
if (!existsSync(keyFile)) {
  const jwk = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
  writeFileSync(keyFile, JSON.stringify({
    jwks: { keys: [{ ...jwk, use: 'sig', alg: 'RS256', kid: `lab-${randomBytes(4).toString('hex')}` }] },
    cookies: [randomBytes(24).toString('hex')],
  }), { mode: 0o600 });
}
const { jwks, cookies } = JSON.parse(readFileSync(keyFile, 'utf8'));

const { accounts, clients } = JSON.parse(readFileSync(join(lab, 'idp/accounts.json'), 'utf8'));
const claimsOf = id => {
  const account = accounts[id];
  const more = Array.from({ length: account.more_groups ?? 0 }, (_, i) => `department-${String(i + 1).padStart(4, '0')}`);
  return { email: account.email, email_verified: true, name: account.name, preferred_username: id, groups: [...account.groups, ...more] };
};

const provider = new Provider(issuer, {
  jwks,
  cookies: { keys: cookies },
  clients: clients.map(({ groups, ...client }) => client),
  findAccount: (ctx, id) => (accounts[id]
    ? { accountId: id, claims: () => ({ sub: id, ...claimsOf(id) }) }
    : undefined),
  claims: {
    openid: ['sub'],
    email: ['email', 'email_verified'],
    profile: ['name', 'preferred_username'],
    groups: ['groups'],
  },
  scopes: ['openid', 'offline_access'],
  // As most providers do, and unlike this package's default: what the scopes ask for is in the ID token.
  conformIdTokenClaims: false,
  // Access tokens are JWTs for Keystone, with the claims in them, as the openstack command sends them.
  extraTokenClaims: (ctx, token) => (token.accountId
    ? claimsOf(token.accountId)
    : { preferred_username: token.clientId, groups: clients.find(c => c.client_id === token.clientId)?.groups ?? [] }),
  features: {
    devInteractions: { enabled: true },   // the pages for login and consent; any password is right
    deviceFlow: { enabled: true },
    clientCredentials: { enabled: true },
    revocation: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => keystone,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: 'openid profile email groups', audience: keystone, accessTokenFormat: 'jwt',
        accessTokenTTL: ttl('access_token')(), jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  ttl: {
    IdToken: ttl('id_token'), AccessToken: ttl('access_token'), ClientCredentials: ttl('access_token'),
    RefreshToken: ttl('refresh_token'), DeviceCode: ttl('device_code'),
    AuthorizationCode: 60, Interaction: 3600, Session: 86400, Grant: 1209600,
  },
});

// RFC 8628: the seconds between two polls, and slow_down for a client that polls sooner. 0: neither (the
// package has none), and then a client has to take 5 seconds.
const polls = new Map();
provider.use(async (ctx, next) => {
  await next();
  const interval = ttl('device_interval')();
  const code = ctx.oidc?.params?.device_code;
  if (!interval) return;
  if (ctx.oidc?.route === 'device_authorization' && ctx.body?.device_code) ctx.body = { ...ctx.body, interval };
  if (ctx.oidc?.route === 'token' && code && ctx.body?.error === 'authorization_pending') {
    if (Date.now() - (polls.get(code) ?? 0) < interval * 1000 - 100) {
      ctx.body = { error: 'slow_down', error_description: `poll every ${interval} seconds, and 5 seconds later from now on` };
    }
    polls.set(code, Date.now());
  }
});

for (const event of ['authorization.success', 'authorization.error', 'grant.success', 'grant.error', 'grant.revoked', 'server_error']) {
  provider.on(event, (ctx, error) => console.log(new Date().toISOString(), event, ctx.oidc?.client?.clientId ?? '',
    ctx.oidc?.params?.grant_type ?? '', error instanceof Error ? `${error.message}: ${error.error_description ?? error.stack}` : ''));
}
provider.listen(port, '127.0.0.1', () => console.log(`listening: ${issuer}/.well-known/openid-configuration`));
