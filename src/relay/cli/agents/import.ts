/** A file of agents, given to the relay, which reads it. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AppError } from '../../../shared/errors';
import { agentImportSchema } from '../../../shared/protocol/agent-import';
import type { ExitCode } from '../command';
import { spoken } from './access';
import type { AgentsAt } from './api';

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new AppError('config', `"${path}" can not be read.`, { cause });
  }
};

export const importFile = async (
  file: string,
  options: { dryRun: boolean; skipInvalid: boolean },
  { terminal, api }: AgentsAt,
): Promise<ExitCode> => {
  const answer = agentImportSchema.safeParse(await api.import(textOf(resolve(terminal.cwd, file)), options));
  if (!answer.success) return 2;
  const { dryRun, added, unchanged, problems } = answer.data;
  for (const { line, column, message } of problems)
    terminal.print(`line ${line}${column === null ? '' : `, ${column}`}: ${message}`);
  for (const { agent, code, expiresAt } of added)
    terminal.print(
      [
        agent.id,
        agent.name,
        `${agent.pbxId}: ${agent.extensions.join(', ')}`,
        ...(code === null ? [] : [`code ${spoken(code)} until ${expiresAt ?? ''}`]),
      ].join('  '),
    );
  const would = dryRun ? 'would be added' : 'added';
  const passed = problems.length === 0 ? '' : `, ${problems.length} things wrong`;
  terminal.print(
    `${added.length} ${added.length === 1 ? 'agent' : 'agents'} ${would}, ${unchanged.length} there already${passed}.`,
  );
  return dryRun && problems.length > 0 ? 2 : 0;
};
