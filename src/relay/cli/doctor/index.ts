/** `npm run relay -- doctor`: looks at everything the relay needs, and says of each what is wrong and how it is mended. */
import type { CrmClient } from '../../../crm/port';
import { AppError } from '../../../shared/errors';
import type { Config } from '../../config/config';
import { loadConfig, type Loaded } from '../../config/load';
import { readArguments, type Command, type Terminal } from '../command';
import { relayUrl } from '../relay-address';
import { failure, type Finding, type LookAtRedis, type Situation } from './check';
import { checksFor } from './checks';
import { lookAtRelay } from './relay-seen';

const help = `npm run relay -- doctor [--json] [--url <address>] [--config <path>]

Looks at the settings, the relay that runs, the logins to the PBX and to SuiteCRM, the call log, ElevenLabs and Redis, and says of
each in one line how it is, and what to do. It changes nothing anywhere.

  --json            the same as JSON: {verdict, findings: [{check, verdict, what, mend}]}
  --url <address>   where the relay runs (default: this machine, by HOST and PORT)
  --config <path>   a config.json (default: CONFIG, else ./config.json where there is one)

Give it the settings of the relay, with its API_KEY: most figures are the relay's own.

Exit codes: 0 nothing failed, 1 something failed or the arguments are wrong.`;

const options = {
  json: { type: 'boolean' },
  url: { type: 'string' },
  config: { type: 'string' },
} as const;

type Named = Finding & { check: string };

/** A check that breaks is a finding, too, and the others go on. */
const examine = async (situation: Situation, lookAtRedis: LookAtRedis): Promise<Named[]> =>
  Promise.all(
    checksFor(situation.config, lookAtRedis).map(async ([check, look]) => {
      const finding = await Promise.resolve(situation)
        .then(look)
        .catch((error: unknown) =>
          failure(
            `This check itself failed: ${error instanceof Error ? error.message : String(error)}.`,
            'Please report it.',
          ),
        );
      return { check, ...finding };
    }),
  );

const order = ['fail', 'warn', 'ok', 'skipped'] as const;

const report = (terminal: Terminal, findings: readonly Named[], json: boolean): void => {
  const verdict = order.find((one) => findings.some((finding) => finding.verdict === one)) ?? 'skipped';
  if (json) {
    terminal.print(JSON.stringify({ verdict, findings }, null, 2));
    return;
  }
  const width = Math.max(...findings.map(({ check }) => check.length));
  for (const { check, verdict: one, what, mend } of findings)
    terminal.print(`${one.padEnd(7)}  ${check.padEnd(width)}  ${what}${mend === null ? '' : ` -> ${mend}`}`);
};

export const createDoctorCommand = (
  createCrm: (config: Config) => CrmClient | null,
  lookAtRedis: LookAtRedis,
): Command => ({
  name: 'doctor',
  summary: 'look at everything the relay needs, and say what to mend',
  help,
  run: async (args, terminal) => {
    const { values } = readArguments(args, { options, help, allowPositionals: false });
    const { json = false } = values;
    let loaded: Loaded;
    try {
      loaded = loadConfig({ env: terminal.env, cwd: terminal.cwd, configPath: values.config ?? null });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const wrong = failure(error.message, 'Nothing else was looked at.');
      report(terminal, [{ check: 'configuration', ...wrong }], json);
      return 1;
    }
    const { config, warnings } = loaded;
    const url = relayUrl(values.url, config).href.replace(/\/+$/, '');
    const crm = createCrm(config);
    try {
      const relay = await lookAtRelay(url, config.http.apiKey);
      const findings = await examine({ config, warnings, relay, crm }, lookAtRedis);
      report(terminal, findings, json);
      return findings.some(({ verdict }) => verdict === 'fail') ? 1 : 0;
    } finally {
      crm?.close();
    }
  },
});
