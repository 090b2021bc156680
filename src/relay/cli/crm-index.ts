/** The phone index: how far it is and a rebuild by the relay that runs, a look by reading its file. */
import { allOf } from '../../crm/pick';
import type { CrmCandidate, CrmClient } from '../../crm/port';
import { AppError } from '../../shared/errors';
import { parseNumber } from '../../shared/phone/parse';
import { crmIndexRebuiltSchema, statusSchema, type Status } from '../../shared/protocol/rest';
import type { Config } from '../config/config';
import { loadConfig } from '../config/load';
import { countryOf } from '../config/pbx-options';
import type { IndexReader } from '../phone-index/port';
import { ask } from './ask';
import { readArguments, type Command, type ExitCode, type Terminal } from './command';
import { relayUrl } from './relay-address';

const help = `npm run relay -- index status   [--url <address>] [--config <path>]
npm run relay -- index rebuild  [--url <address>] [--config <path>]
npm run relay -- index explain "<number>"  [--config <path>]

The phone index (crm.index in config.json): how old it is and what is in it; throw it away and read all again; who has a
number by it, best first, and why.

  --url      the relay that runs (default: this machine, by HOST and PORT)
  --config   a config.json (default: CONFIG, else ./config.json where there is one)

status and rebuild ask a relay that runs, with API_KEY; explain reads the file in DATA_DIR, whether a relay runs or not.

Exit codes: 0 done, 1 the arguments or the settings are wrong, 2 there is no index, or the relay refused or could not be reached.`;

const options = { url: { type: 'string' }, config: { type: 'string' } } as const;

const ageOf = (seconds: number | null): string =>
  seconds === null
    ? 'not read yet'
    : seconds < 120
      ? `${seconds} s old`
      : seconds < 7_200
        ? `${Math.round(seconds / 60)} min old`
        : `${Math.round(seconds / 3_600)} h old`;

const described = (index: Status['crmIndex']): string[] => [
  `Index     ${index.complete ? 'complete' : 'being built; the CRM is asked about every caller'}, ${ageOf(index.ageSeconds)}`,
  `Records   ${index.records} contacts, leads and accounts with a number, ${(index.fileBytes / 1_048_576).toFixed(1)} MiB`,
  `All read  ${index.sweptAt ?? 'not yet'}`,
  `Problem   ${index.problem ?? 'none'}`,
];

const shown = (candidate: CrmCandidate, index: number): string[] => {
  const { contact, quality = 'exact', extension, note } = candidate;
  const who = contact.account === null ? contact.name : `${contact.name}, ${contact.account}`;
  const why = [
    contact.module,
    `by ${contact.matchedBy}`,
    quality,
    ...(extension ? [`extension ${extension}`] : []),
    ...(note ? [note] : []),
  ];
  return [`${index + 1}. ${who} (${why.join(', ')})`, `   ${contact.url}`];
};

const noIndex = 'There is no phone index in DATA_DIR, or it was made with other settings.';

const explain = (
  terminal: Terminal,
  raw: string,
  { config, index }: { config: Config; index: IndexReader | null },
): ExitCode => {
  if (!index) {
    terminal.print(
      config.crm.index.enabled
        ? noIndex
        : 'The phone index is off: crm.index.enabled is not set in config.json.',
    );
    return 2;
  }
  const { e164 } = parseNumber(raw, countryOf(config));
  if (e164 === null) {
    terminal.print(`"${raw}" is no public number; only those are looked up.`);
    return 0;
  }
  const match = index.find(e164);
  if (!index.isComplete) terminal.print('The index is not complete yet.');
  const lines = match ? allOf(match).flatMap(shown) : [`The index has nobody with ${e164}.`];
  for (const line of lines) terminal.print(line);
  return 0;
};

export const createIndexCommand = (deps: {
  createCrm: (config: Config) => CrmClient | null;
  openIndex: (config: Config, crm: CrmClient | null) => IndexReader | null;
}): Command => ({
  name: 'index',
  summary: 'the phone index: how old it is, build it anew, look into it',
  help,
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, { options, help, allowPositionals: true });
    const [action, ...rest] = positionals;
    const isKnown = action === 'status' || action === 'rebuild' || action === 'explain';
    if (!isKnown || (action === 'explain') !== rest.length > 0)
      throw new AppError('config', `Say what to do: status, rebuild, or explain with a number.\n\n${help}`);
    const { config } = loadConfig({
      env: terminal.env,
      cwd: terminal.cwd,
      configPath: values.config ?? null,
      needsPbx: false,
    });
    if (action === 'explain') {
      const crm = deps.createCrm(config);
      const index = deps.openIndex(config, crm);
      const code = explain(terminal, rest.join(' '), { config, index });
      index?.close();
      crm?.close();
      return code;
    }
    const key = config.http.apiKey;
    if (key === null)
      throw new AppError('config', 'API_KEY is not set. Set the one that the relay was started with.');
    const api = `${relayUrl(values.url, config).href.replace(/\/+$/, '')}/api`;
    if (action === 'rebuild') {
      const body = await ask(terminal, { url: `${api}/crm-index/rebuild`, method: 'POST', key });
      if (!crmIndexRebuiltSchema.safeParse(body).success) return 2;
      terminal.print(
        'The index is read anew; "index status" shows how far it is. Until then the CRM is asked.',
      );
      return 0;
    }
    const body = await ask(terminal, { url: `${api}/status`, method: 'GET', key });
    const status = statusSchema.safeParse(body);
    if (!status.success) return 2;
    const { crmIndex } = status.data;
    if (!crmIndex.enabled) terminal.print('That relay keeps no phone index: crm.index.enabled is not set.');
    else for (const line of described(crmIndex)) terminal.print(line);
    return crmIndex.enabled ? 0 : 2;
  },
});
