/** `GET /admin`: the dashboard's files under a strict policy, or a plain sentence where they were not built. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../support/temp-folder';
import { startAdmin } from './admin-harness';

const built = (): string => {
  const dir = tempFolder('renderer');
  mkdirSync(join(dir, 'assets'));
  writeFileSync(join(dir, 'admin.html'), '<!doctype html><script src="./assets/admin.js"></script>');
  writeFileSync(join(dir, 'companion.html'), '<!doctype html>companion');
  writeFileSync(join(dir, 'assets', 'admin.js'), 'export {};');
  return dir;
};

it('serves the page, its files and nothing else, without inline scripts or styles', async () => {
  const relay = await startAdmin({ bare: true, rendererDir: built() });
  const page = await relay.request('GET', '/admin');
  expect(page).toMatchObject({ status: 200, body: expect.stringContaining('assets/admin.js') as string });
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe|\*|ws:|http/);
  expect(page.headers.get('cache-control')).toBe('no-store');
  const script = await relay.request('GET', '/admin/assets/admin.js');
  expect(script.status).toBe(200);
  expect(script.headers.get('content-security-policy')).toBe(policy);
  for (const path of ['companion.html', '../package.json', '%2e%2e/package.json', 'assets/../companion.html'])
    expect((await relay.request('GET', `/admin/${path}`)).status, path).toBe(404);
});

it('says what to do where it is not built, and is not there where it is switched off', async () => {
  const relay = await startAdmin({ bare: true });
  expect((await relay.request('GET', '/admin/')).body).toMatchObject({
    error: { code: 'not_found', message: expect.stringContaining('npm run build') as string },
  });
  const off = await startAdmin({ bare: true, rendererDir: built(), file: { admin: { enabled: false } } });
  expect((await off.request('GET', '/admin/')).status).toBe(404);
});
