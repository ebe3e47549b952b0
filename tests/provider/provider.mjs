// The OpenID Connect provider that tests sign in at: a real one (oidc-provider), which goes by the tests' clock, rotates its keys
// and lies when it is told to. Prints its address once it listens; ends with its standard input.
import http from 'node:http';

const Machine = Date;
let shift = Number(process.env.BEGINS_MS) - Machine.now();
globalThis.Date = class extends Machine {
  constructor(...parts) {
    if (parts.length) super(...parts);
    else super(Machine.now() + shift);
  }
  static now() {
    return Machine.now() + shift;
  }
};

const { default: Provider } = await import('oidc-provider');
const { SignJWT, decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, importJWK } = await import('jose');

const kept = new Map();
class Adapter {
  constructor(name) { this.name = name; }
  key(id) { return `${this.name}:${id}`; }
  async upsert(id, payload) { kept.set(this.key(id), payload); }
  async find(id) { return kept.get(this.key(id)); }
  async findByUid(uid) { return [...kept.values()].find((each) => each.uid === uid); }
  async findByUserCode(code) { return [...kept.values()].find((each) => each.userCode === code); }
  async consume(id) { kept.get(this.key(id)).consumed = Math.floor(Date.now() / 1000); }
  async destroy(id) { kept.delete(this.key(id)); }
  async revokeByGrantId(grant) {
    for (const [key, each] of kept) if (each.grantId === grant) kept.delete(key);
  }
}

let claims = JSON.parse(process.env.CLAIMS);
let keys = [];
let published = null;
let lie = null;
let app;
const device = 'urn:ietf:params:oauth:grant-type:device_code';

async function newKey() {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: `key-${keys.length}-${Math.random()}` };
}

async function rotate(issuer) {
  keys = [await newKey(), ...keys].slice(0, 2);
  const client = { response_types: ['code'], grant_types: ['authorization_code', device], application_type: 'native',
    redirect_uris: ['http://127.0.0.1', 'http://localhost'] };
  const provider = new Provider(issuer, {
    adapter: Adapter,
    clients: [
      { ...client, client_id: 'kalix-hub', token_endpoint_auth_method: 'none' },
      { ...client, client_id: 'kalix-secret', client_secret: 'a secret/of+the hub', application_type: 'web',
        token_endpoint_auth_method: 'client_secret_basic', redirect_uris: ['https://hub.example/'], grant_types: ['authorization_code', device] },
    ],
    jwks: { keys },
    conformIdTokenClaims: false,
    claims: { openid: ['sub', 'oid', 'groups', 'employeeId', 'email', 'email_verified'] },
    findAccount: (context, id) => ({ accountId: id, claims: () => ({ sub: id, ...claims[id] }) }),
    features: { deviceFlow: { enabled: true } },
    pkce: { required: () => true },
    cookies: { keys: ['tests alone'] },
    ttl: { AccessToken: 3600, AuthorizationCode: 60, DeviceCode: 600, Grant: 3600, IdToken: 3600, Interaction: 3600, Session: 3600 },
  });
  provider.on('server_error', (context, fault) => console.error(fault));
  app = provider.callback();
}

async function lied(body) {
  const answer = JSON.parse(body);
  if (!lie || !answer.id_token) return body;
  const token = answer.id_token;
  const payload = { ...decodeJwt(token), ...lie.claims };
  if (lie.header?.alg === 'none') {
    const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
    answer.id_token = `${part({ ...decodeProtectedHeader(token), ...lie.header })}.${part(payload)}.`;
  } else {
    const header = { ...decodeProtectedHeader(token), ...lie.header };
    answer.id_token = await new SignJWT(payload).setProtectedHeader(header).sign(await importJWK(keys[0], 'RS256'));
  }
  return JSON.stringify(answer);
}

async function told(request, response, url) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const body = parts.length ? JSON.parse(Buffer.concat(parts).toString()) : null;
  if (url.pathname === '/_rotate') {
    published = body?.hidden ? keys : null;
    await rotate(issuer);
  }
  if (url.pathname === '/_clock') shift = body.ms - Machine.now();
  if (url.pathname === '/_claims') claims = body;
  if (url.pathname === '/_lie') lie = body;
  response.end('{}');
}

const server = http.createServer((request, response) => {
  const url = new URL(request.url, 'http://x');
  if (url.pathname.startsWith('/_')) return told(request, response, url);
  if (url.pathname === '/jwks' && published) {
    const shown = published.map(({ kty, n, e, kid, alg, use }) => ({ kty, n, e, kid, alg, use }));
    return response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: shown }));
  }
  // A browser of the tests goes by the machine's clock: it keeps cookies until it is closed.
  const lasting = (cookie) => cookie.replace(/; *(expires|max-age)=[^;]*/gi, (part) => (part.includes('1970') ? part : ''));
  const writeHead = response.writeHead.bind(response);
  response.writeHead = (...parts) => {
    const cookies = response.getHeader('set-cookie');
    if (cookies) response.setHeader('set-cookie', [cookies].flat().map(lasting));
    return writeHead(...parts);
  };
  if (url.pathname === '/token' && lie) {
    const end = response.end.bind(response);
    response.end = (body) => {
      lied(body).then((changed) => {
        response.setHeader('content-length', Buffer.byteLength(changed));
        end(changed);
      });
    };
  }
  return app(request, response);
});
let issuer;
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', async () => {
  issuer = `http://127.0.0.1:${server.address().port}`;
  await rotate(issuer);
  console.log(issuer);
});
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
