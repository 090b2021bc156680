/** What is typed about an agent, and what is wrong with it. */
import { agentSchema, extensionSchema } from '../../shared/protocol/agent';

export interface AgentInput {
  id: string;
  name: string;
  /** Several, with commas or spaces between. */
  extensions: string;
  pbxId: string;
  crmUserId: string;
}

export const splitExtensions = (text: string): string[] => [
  ...new Set(text.split(/[\s,;]+/).filter((part) => part !== '')),
];

export type WrongField = 'id' | 'name' | 'extensions';

/** Which fields the relay would refuse. */
export const wrongFields = ({ id, name, extensions }: AgentInput): WrongField[] => {
  const numbers = splitExtensions(extensions);
  return [
    ...(agentSchema.shape.id.safeParse(id.trim()).success ? [] : (['id'] as const)),
    ...(agentSchema.shape.name.safeParse(name.trim()).success ? [] : (['name'] as const)),
    ...(numbers.length > 0 &&
    numbers.length <= 20 &&
    numbers.every((number) => extensionSchema.safeParse(number).success)
      ? []
      : (['extensions'] as const)),
  ];
};

/** A first idea of an id from a name: `Jürgen Groß` becomes `juergen.gross`. */
export const suggestId = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/ä/g, 'ae')
    .replace(/ö/g, 'oe')
    .replace(/ü/g, 'ue')
    .replace(/ß/g, 'ss')
    .normalize('NFD')
    .replace(/[^a-z0-9\s._-]/g, '')
    .split(/\s+/)
    .filter((part) => part !== '')
    .join('.')
    .slice(0, 64);
