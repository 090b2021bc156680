/** A list of agents as a spreadsheet saves it (RFC 4180, comma or semicolon) -> agents, and all that is wrong, by line and column. */
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { agentColumns, type ImportProblem } from '../../../shared/protocol/agent-import';
import { newAgentSchema } from '../../../shared/protocol/rest';
import type { NewAgent } from '../registry';

export interface AgentLine {
  /** In the file, from 1. */
  line: number;
  agent: NewAgent;
}

const needed = ['id', 'name', 'extensions'] as const;

const rowsSchema = z.array(z.object({ info: z.object({ lines: z.number() }), record: z.array(z.string()) }));

interface Row {
  line: number;
  fields: string[];
}

/** Throws `CsvError` for quotes that make no sense. */
const rowsOf = (text: string): Row[] => {
  const [head = ''] = text.split('\n', 1);
  const rows: unknown = parse(text, {
    bom: true,
    delimiter: head.includes(';') && !head.includes(',') ? ';' : ',',
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  return rowsSchema
    .parse(rows)
    .map(({ info, record }) => ({
      // Where it begins: its fields may hold line ends.
      line: info.lines - record.join('').split('\n').length + 1,
      fields: record,
    }))
    .filter(({ fields }) => fields.some((field) => field !== ''));
};

const listed = (field: string): string[] => field.split(/[\s,;|]+/).filter((part) => part !== '');

const columnOf = (name: unknown): string | null => agentColumns.find((column) => column === name) ?? null;

export const agentsOfCsv = (text: string): { agents: AgentLine[]; problems: ImportProblem[] } => {
  const wrong = (line: number, column: string | null, message: string) => ({
    agents: [],
    problems: [{ line, column, message }],
  });
  let rows: Row[];
  try {
    rows = rowsOf(text);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines } = z.object({ lines: z.number() }).catch({ lines: 1 }).parse(error);
    return wrong(
      lines,
      null,
      'the quotes make no sense: a quoted field ends with a quote, and one in it is doubled',
    );
  }
  const [header, ...body] = rows;
  const names = header?.fields ?? [];
  const at = (name: string): number => names.findIndex((one) => one.toLowerCase() === name.toLowerCase());
  const odd = names.filter((name) => !agentColumns.some((one) => one.toLowerCase() === name.toLowerCase()));
  if (needed.some((name) => at(name) < 0) || odd.length > 0)
    return wrong(
      1,
      null,
      `the header is "${names.join(',')}"; allowed: ${agentColumns.join(',')} (pbxId and crmUserId may be left out)`,
    );
  if (body.length === 0) return wrong(1, null, 'there is a header, and no agent below it');

  const problems: ImportProblem[] = [];
  const agents: AgentLine[] = [];
  const lineOf = new Map<string, number>();
  for (const { line, fields } of body) {
    const field = (name: string): string => fields[at(name)] ?? '';
    const id = field('id');
    if (fields.length !== names.length) {
      const message = `${fields.length} fields, and the header has ${names.length}; put several extensions into quotes`;
      problems.push({ line, column: null, message });
      continue;
    }
    const first = lineOf.get(id);
    if (first !== undefined) {
      problems.push({ line, column: 'id', message: `the id "${id}" stands in line ${first} already` });
      continue;
    }
    lineOf.set(id, line);
    const parsed = newAgentSchema.safeParse({
      id,
      name: field('name'),
      extensions: listed(field('extensions')),
      ...(field('pbxId') !== '' && { pbxId: field('pbxId') }),
      ...(field('crmUserId') !== '' && { crmUserId: field('crmUserId') }),
    });
    if (parsed.success) agents.push({ line, agent: parsed.data });
    else
      for (const { path, message } of parsed.error.issues)
        problems.push({ line, column: columnOf(path[0]), message });
  }
  return { agents, problems };
};
