/** Texts of config.json with plain placeholders, e.g. `{title}, {queue}`. Nothing is computed in them. */

/** What may stand in a template, and what it becomes. Empty where a call has none. */
export const placeholders = {
  title: 'what the subject is without a template, e.g. Missed call from +49 171 1234567',
  details: 'all lines of the description as it is without a template (description only)',
  who: 'the other party, e.g. +49 171 1234567, or: a withheld number',
  number: 'the number in E.164',
  name: 'the name that the PBX was told',
  contact: 'whom the CRM knows under the number',
  account: "the contact's company",
  direction: 'inbound, outbound or internal',
  outcome: 'how it ended, e.g. answered',
  dialled: 'what was dialled: the DID of an inbound call',
  queue: 'the queue',
  agent: 'who had the call, by name',
  extension: 'the extension of that agent',
  date: 'when it began, e.g. 2026-11-23 (UTC)',
  time: 'when it began, e.g. 09:05 (UTC)',
  talk: 'how long they talked, e.g. 2 min 55 s',
  recording: 'files of the recording',
  callId: "the call's id, e.g. pbx:1795421135.0",
  pbx: "the PBX's id",
} as const;
export type Placeholder = keyof typeof placeholders;

const names = Object.keys(placeholders).filter((name): name is Placeholder => name in placeholders);
const isPlaceholder = (name: string): name is Placeholder => names.some((known) => known === name);

/** The description's own; a subject is one line. */
const manyLines: Placeholder = 'details';

export const allowedIn = (what: 'subject' | 'description'): readonly Placeholder[] =>
  what === 'description' ? names : names.filter((name) => name !== manyLines);

const pattern = /\{([^{}\n]*)\}/g;

/** The placeholders of a template that are not allowed, as they stand there. */
export const unknownIn = (template: string, what: 'subject' | 'description'): string[] => {
  const allowed = new Set<string>(allowedIn(what));
  return [...template.matchAll(pattern)].map(([, name = '']) => name).filter((name) => !allowed.has(name));
};

/** A line whose placeholders are all empty is left out, so that `Queue: {queue}` says nothing of a call without one. */
export const fill = (template: string, values: Readonly<Record<Placeholder, string>>): string =>
  template
    .split('\n')
    .flatMap((line) => {
      const used = [...line.matchAll(pattern)].map(([, name = '']) =>
        isPlaceholder(name) ? values[name] : '',
      );
      if (used.length > 0 && used.every((value) => value === '')) return [];
      // Once: what a caller calls himself is not read as a template.
      return [line.replace(pattern, (_, name: string) => (isPlaceholder(name) ? values[name] : ''))];
    })
    .join('\n');
