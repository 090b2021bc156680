/**
 * Signs the feeds in release/ for the updater (docs/packaging.md): `node scripts/sign-feed.mjs FILE.yml …` with CTI_UPDATE_SIGNING_KEY, the
 * path of an Ed25519 key; `node scripts/sign-feed.mjs --new-key FILE` makes one and prints what CTI_UPDATE_KEY has to be.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const say = (line) => process.stdout.write(`${line}\n`);
const publicText = (key) => createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64');
const [first, ...rest] = process.argv.slice(2);
const keyFile = process.env.CTI_UPDATE_SIGNING_KEY;

if (first === '--new-key' && rest.length === 1) {
  const { privateKey } = generateKeyPairSync('ed25519');
  // Never over one that is there: what was signed by it would be lost.
  writeFileSync(rest[0], privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' });
  say(
    `The key is in ${rest[0]}. Keep it off the update server. Build with CTI_UPDATE_KEY=${publicText(privateKey)}`,
  );
} else if (first === undefined || first.startsWith('-') || !keyFile) {
  say(
    'CTI_UPDATE_SIGNING_KEY=key.pem node scripts/sign-feed.mjs release/latest-linux.yml …, or --new-key FILE',
  );
  process.exitCode = 1;
} else {
  const key = createPrivateKey(readFileSync(keyFile));
  for (const feed of [first, ...rest]) {
    writeFileSync(`${feed}.sig`, `${sign(null, readFileSync(feed), key).toString('base64')}\n`);
    say(`${feed}.sig`);
  }
}
