/** A list of agents as a spreadsheet saves it (RFC 4180, comma or semicolon) -> agents, or every line that is wrong. */
import type { z } from 'zod';
import { err, ok, type Result } from '../../../shared/result';
import { newAgentSchema } from '../../../shared/protocol/rest';

export type NewAgent = z.output<typeof newAgentSchema>;

export interface AgentLine {
  /** In the file, from 1. */
  line: number;
  agent: NewAgent;
}

const columns = ['id', 'name', 'extensions', 'pbxId', 'crmUserId'] as const;
const needed = ['id', 'name', 'extensions'] as const;

interface Row {
  line: number;
  fields: string[];
}

/** Quoted fields may hold the separator, quotes and line ends. A quote that is never closed takes the rest of the file. */
const rowsOf = (text: string, separator: string): Row[] => {
  const rows: Row[] = [];
  let row: Row = { line: 1, fields: [''] };
  let line = 1;
  let quoted = false;
  const put = (part: string): void => {
    row.fields.push((row.fields.pop() ?? '') + part);
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '\n') line += 1;
    if (quoted && char === '"' && text[at + 1] === '"') {
      put('"');
      at += 1;
    } else if (char === '"') quoted = !quoted;
    else if (!quoted && char === separator) row.fields.push('');
    else if (!quoted && char === '\n') {
      rows.push(row);
      row = { line, fields: [''] };
    } else if (char !== '\r' || quoted) put(char);
  }
  rows.push(row);
  return rows.filter(({ fields }) => fields.some((field) => field.trim() !== ''));
};

const listed = (field: string): string[] => field.split(/[\s,;|]+/).filter((part) => part !== '');

/** @returns in `err` one sentence for each line that is wrong */
export const agentsOfCsv = (text: string): Result<AgentLine[], string[]> => {
  const clean = text.replace(/^\uFEFF/, '');
  const head = clean.split('\n', 1)[0] ?? '';
  const [header, ...rows] = rowsOf(clean, head.includes(';') && !head.includes(',') ? ';' : ',');
  const names = header?.fields.map((field) => field.trim()) ?? [];
  const at = (name: string): number => names.findIndex((one) => one.toLowerCase() === name.toLowerCase());
  const missing = needed.filter((name) => at(name) < 0);
  const odd = names.filter((name) => !columns.some((one) => one.toLowerCase() === name.toLowerCase()));
  if (missing.length > 0 || odd.length > 0)
    return err([
      `line 1: the header is "${names.join(',')}"; allowed: ${columns.join(',')} (pbxId and crmUserId may be left out)`,
    ]);
  const problems: string[] = [];
  const agents: AgentLine[] = [];
  for (const { line, fields } of rows) {
    const field = (name: string): string => fields[at(name)]?.trim() ?? '';
    if (fields.length !== names.length) {
      problems.push(
        `line ${line}: ${fields.length} fields, and the header has ${names.length}; put several extensions into quotes`,
      );
      continue;
    }
    const parsed = newAgentSchema.safeParse({
      id: field('id'),
      name: field('name'),
      extensions: listed(field('extensions')),
      ...(field('pbxId') !== '' && { pbxId: field('pbxId') }),
      ...(field('crmUserId') !== '' && { crmUserId: field('crmUserId') }),
    });
    const first = agents.find(({ agent }) => agent.id === field('id'));
    if (first) problems.push(`line ${line}: the id "${field('id')}" stands in line ${first.line} already`);
    if (parsed.success) agents.push({ line, agent: parsed.data });
    else
      for (const { path, message } of parsed.error.issues)
        problems.push(`line ${line}: ${String(path[0] ?? 'agent')}: ${message}`);
  }
  if (rows.length === 0) problems.push('the file has a header, and no agent below it');
  return problems.length > 0 ? err(problems) : ok(agents);
};
