/** What is owed to the CRM, and its second chance: asked of the relay that runs, because it alone writes its store. */
import { AppError } from '../../shared/errors';
import {
  callLogGiveUpSchema,
  callLogGivenUpSchema,
  callLogPageSchema,
  callLogQuerySchema,
  callLogRetriedSchema,
  type CallLogJob,
} from '../../shared/protocol/call-log';
import { loadConfig } from '../config/load';
import { ask } from './ask';
import { readArguments, type Command } from './command';
import { relayUrl } from './relay-address';

const help = `npm run relay -- call-log list [--status pending|failed|logged|given-up] [--limit <n>] [--url <address>] [--config <path>]
npm run relay -- call-log retry <callId> | --all  [--url <address>] [--config <path>]
npm run relay -- call-log give-up <callId> | --older-than <days>  [--url <address>] [--config <path>]

Shows what of the calls is on its way into the CRM, has failed or has arrived, and tries again what has failed.
A repeat never makes a second record. What has failed or waits keeps its call in the history, however old, until it is
written or you give it up; one that was given up by mistake can be retried by its id while it is in the history.

  --status      only these (default: all)
  --limit       how many, newest call first (default: 50, at most 200)
  --all         retry everything that has failed; with a call id: this call alone
  --older-than  give up what is owed of all calls that ended so many days ago, or longer
  --url         the relay that runs (default: this machine, by HOST and PORT)
  --config      a config.json (default: CONFIG, else ./config.json where there is one)

It asks a relay that runs, with API_KEY.

Exit codes: 0 done, 1 the arguments or the settings are wrong, 2 the relay refused it or could not be reached.`;

const options = {
  status: { type: 'string' },
  limit: { type: 'string' },
  all: { type: 'boolean' },
  'older-than': { type: 'string' },
  url: { type: 'string' },
  config: { type: 'string' },
} as const;

const kinds = {
  conversation: 'AI conversation',
  audio: 'its recording',
  note: "agents' notes",
  contact: 'another contact',
};

const described = ({ callId, kind, status, startedAt, tries, nextTryAt, error }: CallLogJob): string[] => [
  [
    status.padEnd(8),
    startedAt,
    callId,
    ...(kind === 'call' ? [] : [`(${kinds[kind]})`]),
    tries === 1 ? '1 try' : `${tries} tries`,
    ...(nextTryAt === null ? [] : [`next ${nextTryAt}`]),
  ].join('  '),
  ...(error === null || status === 'logged' ? [] : [`          ${error}`]),
];

export const createCallLogCommand = (): Command => ({
  name: 'call-log',
  summary: 'show what is owed to the CRM, try it again, or let it go',
  help,
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, { options, help, allowPositionals: true });
    const [action, callId, ...more] = positionals;
    const isKnown = action === 'list' || action === 'retry' || action === 'give-up';
    if (!isKnown || more.length > 0 || (action === 'list' && callId))
      throw new AppError('config', `Say what to do: list, retry, or give-up.\n\n${help}`);
    if (action === 'retry' && (callId === undefined) !== (values.all ?? false))
      throw new AppError('config', `retry needs a call id, or --all.\n\n${help}`);
    const olderThan = values['older-than'];
    if (action === 'give-up' && (callId === undefined) === (olderThan === undefined))
      throw new AppError('config', `give-up needs a call id, or --older-than with days.\n\n${help}`);
    const old = callLogGiveUpSchema.safeParse({ olderThanDays: Number(olderThan?.trim() || NaN) });
    if (olderThan !== undefined && !old.success)
      throw new AppError('config', `--older-than is a whole number of days, e.g. 90.\n\n${help}`);
    const query = callLogQuerySchema.safeParse({ status: values.status, limit: values.limit });
    if (!query.success) throw new AppError('config', `--status or --limit is not as allowed.\n\n${help}`);

    const { config } = loadConfig({
      env: terminal.env,
      cwd: terminal.cwd,
      configPath: values.config ?? null,
      needsPbx: false,
    });
    const key = config.http.apiKey;
    if (key === null)
      throw new AppError('config', 'API_KEY is not set. Set the one that the relay was started with.');
    const api = `${relayUrl(values.url, config).href.replace(/\/+$/, '')}/api/call-log`;

    if (action === 'retry') {
      const url = callId === undefined ? `${api}/retry` : `${api}/${encodeURIComponent(callId)}/retry`;
      const body = await ask(terminal, { url, method: 'POST', key });
      const answer = callLogRetriedSchema.safeParse(body);
      if (!answer.success) return 2;
      const { retried } = answer.data;
      terminal.print(
        retried === 0
          ? 'Nothing has failed.'
          : `${retried} ${retried === 1 ? 'job is' : 'jobs are'} tried again now; "call-log list" shows how it went.`,
      );
      return 0;
    }
    if (action === 'give-up') {
      const url = callId === undefined ? `${api}/give-up` : `${api}/${encodeURIComponent(callId)}/give-up`;
      const body = await ask(terminal, { url, method: 'POST', key, ...(old.success && { body: old.data }) });
      const answer = callLogGivenUpSchema.safeParse(body);
      if (!answer.success) return 2;
      const { givenUp } = answer.data;
      terminal.print(
        `${givenUp === 0 ? 'Nothing was' : givenUp === 1 ? '1 job is' : `${givenUp} jobs are`} given up.`,
      );
      return 0;
    }
    const { status, limit } = query.data;
    const search = new URLSearchParams({ limit: String(limit), ...(status && { status }) });
    const body = await ask(terminal, { url: `${api}?${search.toString()}`, method: 'GET', key });
    const page = callLogPageSchema.safeParse(body);
    if (!page.success) return 2;
    const { jobs, nextCursor } = page.data;
    for (const job of jobs) for (const line of described(job)) terminal.print(line);
    if (jobs.length === 0)
      terminal.print(status ? `No call is ${status.replace('-', ' ')}.` : 'No call was to be logged yet.');
    if (nextCursor !== null) terminal.print('There are more; --limit shows up to 200.');
    return 0;
  },
});
