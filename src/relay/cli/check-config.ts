/** What is in force: the settings as the relay would start with, and what it would say about them. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Setting } from '../../shared/protocol/settings';
import type { Config } from '../config/config';
import { inForce } from '../config/in-force';
import { loadConfig } from '../config/load';
import { readArguments, type Command } from './command';

const help = `npm run relay -- check-config [--config <path>]

Reads the settings as the start does, names everything that is wrong with them, and else shows what is in force. Nothing is
opened, asked or written. Of a secret it says only whether it is set.

  --config <path>   a config.json (default: CONFIG, else ./config.json where there is one)

Exit codes: 0 the relay would start with them, 1 something is wrong.`;

const worded = (value: Setting['value']): string => {
  if (value === null) return 'not set';
  if (typeof value === 'object' && 'set' in value) return value.set ? 'set' : 'not set';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** With config.json's agents named in one line each. */
const linesOf = ({ agents, ...config }: Config): (readonly [path: string, value: string])[] => [
  ...inForce(config).map(([path, value]) => [path, worded(value)] as const),
  ...agents.map(({ agent, tokenHash }, index) => {
    const signIn = tokenHash === null ? 'by code' : 'token set';
    return [
      `agents.${index}`,
      `${agent.id} (${agent.name}) on ${agent.pbxId}: ${agent.extensions.join(', ')}; ${signIn}`,
    ] as const;
  }),
];

export const createCheckConfigCommand = (): Command => ({
  name: 'check-config',
  summary: 'say which settings are in force, and what is wrong with them',
  help,
  run: (args, terminal) => {
    const { values } = readArguments(args, {
      options: { config: { type: 'string' } },
      allowPositionals: false,
      help,
    });
    const { env, cwd } = terminal;
    const { config, warnings, notes } = loadConfig({ env, cwd, configPath: values.config ?? null });
    const file = values.config ?? env.CONFIG ?? (existsSync(join(cwd, 'config.json')) ? 'config.json' : null);
    const from = [
      'the environment',
      ...(existsSync(join(cwd, '.env')) ? ['.env'] : []),
      ...(file === null ? [] : [file]),
    ];
    const lines = linesOf(config);
    const width = Math.max(...lines.map(([path]) => path.length));
    terminal.print(`In force, from ${from.join(', ')} and the defaults:`);
    for (const [path, value] of lines) terminal.print(`  ${path.padEnd(width)}  ${value}`);
    for (const warning of warnings) terminal.print(`warn  ${warning}`);
    for (const note of notes) terminal.print(`note  ${note}`);
    terminal.print(
      'The relay would start with these settings; "doctor" tries them on the PBX and on SuiteCRM.',
    );
    return Promise.resolve(0);
  },
});
