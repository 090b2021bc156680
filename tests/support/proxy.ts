/** nginx and Caddy as resources/proxy has them, with other addresses, ports and certificates put in and nothing else. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Certificate } from './certificates';
import { tempFolder } from './temp-folder';

export type ProxyFile = 'nginx.conf' | 'nginx-two-relays.conf' | 'Caddyfile' | 'Caddyfile-two-relays';

const shipped = (file: ProxyFile): string =>
  readFileSync(new URL(`../../resources/proxy/${file}`, import.meta.url), 'utf8');

/** Replaces what must be there: a file that was changed so that nothing is replaced any more is a failure. */
const put = (text: string, what: string | RegExp, by: string): string => {
  const replaced = text.replace(what, by);
  if (replaced === text) throw new Error(`The proxy's file has no ${String(what)}.`);
  return replaced;
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

const addressesOf = (file: ProxyFile): string[] =>
  file.includes('two') ? ['relay-1:3000', 'relay-2:3000'] : ['127.0.0.1:3000'];

const nginx = (text: string, port: number, { certPath, keyPath }: Certificate, dir: string): string => {
  const site = [
    ['listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`],
    ['listen [::]:443 ssl;', ''],
    [/ssl_certificate {5}\S+;/, `ssl_certificate ${certPath};`],
    [/ssl_certificate_key \S+;/, `ssl_certificate_key ${keyPath};`],
  ].reduce((all, [what = '', by = '']) => put(all, what, String(by)), text);
  writeFileSync(join(dir, 'site.conf'), site);
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${dir}/${name};`,
  );
  // What a distribution's nginx.conf does around the file.
  return `${process.getuid?.() === 0 ? 'user root;' : ''} daemon off; pid ${dir}/pid; error_log stderr warn; events {}
    http { access_log off; ${temp.join(' ')} include ${dir}/site.conf; }`;
};

const caddy = (text: string, port: number, { certPath, keyPath }: Certificate): string => {
  const name = text.includes('{$RELAY_NAME') ? '{$RELAY_NAME:relay.example.com} {' : 'relay.example.com {';
  const site = put(text, name, `https://127.0.0.1:${port} {\n\ttls ${certPath} ${keyPath}`);
  return `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${site}`;
};

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/** @param relays what stands in place of the file's addresses, e.g. `127.0.0.1:4711` */
export const startProxy = async (file: ProxyFile, relays: readonly string[], certificate: Certificate) => {
  const dir = tempFolder('proxy');
  const port = await freePort();
  const text = addressesOf(file).reduce(
    (all, address, n) => put(all, address, relays[n] ?? ''),
    shipped(file),
  );
  const isNginx = file.startsWith('nginx');
  const config = join(dir, isNginx ? 'nginx.conf' : 'Caddyfile');
  writeFileSync(config, isNginx ? nginx(text, port, certificate, dir) : caddy(text, port, certificate));
  const child = isNginx
    ? spawn('/usr/sbin/nginx', ['-c', config, '-p', dir, '-e', 'stderr'])
    : spawn('/usr/bin/caddy', ['run', '--config', config, '--adapter', 'caddyfile'], {
        env: { ...process.env, HOME: dir, XDG_DATA_HOME: dir, XDG_CONFIG_HOME: dir },
      });
  let said = '';
  child.stdout.resume();
  child.stderr.on('data', (part: Buffer) => (said += part.toString()));
  const gone = once(child, 'exit');
  while (!(await isOpen(port))) {
    if (child.exitCode !== null) throw new Error(`${file} does not start: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    url: `https://127.0.0.1:${port}`,
    stop: async (): Promise<void> => {
      child.kill('SIGTERM');
      await gone;
    },
  };
};
