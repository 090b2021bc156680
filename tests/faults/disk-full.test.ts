/** The disks of the data and of the logs are full for a while: pops go on, nobody is told that something is kept which is not. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createElevenLabsSimulator, audio, transcription } from '../../src/simulators/elevenlabs';
import { eventually, openHouse, wait } from '../support/faults/house';
import { canMount, mountSmallDisk } from '../support/faults/small-disk';
import { settle } from '../support/faults/tally';
import { API_KEY } from '../support/relay-process';
import { tempFolder } from '../support/temp-folder';

const secret = 'wsec_the-secret-of-a-full-disk-0123456789';
const times = { ringMs: 500, talkMs: 700 };

it.skipIf(!canMount)(
  'pops all calls, refuses what it can not keep, and makes up for all when there is room (needs Linux and root, to mount a small disk)',
  async () => {
    const home = tempFolder('disk-full');
    const [data, logs] = [join(home, 'data'), join(home, 'logs')];
    const disks = [mountSmallDisk(data, 24), mountSmallDisk(logs, 1)];
    const house = await openHouse({
      agents: 20,
      home,
      env: { ELEVENLABS_WEBHOOK_SECRET: secret },
      file: { crm: { retry: { baseSeconds: 0.2, maxSeconds: 1 } } },
    });
    await house.openDesks();
    const eleven = createElevenLabsSimulator({ url: `${house.url}/webhook/elevenlabs`, secret });
    const make = (count: number): Promise<unknown> =>
      Promise.all(Array.from({ length: count }, () => house.call({ kind: 'inbound', ...times }).done));
    const combined = (): string => {
      const name = readdirSync(logs).find((file) => /^combined-.*\.log$/.test(file)) ?? '';
      return readFileSync(join(logs, name), 'utf8');
    };
    const addAgent = async (id: string): Promise<Response> =>
      fetch(`${house.url}/api/agents`, {
        method: 'POST',
        headers: { 'x-api-key': API_KEY, 'content-type': 'application/json' },
        body: JSON.stringify({ id, name: id, extensions: [`9${id.slice(1)}`] }),
      });
    const health = async (): Promise<string> => (await fetch(`${house.url}/health`)).text();

    await make(20);
    await house.logged();
    const recordsBefore = house.crm.records('Calls').length;

    disks.forEach(({ fill }) => fill());
    // Some are being written while it gets full, all others find it full.
    await make(60);
    await eventually(() => house.desks().shown() === 80);
    await eventually(async () => (await house.relay().status()).calls.active === 0);
    const [first] = house.made.slice(-1);
    const talk = transcription({
      conversationId: 'conv_full',
      startedAt: Math.floor(Date.now() / 1_000),
      headers: { 'X-Call-ID': first?.id.replace('pbx:', '') ?? '' },
    });
    const recording = audio('conv_full', Buffer.alloc(200_000, 7), Math.floor(Date.now() / 1_000));
    const words = 'x'.repeat(200_000);
    const full = [await eleven.send(talk), await eleven.send(recording), await eleven.send(words)];
    expect(full.map(({ status }) => status)).toEqual([503, 503, 503]);
    expect((await addAgent('a1')).status).toBe(503);
    expect(await health()).toMatch(/"status":"degraded".*disk/);
    await eventually(() => house.relay().output().includes('The log file can not be written'));
    expect(house.relay().output()).toMatch(/could not be stored.*SQLITE_FULL/);
    // Who writes to the CRM what is not on the disk may do so twice.
    await wait(1_000);
    expect(house.crm.records('Calls')).toHaveLength(recordsBefore);

    disks.forEach(({ free }) => free());
    await house.logged();
    const healed = [await eleven.send(talk), await eleven.send(recording), await eleven.send(words)];
    expect(healed.map(({ status }) => status)).toEqual([200, 200, 200]);
    await eventually(async () => (await house.relay().status()).conversations.logged === 1);
    expect((await addAgent('a1')).status).toBe(201);
    await eventually(async () => (await health()).includes('"status":"ok"'));
    // The log file is opened again after a while.
    await eventually(async () => {
      await eleven.send(words);
      await wait(500);
      return combined().includes('A webhook of ElevenLabs came again');
    });
    expect(existsSync(join(data, 'recordings'))).toBe(true);
    expect(readdirSync(join(data, 'recordings')).filter((name) => name.endsWith('.part'))).toEqual([]);
    settle(house, 'The disks full for a while');
  },
);
