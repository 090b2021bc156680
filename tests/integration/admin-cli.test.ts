/** `admin`, `audit` and `log-level` as a person runs them, on a relay that runs. */
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { createAdminCommand } from '../../src/relay/cli/admin';
import { createAuditCommand } from '../../src/relay/cli/audit';
import { dispatch } from '../../src/relay/cli/dispatch';
import { createPrompt } from '../../src/relay/cli/init/prompt';
import { createLogLevelCommand } from '../../src/relay/cli/log-level';
import { tempFolder } from '../support/temp-folder';
import { account, startAdmin } from './admin-harness';
import { API_KEY } from './relay-harness';

const start = async () => {
  const relay = await startAdmin({ bare: true });
  /** @param typed what stands on standard input */
  const run = async (args: string[], typed = '', env: Record<string, string> = { API_KEY }) => {
    const lines: string[] = [];
    const print = (line: string) => void lines.push(line);
    const screen = new PassThrough();
    screen.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
    const createTerminalPrompt = () => {
      const input = new PassThrough();
      input.end(typed);
      return createPrompt(input, screen);
    };
    const admin = createAdminCommand({
      createPrompt: createTerminalPrompt,
      readInput: () => Promise.resolve(typed),
    });
    const code = await dispatch(
      [...args, '--url', relay.url],
      [admin, createAuditCommand(), createLogLevelCommand()],
      { version: '1', terminal: { env, cwd: tempFolder('admin'), print, complain: print } },
    );
    return { code, text: lines.join('\n') };
  };
  return { relay, run };
};

it('makes, lists, changes and removes accounts; the password is never shown', async () => {
  const { relay, run } = await start();
  expect(await run(['admin', 'list'])).toMatchObject({
    code: 0,
    text: 'There is no administrator yet; "admin add <name>" makes one.',
  });
  const { password } = account;
  const added = await run(['admin', 'add', 'boss'], `${password}\n${password}\n`);
  expect(added).toMatchObject({
    code: 0,
    text: expect.stringContaining(`boss can sign in at ${relay.url}/admin.`) as string,
  });
  expect(added.text).not.toContain(password);
  expect((await relay.attempt()).status).toBe(200);

  expect((await run(['admin', 'password', 'boss', '--password-stdin'], 'another long one\n')).code).toBe(0);
  expect((await relay.attempt({ name: 'boss', password: 'another long one' })).status).toBe(200);
  expect((await run(['admin', 'list'])).text).toMatch(
    /^boss {2}last signed in \S+ {2}password of \S+ {2}made by API_KEY$/,
  );
  // The last one stays, or nobody could sign in any more.
  expect(await run(['admin', 'remove', 'boss'])).toMatchObject({
    code: 2,
    text: expect.stringContaining('the only account') as string,
  });
  expect((await run(['admin', 'add', 'deputy'], `${password}\n${password}\n`)).code).toBe(0);
  expect((await run(['admin', 'remove', 'boss'])).code).toBe(0);
  expect((await relay.attempt({ name: 'boss', password: 'another long one' })).status).toBe(401);
});

it('says what is wrong, and changes nothing', async () => {
  const { run } = await start();
  const { password } = account;
  const wrong: [string[], string, number, RegExp][] = [
    [['admin', 'add', 'boss'], 'short\n', 1, /has 5 characters; a password has 12 characters or more/],
    [['admin', 'add', 'boss'], `${password}\nsomething else!\n`, 1, /not the same/],
    [['admin', 'add', 'boss'], '', 1, /answers ended/],
    [['admin', 'add', 'boss', '--password-stdin'], '\n', 1, /has 0 characters/],
    [['admin', 'add', 'a b', '--password-stdin'], password, 1, /The name is "a b"; allowed/],
    [['admin', 'add'], '', 1, /Say what to do/],
    [['admin', 'add', 'a', 'b'], '', 1, /Say what to do/],
    [['admin', 'list', 'x'], '', 1, /Say what to do/],
    [['admin', 'remove', 'nobody'], '', 2, /There is no administrator "nobody"/],
    [['admin', 'password', 'nobody', '--password-stdin'], password, 2, /There is no administrator "nobody"/],
  ];
  for (const [args, typed, code, sentence] of wrong) {
    const answer = await run(args, typed);
    expect([args, answer.code]).toEqual([args, code]);
    expect(answer.text).toMatch(sentence);
    expect(answer.text).not.toContain(password);
  }
  expect((await run(['admin', 'list'])).text).toMatch(/no administrator yet/);
  expect(await run(['admin', 'list'], '', {})).toMatchObject({
    code: 1,
    text: expect.stringContaining('API_KEY') as string,
  });
});

it('shows what was done, and by whom', async () => {
  const { run } = await start();
  await run(['admin', 'add', 'boss', '--password-stdin'], account.password);
  await run(['admin', 'remove', 'nobody']);
  const shown = await run(['audit']);
  expect(shown.text.split('\n')).toEqual([
    expect.stringMatching(/^\S+Z {2}API_KEY {2}admins\.remove {2}nobody {2}from \S+ {2}refused \(404\)$/),
    expect.stringMatching(/^\S+Z {2}API_KEY {2}admins\.add {2}boss {2}from \S+ {2}done$/),
  ]);
  expect((await run(['audit', '--act', 'admins.add', '--limit', '1'])).text).toContain('boss');
  expect((await run(['audit', '--who', 'nobody'])).text).toBe('Nothing of that kind is written down.');
  expect((await run(['audit', '--limit', '0'])).code).toBe(1);
});

it('shows and changes the log level for a while', async () => {
  const { relay, run } = await start();
  expect((await run(['log-level'])).text).toBe('The log level is info, as configured.');
  const until = new Date(relay.clock.now() + 5 * 60_000).toISOString();
  expect((await run(['log-level', 'debug', '--minutes', '5'])).text).toBe(
    `The log level is debug until ${until}; configured is info.`,
  );
  expect((await run(['log-level', 'info'])).text).toBe('The log level is info, as configured.');
  for (const args of [['loud'], ['debug', '--minutes', '0'], ['debug', 'info'], ['--minutes', '3']])
    expect((await run(['log-level', ...args])).code, args.join(' ')).toBe(1);
});
