/**
 * The peers of `npm start`: an Asterisk and a SuiteCRM on loopback, and a small working day of calls. Talks to the
 * start script by process messages: says `ready` with its addresses, waits for `go`, ends when the script goes.
 */
import { randomUUID } from 'node:crypto';
import { createAsteriskSimulator } from './asterisk/simulator';
import type { Scenario } from './asterisk/scenario';
import { createElevenLabsSimulator, transcription } from './elevenlabs';
import { createSuiteCrmSimulator, demoSignIn } from './suitecrm';

const anna = { extension: '1001', name: 'Anna Berger' };
const ben = { extension: '1002', name: 'Ben Okafor' };
const carla = { extension: '1003', name: 'Carla Rossi' };
const maria = { number: '491711234567', name: 'Maria Lindqvist' };
const did = '4930555001';

/** What happens, and the line the terminal shows for it. */
const day: {
  says: string;
  scenario: Scenario;
  pauseMs: number;
  /** An AI agent had the customer first; its word comes while the phone rings. */
  assistant?: Pick<Parameters<typeof transcription>[0], 'summary' | 'lines' | 'collected' | 'evaluation'>;
}[] = [
  {
    says: 'Maria Lindqvist (+49 171 1234567) calls, Anna answers',
    scenario: { kind: 'inbound', agent: anna, from: maria, did, ringMs: 7_000, talkMs: 14_000 },
    pauseMs: 6_000,
  },
  {
    says: 'Thomas Kessler calls the ring group, Ben answers: watch the pop close at Anna’s',
    scenario: {
      kind: 'ring-group',
      agent: ben,
      others: [anna, carla],
      from: { number: '491760406912', name: '' },
      did: '4930555200',
      ringMs: 6_000,
      talkMs: 10_000,
    },
    pauseMs: 8_000,
  },
  {
    says: 'An unknown number calls and gives up',
    scenario: {
      kind: 'missed',
      agent: anna,
      from: { number: '33612345678', name: '' },
      did,
      ringMs: 6_000,
    },
    pauseMs: 8_000,
  },
  {
    says: 'Daniel Whitaker was with the AI agent and waits in the queue support, Anna answers: watch what the pop knows',
    assistant: {
      summary:
        'Container MSKU 4711 stands at customs in Newark. He has the papers and wants to know where to send them.',
      collected: { container: 'MSKU 4711', papers_at_hand: true },
      evaluation: { reason_understood: 'success' },
      lines: [
        ['agent', 'Hello, this is Nora, the digital assistant of your carrier. How can I help?', 0],
        ['user', 'My container MSKU 4711 stands at customs in Newark.', 5],
        ['agent', 'I see it. Customs wait for the commercial invoice. Do you have it at hand?', 11],
        ['user', 'Yes. Where do I send it?', 17],
        ['agent', 'I will put you through to a colleague who takes it.', 21],
      ],
    },
    scenario: {
      kind: 'queue',
      agent: anna,
      others: [ben, carla],
      from: { number: '12125550178', name: 'WHITAKER D' },
      did: '4930555100',
      queue: 'support',
      ringMs: 5_000,
      talkMs: 15_000,
    },
    pauseMs: 8_000,
  },
  {
    says: 'Anna calls Aoife O’Hara from her phone',
    scenario: { kind: 'outbound', agent: anna, to: '00447700900461', ringMs: 5_000, talkMs: 12_000 },
    pauseMs: 30_000,
  },
];

const clockTime = (): string => new Date().toTimeString().slice(0, 8);
const say = (line: string): void => {
  process.stdout.write(`${clockTime()}  ${line}\n`);
};
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const asterisk = await createAsteriskSimulator({
  port: Number(process.env['DEMO_AMI_PORT'] ?? 0),
  users: [
    {
      username: 'cti-relay',
      secret: process.env['DEMO_AMI_SECRET'] ?? 'demo',
      read: ['call', 'agent'],
      write: ['originate', 'reporting'],
    },
  ],
  originate: { phones: new Map([anna, ben, carla].map(({ extension, name }) => [extension, name])) },
});
const crm = await createSuiteCrmSimulator({ port: Number(process.env['DEMO_CRM_PORT'] ?? 0) });

/** Says once for each new Call record where to look at it. */
const watchRecords = (): void => {
  const seen = new Set(crm.records('Calls').map((record) => record.id));
  setInterval(() => {
    for (const record of crm.records('Calls')) {
      if (seen.has(record.id)) continue;
      seen.add(record.id);
      say(
        `SuiteCRM has the Call record: ${crm.url}/index.php?module=Calls&action=DetailView&record=${record.id}`,
      );
    }
  }, 500);
};

/** The webhook of the conversation that came before this call. */
const handOver = async (
  linkedId: string,
  assistant: NonNullable<(typeof day)[number]['assistant']>,
): Promise<void> => {
  const url = process.env['DEMO_WEBHOOK_URL'];
  if (url === undefined) return;
  const eleven = createElevenLabsSimulator({ url, secret: process.env['DEMO_WEBHOOK_SECRET'] ?? '' });
  const event = transcription({
    ...assistant,
    conversationId: `conv_${randomUUID()}`,
    startedAt: Math.floor(Date.now() / 1_000) - 30,
    durationSeconds: 26,
    headers: { 'X-Call-ID': linkedId },
  });
  const { status } = await eleven.send(event);
  if (status !== 200) say(`The relay did not take the AI agent's webhook (${status}).`);
};

const work = async (): Promise<void> => {
  watchRecords();
  await pause(3_000);
  for (;;) {
    for (const { says, scenario, pauseMs, assistant } of day) {
      say(says);
      const { linkedId, done } = asterisk.call(scenario);
      if (assistant)
        pause(2_000)
          .then(() => handOver(linkedId, assistant))
          .catch(() => say("The AI agent's webhook could not be sent."));
      await done;
      await pause(pauseMs);
    }
  }
};

process.once('disconnect', () => process.exit(0));
process.once('SIGTERM', () => process.exit(0));
process.on('message', (message: { type?: string }) => {
  if (message.type === 'go') void work();
});
process.send?.({
  type: 'ready',
  agent: anna,
  ami: { port: asterisk.port, username: 'cti-relay' },
  crm: {
    url: crm.url,
    clientId: demoSignIn.clientId,
    clientSecret: demoSignIn.clientSecret,
    username: demoSignIn.relay.username,
    password: demoSignIn.relay.password,
    agent: demoSignIn.agents[0],
  },
});
