/** A server of updates as IT runs one: plain files, and what a test does to them. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const NAME = 'cti-companion-9.9.9-linux-x86_64.AppImage';

export const startUpdateServer = async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const update = randomBytes(300_000);
  const hash = createHash('sha512').update(update).digest('base64');
  const lines = [
    'version: 9.9.9',
    'files:',
    `  - url: ${NAME}`,
    `    sha512: ${hash}`,
    `    size: ${update.length}`,
    `path: ${NAME}`,
    `sha512: ${hash}`,
    'stagingPercentage: 100',
    "releaseDate: '2026-11-23T00:00:00.000Z'",
  ];
  const feed = Buffer.from(`${lines.join('\n')}\n`);
  const signature = `${sign(null, feed, privateKey).toString('base64')}\n`;
  const faults = { unsigned: false, changed: false };
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    const path = new URL(url, 'http://127.0.0.1').pathname;
    asked.push(path);
    if (path === '/latest-linux.yml') response.end(feed);
    else if (path === '/latest-linux.yml.sig')
      response.end(faults.unsigned ? randomBytes(64).toString('base64') : signature);
    else if (path === `/${NAME}`) response.end(faults.changed ? randomBytes(update.length) : update);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    /** As CTI_UPDATE_KEY takes it. */
    key: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    package: update,
    packagePath: `/${NAME}`,
    faults,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
};
