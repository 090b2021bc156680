/**
 * TLS for asterisk-manager, which speaks none: it connects to a private socket in a directory only we may enter (a named
 * pipe on Windows), and its bytes go on over TLS. The socket takes one connection and is gone.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { type AmiAddress, openAmiSocket } from './ami-socket';

const privatePath = (): { path: string; remove: () => void } => {
  if (process.platform === 'win32') return { path: `\\\\.\\pipe\\cti-${randomUUID()}`, remove: () => {} };
  const directory = mkdtempSync(join(tmpdir(), 'cti-'));
  return { path: join(directory, 's'), remove: () => rmSync(directory, { recursive: true, force: true }) };
};

/** @param signal closes the tunnel, at whatever point it is */
export const openTlsTunnel = (
  address: AmiAddress,
  signal: AbortSignal,
  handlers: { onReady: (path: string) => void; onError: (error: NodeJS.ErrnoException) => void },
): void => {
  const { path, remove } = privatePath();
  const remote = openAmiSocket(address, () => server.listen(path, () => handlers.onReady(path)));
  const server = createServer((local) => {
    server.close(remove);
    pipeline(local, remote, local, () => {});
  });
  const fail = (error: NodeJS.ErrnoException): void => handlers.onError(error);
  remote.on('error', fail);
  server.on('error', fail);
  signal.addEventListener('abort', () => {
    remote.destroy();
    server.close();
    remove();
  });
};
