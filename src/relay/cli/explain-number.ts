/** The dry run of a number: read by the very function that reads the calls, then looked up in the CRM. */
import type { CrmClient } from '../../crm/port';
import { AppError } from '../../shared/errors';
import type { NumberKind } from '../../shared/phone/parse';
import { readNumber, type NumberReading } from '../../shared/phone/read';
import type { Config, PbxConfig } from '../config/config';
import { loadConfig } from '../config/load';
import { numberRulesOf } from '../config/pbx-options';
import type { IndexReader } from '../phone-index/port';
import { readArguments, type Command, type ExitCode } from './command';

const help = `npm run relay -- explain-number "<number>" [--direction inbound|outbound] [--pbx <id>] [--config <path>]

Says step by step what a number is taken for, and who has it in the CRM. Nothing is called, no port is opened, no PBX is asked.

  --direction   inbound: as a caller's number comes from the trunk (default)
                outbound: as an agent dials it, with the line prefix (dial.prefix)
  --pbx <id>    by the rules of this PBX (default: the first one)
  --config      a config.json (default: CONFIG, else ./config.json where there is one)

Exit codes: 0 explained, 1 the arguments or the settings are wrong, 2 the CRM could not be asked.`;

const options = {
  pbx: { type: 'string' },
  direction: { type: 'string' },
  config: { type: 'string' },
} as const;

const kinds: Record<NumberKind, string> = {
  external: 'a public number',
  internal: 'an extension or another short code, never a customer',
  service: 'a code for the PBX itself, never a customer',
  anonymous: 'a withheld number: the caller stays anonymous',
  unknown: 'no valid public number; it is shown as it came',
};

const steps = ({ steps: taken }: NumberReading): string[] =>
  taken.flatMap(({ rule, before, after }, index) => [
    `  ${index + 1}. ${rule}`,
    `       ${before === '' ? '(nothing)' : before}${after === before ? '' : `  ->  ${after}`}`,
  ]);

const choosePbx = (config: Config, id: string | undefined): PbxConfig => {
  const pbx = id === undefined ? config.pbxs[0] : config.pbxs.find((one) => one.id === id);
  if (pbx) return pbx;
  const ids = config.pbxs.map((one) => one.id).join(', ');
  throw new AppError('config', `--pbx: there is no PBX "${id ?? ''}"; allowed: ${ids}`);
};

/** Who has the number, and how asking went. */
const owner = async (
  crm: CrmClient | null,
  { e164 }: NumberReading,
): Promise<{ lines: string[]; code: ExitCode }> => {
  if (e164 === null) return { lines: ['not asked: only public numbers are looked up'], code: 0 };
  if (!crm) return { lines: ['off: there are no SUITECRM_ settings, so nobody is looked up'], code: 0 };
  const found = await crm.findByNumber(e164);
  if (!found.ok) return { lines: [`could not be asked: ${found.error.message}`], code: 2 };
  if (!found.value) return { lines: [`nobody has ${e164}`], code: 0 };
  const { name, account, module, matchedBy, others, url } = found.value.contact;
  const more = others === 0 ? '' : `; ${others} more ${others === 1 ? 'has' : 'have'} this number`;
  const who = account === null ? name : `${name}, ${account}`;
  return { lines: [`${who} (${module}, by ${matchedBy}${more})`, url], code: 0 };
};

/** What the relay would tell at once; nothing where it keeps no index. */
const byIndex = (index: IndexReader | null, { e164 }: NumberReading): string[] => {
  if (!index || e164 === null) return [];
  const contact = index.find(e164)?.contact;
  const who = contact ? `${contact.name} (${contact.module}, by ${contact.matchedBy})` : `nobody has ${e164}`;
  return [`Index       ${who}${index.isComplete ? '' : '; it is not complete yet'}`];
};

export const createExplainNumberCommand = (
  createCrm: (config: Config) => CrmClient | null,
  openIndex: (config: Config, crm: CrmClient | null) => IndexReader | null = () => null,
): Command => ({
  name: 'explain-number',
  summary: 'say step by step what a number is taken for, and who has it',
  help,
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, { options, help, allowPositionals: true });
    // A number typed without quotes comes in pieces.
    if (positionals.length === 0) throw new AppError('config', `The number is missing.\n\n${help}`);
    const raw = positionals.join(' ');
    const { direction = 'inbound' } = values;
    if (direction !== 'inbound' && direction !== 'outbound')
      throw new AppError('config', `--direction: found "${direction}"; allowed: inbound, outbound`);
    const { config } = loadConfig({
      env: terminal.env,
      cwd: terminal.cwd,
      configPath: values.config ?? null,
      needsPbx: false,
    });
    const pbx = choosePbx(config, values.pbx);
    const rules = numberRulesOf(config, pbx);
    const reading = readNumber(raw, direction === 'inbound' ? 'from-trunk' : 'dialled', rules);

    const how = direction === 'inbound' ? 'as a caller on a trunk' : 'as an agent dials it';
    terminal.print(
      `"${raw}" ${how} of the PBX "${pbx.id}" (country ${rules.country}, line prefix ${rules.linePrefix || 'none'}, trunk rules ${rules.rewrite.length})`,
    );
    terminal.print('');
    for (const line of steps(reading)) terminal.print(line);
    terminal.print('');
    terminal.print(`Taken for   ${kinds[reading.kind]}`);
    if (reading.number !== null) terminal.print(`Number      ${reading.number}, shown as ${reading.display}`);
    if (reading.kind === 'internal') {
      const agents = config.agents.filter(
        ({ agent }) => agent.pbxId === pbx.id && agent.extensions.includes(reading.display),
      );
      const names = agents.map(({ agent }) => `${agent.name} (${agent.id})`).join(', ');
      terminal.print(`Agent       ${names || 'nobody in config.json has this extension'}`);
    }

    const crm = createCrm(config);
    const index = openIndex(config, crm);
    for (const line of byIndex(index, reading)) terminal.print(line);
    index?.close();
    const { lines, code } = await owner(crm, reading).finally(() => crm?.close());
    lines.forEach((line, index) => terminal.print(`${index === 0 ? 'CRM        ' : '           '} ${line}`));
    return code;
  },
});
