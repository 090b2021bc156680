import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CrmClient, CrmMatch } from '../../crm/port';
import { AppError } from '../../shared/errors';
import { err, ok, type Result } from '../../shared/result';
import type { Command } from './command';
import { dispatch } from './dispatch';
import { createExplainNumberCommand } from './explain-number';
import { tempFolder } from '../../../tests/support/temp-folder';

const folder = (config: object): string => {
  const path = tempFolder('cli');
  writeFileSync(join(path, 'config.json'), JSON.stringify(config));
  return path;
};

const match: CrmMatch = {
  contact: {
    crm: 'suitecrm',
    module: 'Contacts',
    id: 'c-1',
    name: 'Maria Lindqvist',
    account: 'Nordwind',
    url: 'https://crm.example/c-1',
    matchedBy: 'phone_mobile',
    others: 1,
  },
  accountId: null,
  title: null,
};

const run = async (
  args: string[],
  {
    config = {},
    answer,
    env = {},
  }: { config?: object; answer?: Result<CrmMatch | null, AppError>; env?: Record<string, string> } = {},
) => {
  const printed: string[] = [];
  const complaints: string[] = [];
  const started: (readonly string[])[] = [];
  const start: Command = {
    name: 'start',
    summary: 'start the relay',
    help: 'how to start',
    run: (given) => {
      started.push(given);
      return Promise.resolve(null);
    },
  };
  const asked: string[] = [];
  let closed = 0;
  const crm: CrmClient | null = answer
    ? {
        kind: 'suitecrm',
        findByNumber: (number) => {
          asked.push(number);
          return Promise.resolve(answer);
        },
        context: () => Promise.reject(new Error('not asked for')),
        candidate: () => Promise.reject(new Error('not asked for')),
        logCall: () => Promise.reject(new Error('not asked for')),
        logConversation: () => Promise.reject(new Error('not asked for')),
        logNote: () => Promise.reject(new Error('not asked for')),
        logFollowUp: () => Promise.reject(new Error('not asked for')),
        check: () => Promise.reject(new Error('not asked for')),
        recordUrl: () => '',
        close: () => void (closed += 1),
      }
    : null;
  const code = await dispatch(args, [start, createExplainNumberCommand(() => crm)], {
    version: '1.2.3',
    terminal: {
      env,
      cwd: folder(config),
      print: (line) => void printed.push(line),
      complain: (line) => void complaints.push(line),
    },
  });
  return { code, out: printed.join('\n'), complaints: complaints.join('\n'), started, asked, closed };
};

describe('which command runs', () => {
  it('none: the relay starts, with its options', async () => {
    expect(await run([])).toMatchObject({ code: null, started: [[]] });
    expect(await run(['--config', 'x'])).toMatchObject({ code: null, started: [['--config', 'x']] });
    expect(await run(['start', '--config', 'x'])).toMatchObject({ started: [['--config', 'x']] });
  });

  it.each([[['--help']], [['-h']], [['help']]])('%j shows what there is', async (args) => {
    const { code, out, started } = await run(args);
    expect([code, started]).toEqual([0, []]);
    expect(out).toMatch(/start +start the relay\n +explain-number /);
  });

  it.each([[['explain-number', '--help']], [['help', 'explain-number']]])('%j tells one', async (args) => {
    expect((await run(args)).out).toContain('--direction');
  });

  it('says its version', async () => {
    expect(await run(['version'])).toMatchObject({ code: 0, out: '1.2.3' });
    expect(await run(['--version'])).toMatchObject({ code: 0, out: '1.2.3' });
  });

  it('names the commands where one is unknown', async () => {
    const { code, complaints } = await run(['explain-numbr', '1']);
    expect(code).toBe(1);
    expect(complaints).toBe(
      'There is no command "explain-numbr". Did you mean explain-number? There are: start, explain-number, version, help.',
    );
  });
});

describe('explain-number', () => {
  const config = { dial: { prefix: '0' } };

  it('goes step by step, and says that there is no CRM', async () => {
    const { code, out } = await run(['explain-number', '+49 (0) 30 1234']);
    expect(code).toBe(0);
    expect(out).toMatch(
      /1\. blanks, brackets and other separators are dropped\n +\+49 \(0\) 30 1234 {2}-> {2}\+490301234/,
    );
    expect(out).toMatch(
      /Number +\+49301234, shown as \+49 30 1234\nCRM +off: there are no SUITECRM_ settings/,
    );
  });

  it('says who has the number', async () => {
    const { code, out, asked, closed } = await run(['explain-number', '0171 1234567'], { answer: ok(match) });
    expect({ code, asked, closed }).toEqual({ code: 0, asked: ['+491711234567'], closed: 1 });
    expect(out).toMatch(
      /CRM +Maria Lindqvist, Nordwind \(Contacts, by phone_mobile; 1 more has this number\)\n +https:\/\/crm\.example\/c-1$/,
    );
    expect((await run(['explain-number', '0171 1234567'], { answer: ok(null) })).out).toMatch(
      /nobody has \+491711234567$/,
    );
  });

  it('says that the CRM could not be asked, and why', async () => {
    const down = err(new AppError('crm_unavailable', 'SuiteCRM does not answer.'));
    const { code, out, closed } = await run(['explain-number', '0171 1234567'], { answer: down });
    expect({ code, closed }).toEqual({ code: 2, closed: 1 });
    expect(out).toMatch(/CRM +could not be asked: SuiteCRM does not answer\.$/);
  });

  it('takes the line prefix off what an agent dials, and off nothing else', async () => {
    const outbound = await run(['explain-number', '000491711234567', '--direction', 'outbound'], { config });
    expect(outbound.out).toMatch(/1\. the line prefix 0 is removed\n[^]*Number +\+491711234567/);
    const inbound = await run(['explain-number', '00491711234567', '--direction=inbound'], { config });
    expect(inbound.out).not.toContain('is removed');
    expect(inbound.out).toMatch(/Number +\+491711234567/);
  });

  it('goes by the rules of the PBX that is named', async () => {
    const rewrite = [{ match: '^\\+049', replace: '+49' }];
    const pbx = (id: string) => ({ id, host: 'h', username: 'u', secret: 's' });
    const two = { pbxs: [pbx('north'), { ...pbx('south'), numbers: { rewrite } }] };
    const { out } = await run(['explain-number', '--pbx', 'south', '+0491711234567'], { config: two });
    expect(out).toMatch(/trunk rule \^\\\+049 -> \+49/);
    const wrong = await run(['explain-number', '--pbx', 'east', '1'], { config: two });
    expect(wrong).toMatchObject({
      code: 1,
      complaints: '--pbx: there is no PBX "east"; allowed: north, south',
    });
  });

  it.each([
    ['1001', /extension or another short code[^]*Agent +Anna \(anna\)[^]*not asked/],
    ['*97', /code for the PBX itself[^]*not asked/],
    ['anonymous', /withheld number[^]*not asked/],
    ['', /\(nothing\) {2}-> {2}Anonymous[^]*withheld number/],
  ])('never takes %j for a customer', async (raw, text) => {
    const agents = [{ id: 'anna', name: 'Anna', extensions: ['1001'] }];
    const { code, out, asked } = await run(['explain-number', raw], {
      config: { agents },
      answer: ok(match),
    });
    expect({ code, asked }).toEqual({ code: 0, asked: [] });
    expect(out).toMatch(text);
  });

  it.each([
    [[], /The number is missing/],
    [['1', '--direction', 'sideways'], /allowed: inbound, outbound/],
    [['1', '--colour'], /--colour/],
  ])('refuses %j', async (args, text) => {
    const { code, complaints } = await run(['explain-number', ...args]);
    expect(code).toBe(1);
    expect(complaints).toMatch(text);
  });

  it('names a setting that is wrong', async () => {
    expect(await run(['explain-number', '1'], { config: { numbrs: {} } })).toMatchObject({
      code: 1,
      complaints: expect.stringContaining('did you mean numbers?') as unknown,
    });
    expect((await run(['explain-number', '1'], { env: { DEFAULT_COUNTRY: 'XX' } })).complaints).toMatch(/XX/);
  });
});
