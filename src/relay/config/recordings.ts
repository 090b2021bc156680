/** Where agents listen to the recordings that the PBX makes. */
import { z } from 'zod';

/** What may stand in the address, and what it becomes. */
export const recordingPlaceholders = {
  path: 'where the file lies below `folder`, e.g. 2026/11/23/in-1001.wav',
  file: "the file's name alone",
  linkedId: "the call's id at the PBX",
  pbx: "the PBX's id",
} as const;

const pattern = /\{([^{}]*)\}/g;
const isKnown = (name: string): name is keyof typeof recordingPlaceholders => name in recordingPlaceholders;

export const fillRecordingUrl = (
  template: string,
  values: Readonly<Record<keyof typeof recordingPlaceholders, string>>,
): string => template.replace(pattern, (whole, name: string) => (isKnown(name) ? values[name] : whole));

const filledWith = (template: string, value: string): URL | null => {
  const text = fillRecordingUrl(template, { path: value, file: value, linkedId: value, pbx: value });
  return URL.canParse(text) ? new URL(text) : null;
};

const urlTemplate = z
  .string()
  .max(1_000)
  .superRefine((text, context) => {
    const wrong = (message: string): void => context.addIssue({ code: 'custom', message });
    const unknown = [...text.matchAll(pattern)].map(([, name = '']) => name).find((name) => !isKnown(name));
    const [one, other] = [filledWith(text, 'a'), filledWith(text, 'b')];
    const names = Object.keys(recordingPlaceholders).map((name) => `{${name}}`);
    if (unknown !== undefined) wrong(`there is no {${unknown}}; placeholders are ${names.join(' ')}`);
    else if (!one || !/^https?:$/.test(one.protocol))
      wrong(
        'an address that begins with https:// or http://, e.g. https://pbx.example.com/recordings/{path}',
      );
    else if (one.username !== '' || one.password !== '')
      wrong('an address without a user or password: every agent of a call would read them');
    // Whatever a file is called, it must not choose where an agent is sent to.
    else if (one.origin !== other?.origin) wrong('placeholders behind the host only');
  });

export const recordingsSchema = z.strictObject({
  /** The address of one recording, with placeholders; null: agents are given no link. */
  url: urlTemplate.nullable().default(null),
  /** The PBX's folder of recordings. A file that lies elsewhere has no link. */
  folder: z
    .string()
    .startsWith('/', 'a folder of the PBX, from / on')
    .max(500)
    .default('/var/spool/asterisk/monitor'),
});
export type RecordingsConfig = z.infer<typeof recordingsSchema>;
