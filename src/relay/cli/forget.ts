/** Forgets a number, asked of the relay that runs, because it alone writes its store and knows what is in its memory. */
import { AppError } from '../../shared/errors';
import { forgetReportSchema, forgetRequestSchema, type ForgetReport } from '../../shared/protocol/forget';
import { loadConfig } from '../config/load';
import { ask } from './ask';
import { readArguments, type Command } from './command';
import { relayUrl } from './relay-address';

const help = `npm run relay -- forget "<number>" [--yes] [--json] [--url <address>] [--config <path>]

Says what the relay keeps of a number: its calls and what made them, AI conversations with transcripts and recordings,
webhooks as they came, jobs for the CRM. With --yes all of it is erased for good. What the relay has written into the
CRM is listed and stays there. A call with this number that runs now stays, too: forget it again when it is over.

  --yes      erase; without it nothing is changed
  --json     the report as JSON, e.g. to keep it as a proof (it holds the number's last digits only)
  --url      the relay that runs (default: this machine, by HOST and PORT)
  --config   a config.json (default: CONFIG, else ./config.json where there is one)

The number in any spelling: +49 171 1234567, 0049171..., 0171/1234567. It asks a relay that runs, with API_KEY.

Exit codes: 0 done, 1 the arguments or the settings are wrong, 2 the relay refused it or could not be reached,
or calls with this number run now and stayed.`;

const options = {
  yes: { type: 'boolean' },
  json: { type: 'boolean' },
  url: { type: 'string' },
  config: { type: 'string' },
} as const;

/** A big store is read as a whole, and its file written anew. */
const timeoutMs = 30 * 60_000;

const counted = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

const described = (report: ForgetReport): string[] => {
  const { number, erased, kinds, running, struckOut, unsent, remains, files, rewritten } = report;
  const there = kinds.filter(({ count }) => count > 0);
  return [
    erased
      ? `Erased of the number ${number}:`
      : `The relay keeps of the number ${number} (nothing was changed):`,
    ...(there.length === 0 ? ['  nothing'] : []),
    ...there.map(({ kind, count }) => `${String(count).padStart(8)}  ${kind}`),
    ...(struckOut > 0
      ? [
          `${erased ? 'Struck out' : 'It is to be struck out'} in ${counted(struckOut, 'record', 'records')} of other people.`,
        ]
      : []),
    ...(unsent.length > 0
      ? [
          `${counted(unsent.length, 'call was', 'calls were')} still on the way into the CRM and ${erased ? 'will not arrive there' : 'would not arrive there'}: ${unsent.join(', ')}`,
        ]
      : []),
    ...(running.length > 0
      ? [
          `${counted(running.length, 'call', 'calls')} with this number ${running.length === 1 ? 'runs' : 'run'} now and ${erased ? 'stayed' : 'would stay'}: ${running.join(', ')}. Say it again when ${running.length === 1 ? 'it is' : 'they are'} over.`,
        ]
      : []),
    ...(remains.length > 0 ? ['In the CRM, where the relay deletes nothing:'] : []),
    ...remains.map(
      ({ module, id, url, certain }) =>
        `  ${module.padEnd(9)} ${id}  ${url ?? ''}${certain ? '' : '  (perhaps: no clear answer came)'}`,
    ),
    ...(files.length > 0
      ? [
          `Not searched, delete them by hand if they are not needed (in DATA_DIR): ${files.join(', ')}. Backups are yours, too.`,
        ]
      : []),
    ...(erased && !rewritten
      ? [
          'The database is written anew as soon as no call runs; until then copies may be left in its free space.',
        ]
      : []),
    ...(erased || there.length + struckOut === 0 ? [] : ['Add --yes to erase it.']),
  ];
};

export const createForgetCommand = (): Command => ({
  name: 'forget',
  summary: 'erase a number: calls, transcripts, recordings; dry run first',
  help,
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, { options, help, allowPositionals: true });
    // A number typed without quotes comes in pieces.
    const request = forgetRequestSchema.safeParse({ number: positionals.join(' '), erase: values.yes });
    if (!request.success) throw new AppError('config', `The number is missing, or is none.\n\n${help}`);
    const { config } = loadConfig({
      env: terminal.env,
      cwd: terminal.cwd,
      configPath: values.config ?? null,
      needsPbx: false,
    });
    const key = config.http.apiKey;
    if (key === null)
      throw new AppError('config', 'API_KEY is not set. Set the one that the relay was started with.');
    const url = `${relayUrl(values.url, config).href.replace(/\/+$/, '')}/api/forget`;
    const body = await ask(terminal, { url, method: 'POST', key, body: request.data, timeoutMs });
    const report = forgetReportSchema.safeParse(body);
    if (!report.success) return 2;
    if (values.json) terminal.print(JSON.stringify(report.data, null, 2));
    else for (const line of described(report.data)) terminal.print(line);
    return report.data.erased && report.data.running.length > 0 ? 2 : 0;
  },
});
