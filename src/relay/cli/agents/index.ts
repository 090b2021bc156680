/** Who has a desktop: asked of the relay that runs, because it alone writes its store and knows who is online. */
import { tidyRelayUrl } from '../../../shared/companion/relay-urls';
import { AppError } from '../../../shared/errors';
import { agentListSchema, newAgentSchema } from '../../../shared/protocol/rest';
import { loadConfig } from '../../config/load';
import { readArguments, type Command } from '../command';
import { relayUrl } from '../relay-address';
import { addAgent } from './add';
import { devices, enrol, revoke, revokeDevice } from './access';
import { createAgentsApi } from './api';
import { fromCrm } from './from-crm';
import { importFile } from './import';

const help = `npm run relay -- agents list
npm run relay -- agents add <id> --name <name> --extensions <1001,1002> [--pbx <id>] [--crm-user <id>]
npm run relay -- agents import <file.csv> [--dry-run] [--skip-invalid]
npm run relay -- agents enrol <id>
npm run relay -- agents devices <id>
npm run relay -- agents revoke <id> [--device <device>]
npm run relay -- agents from-crm [--apply]

add     makes an agent, and prints the code that his desktop asks for
import  makes many of a file, and prints the code of each, which lasts a day. The first line is
        id,name,extensions,pbxId,crmUserId (the last two may be missing), several extensions stand in quotes:
        anna,Anna Müller,"1001,1002". Where something is wrong nobody is added, and everything wrong is named by line and
        column; --skip-invalid adds the others; --dry-run only says what would be done. Agents who are there already as
        the file has them are passed over, so a file can be given again
enrol   prints a new code: for another desktop of his, or because the first was not used in time; and the link that signs in
        by a click, with the addresses of "relays" in config.json, else the one that is asked
devices  shows his desktops: each code that was used is one, with its name and when it was last seen
revoke  takes the agent away: his desktops are signed out at once, calls and notes stay
        --device: only this one of "agents devices"; the agent and his others stay
from-crm  reads the users of SuiteCRM and says what crm.agents in config.json makes of them: who becomes an agent, who is
        changed, who loses his access, whose extension is another one's. Nothing is done without --apply

All take [--url <address>] (default: this machine, by HOST and PORT) and [--config <path>].
They ask a relay that runs, with API_KEY. Agents that stand in config.json are changed there.

Exit codes: 0 done, 1 the arguments, the file or the settings are wrong, 2 the relay refused it or could not be reached.`;

const options = {
  name: { type: 'string' },
  extensions: { type: 'string' },
  pbx: { type: 'string' },
  'crm-user': { type: 'string' },
  'dry-run': { type: 'boolean' },
  'skip-invalid': { type: 'boolean' },
  apply: { type: 'boolean' },
  device: { type: 'string' },
  url: { type: 'string' },
  config: { type: 'string' },
} as const;

const actions = ['list', 'add', 'import', 'enrol', 'devices', 'revoke', 'from-crm'];

const say = (sentence: string): AppError => new AppError('config', `${sentence}\n\n${help}`);

export const createAgentsCommand = (): Command => ({
  name: 'agents',
  summary: 'add, list and enrol agents, or take their access away',
  help,
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, { options, help, allowPositionals: true });
    const [action, id, ...more] = positionals;
    if (more.length > 0 || !actions.includes(action ?? ''))
      throw say(`Say what to do: ${actions.join(', ')}.`);
    const ofAdd = [values.name, values.extensions, values.pbx, values['crm-user']];
    if (action !== 'add' && ofAdd.some((value) => value !== undefined))
      throw say('--name, --extensions, --pbx and --crm-user belong to "agents add".');
    const { 'dry-run': dryRun = false, 'skip-invalid': skipInvalid = false } = values;
    if (action !== 'import' && (dryRun || skipInvalid))
      throw say('--dry-run and --skip-invalid belong to "agents import".');
    if (action !== 'from-crm' && values.apply !== undefined)
      throw say('--apply belongs to "agents from-crm".');
    if (action !== 'revoke' && values.device !== undefined) throw say('--device belongs to "agents revoke".');
    const isForAll = action === 'list' || action === 'from-crm';
    if (isForAll !== (id === undefined))
      throw say(
        isForAll
          ? `${action} takes no id.`
          : `${action ?? ''} needs ${action === 'import' ? 'a file' : 'the id of an agent'}.`,
      );

    const { config } = loadConfig({
      env: terminal.env,
      cwd: terminal.cwd,
      configPath: values.config ?? null,
      needsPbx: false,
    });
    const key = config.http.apiKey;
    if (key === null)
      throw new AppError('config', 'API_KEY is not set. Set the one that the relay was started with.');
    const relay = relayUrl(values.url, config);
    const desks = config.relays.length > 0 ? config.relays : [tidyRelayUrl(relay.href)];
    const at = { terminal, api: createAgentsApi(terminal, relay, key), desks };

    if (action === 'import') return importFile(id ?? '', { dryRun, skipInvalid }, at);
    if (action === 'enrol') return enrol(id ?? '', at);
    if (action === 'devices') return devices(id ?? '', at);
    if (action === 'revoke')
      return values.device === undefined ? revoke(id ?? '', at) : revokeDevice(id ?? '', values.device, at);
    if (action === 'from-crm') return fromCrm(values.apply ?? false, at);
    if (action === 'add') {
      const agent = newAgentSchema.safeParse({
        id,
        name: values.name,
        extensions: values.extensions?.split(/[\s,;]+/).filter((part) => part !== '') ?? [],
        ...(values.pbx !== undefined && { pbxId: values.pbx }),
        ...(values['crm-user'] !== undefined && { crmUserId: values['crm-user'] }),
      });
      if (agent.success) return addAgent(agent.data, at);
      throw say(
        agent.error.issues.map(({ path, message }) => `${String(path[0] ?? 'agent')}: ${message}`).join('\n'),
      );
    }
    const list = agentListSchema.safeParse(await at.api.list());
    if (!list.success) return 2;
    for (const { id: one, name, pbxId, extensions, online, crmUserId } of list.data.agents)
      terminal.print(
        [
          online.length > 0 ? 'online ' : 'offline',
          one,
          name,
          `${pbxId}: ${extensions.join(', ')}`,
          ...(crmUserId === null ? [] : [`CRM user ${crmUserId}`]),
        ].join('  '),
      );
    if (list.data.agents.length === 0) terminal.print('There is no agent yet; "agents add" makes one.');
    return 0;
  },
});
