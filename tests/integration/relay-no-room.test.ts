/** Where the disk takes nothing more, what would only be nice to note costs nobody his connection, and the relay not its life. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { startAdmin } from './admin-harness';
import { signIn } from './relay-harness';

/** From now on this fails in the relay's own database, as on a full disk. */
const refuse = (dataDir: string, what: string): void => {
  const file = new Database(join(dataDir, 'relay.db'));
  file.exec(`CREATE TRIGGER no_room BEFORE ${what} BEGIN SELECT RAISE(FAIL, 'no room'); END`);
  file.close();
};

it('a desktop signs in and leaves, though it can not be noted that it was seen', async () => {
  const relay = await startAdmin({ bare: true });
  refuse(relay.config.dataDir, 'UPDATE OF last_seen_at ON tokens');
  const desktop = await signIn(relay.url, 'anna');
  desktop.close();
  await desktop.closed();
  const again = await signIn(relay.url, 'anna');
  expect(again.registered.agent.id).toBe('anna');
  expect(relay.log.text()).toContain('could not be noted');
  again.close();
});

it('the dashboard stays open to who is signed in, and ends when its time is over', async () => {
  const relay = await startAdmin();
  const { look } = await relay.signIn();
  refuse(relay.config.dataDir, 'UPDATE OF used_at ON admin_sessions');
  const status = async () => (await relay.request('GET', '/api/status', look)).status;
  relay.clock.advance(2 * 60_000);
  expect(await status()).toBe(200);
  const file = new Database(join(relay.config.dataDir, 'relay.db'));
  file.exec('DROP TRIGGER no_room');
  file.close();
  refuse(relay.config.dataDir, 'DELETE ON admin_sessions');
  relay.clock.advance(60 * 60_000);
  expect(await status()).toBe(401);
});
