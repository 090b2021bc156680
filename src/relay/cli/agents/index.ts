/** Who has a desktop: asked of the relay that runs, because it alone writes its store and knows who is online. */
import { AppError } from '../../../shared/errors';
import { agentListSchema, newAgentSchema } from '../../../shared/protocol/rest';
import { loadConfig } from '../../config/load';
import { readArguments, type Command } from '../command';
import { relayUrl } from '../relay-address';
import { addAgent, addAgentsOfFile } from './add';
import { devices, enrol, revoke, revokeDevice } from './access';
import { createAgentsApi } from './api';
import { fromCrm } from './from-crm';

const help = `npm run relay -- agents list
npm run relay -- agents add <id> --name <name> --extensions <1001,1002> [--pbx <id>] [--crm-user <id>]
npm run relay -- agents add --csv <file>
npm run relay -- agents enrol <id>
npm run relay -- agents devices <id>
npm run relay -- agents revoke <id> [--device <device>]
npm run relay -- agents from-crm [--apply]

add     makes an agent, and prints the code that his desktop asks for
        --csv: many at once. The first line is id,name,extensions,pbxId,crmUserId (the last two may be missing), several
        extensions stand in quotes: anna,Anna Müller,"1001,1002". Where a line is wrong nobody is added, and every wrong
        line is named. Agents who are there already as the file has them are passed over, so a file can be given again
enrol   prints a new code: for another desktop of his, or because the first was not used in time
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
  csv: { type: 'string' },
  apply: { type: 'boolean' },
  device: { type: 'string' },
  url: { type: 'string' },
  config: { type: 'string' },
} as const;

const say = (sentence: string): AppError => new AppError('config', `${sentence}\n\n${help}`);

export const createAgentsCommand = (): Command => ({
  name: 'agents',
  summary: 'add, list and enrol agents, or take their access away',
  help,
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, { options, help, allowPositionals: true });
    const [action, id, ...more] = positionals;
    if (more.length > 0 || !['list', 'add', 'enrol', 'devices', 'revoke', 'from-crm'].includes(action ?? ''))
      throw say('Say what to do: list, add, enrol, devices, revoke or from-crm.');
    const ofAdd = [values.name, values.extensions, values.pbx, values['crm-user']];
    if (action !== 'add' && [...ofAdd, values.csv].some((value) => value !== undefined))
      throw say('--name, --extensions, --pbx, --crm-user and --csv belong to "agents add".');
    if (action !== 'from-crm' && values.apply !== undefined)
      throw say('--apply belongs to "agents from-crm".');
    if (action !== 'revoke' && values.device !== undefined) throw say('--device belongs to "agents revoke".');
    const isForAll = action === 'list' || action === 'from-crm';
    if (isForAll ? id !== undefined : values.csv === undefined && id === undefined)
      throw say(isForAll ? `${action} takes no id.` : `${action} needs the id of an agent.`);
    if (values.csv !== undefined && [id, ...ofAdd].some((value) => value !== undefined))
      throw say('With --csv everything stands in the file.');

    const { config } = loadConfig({
      env: terminal.env,
      cwd: terminal.cwd,
      configPath: values.config ?? null,
      needsPbx: false,
    });
    const key = config.http.apiKey;
    if (key === null)
      throw new AppError('config', 'API_KEY is not set. Set the one that the relay was started with.');
    const api = createAgentsApi(terminal, relayUrl(values.url, config), key);

    if (values.csv !== undefined) return addAgentsOfFile(values.csv, { terminal, api });
    if (action === 'enrol') return enrol(id ?? '', { terminal, api });
    if (action === 'devices') return devices(id ?? '', { terminal, api });
    if (action === 'revoke')
      return values.device === undefined
        ? revoke(id ?? '', { terminal, api })
        : revokeDevice(id ?? '', values.device, { terminal, api });
    if (action === 'from-crm') return fromCrm(values.apply ?? false, { terminal, api });
    if (action === 'add') {
      const agent = newAgentSchema.safeParse({
        id,
        name: values.name,
        extensions: values.extensions?.split(/[\s,;]+/).filter((part) => part !== '') ?? [],
        ...(values.pbx !== undefined && { pbxId: values.pbx }),
        ...(values['crm-user'] !== undefined && { crmUserId: values['crm-user'] }),
      });
      if (agent.success) return addAgent(agent.data, { terminal, api });
      throw say(
        agent.error.issues.map(({ path, message }) => `${String(path[0] ?? 'agent')}: ${message}`).join('\n'),
      );
    }
    const list = agentListSchema.safeParse(await api.list());
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
