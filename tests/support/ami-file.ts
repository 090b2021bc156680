/** Recorded manager streams as events, each with the time at which its last byte came. For tests; the relay's reader is another. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import type { AmiEvent } from '../../src/relay/pbx/ami-event';

const folder = join(import.meta.dirname, '../fixtures/captures');

const timing = z.object({ t: z.number(), off: z.number().optional(), len: z.number().optional() });
const truthSchema = z.looseObject({
  scenario: z.string(),
  at: z.string(),
  calls: z.array(z.record(z.string(), z.unknown())),
  /** Per extension, why each of its rings was over: told by the phones alone. */
  phones: z.record(z.string(), z.array(z.enum(['ended', 'answered-elsewhere']))).optional(),
});
export type Truth = z.infer<typeof truthSchema>;

/** Every recorded scenario; `x.late` and `x.after` belong to `x`. */
export const captureNames = (): string[] =>
  readdirSync(folder)
    .filter((file) => /^[^.]+\.ami(\.gz)?$/.test(file))
    .map((file) => file.replace(/\..*$/, ''))
    .sort();

/** The bytes of `name`.ami, as Asterisk sent them. */
export const captureBytes = (name: string): Buffer => {
  try {
    return readFileSync(join(folder, `${name}.ami`));
  } catch {
    return gunzipSync(readFileSync(join(folder, `${name}.ami.gz`)));
  }
};

/** What truly happened, from the SIP side; `at` is when the stream began. */
export const captureTruth = (name: string): Truth =>
  truthSchema.parse(
    JSON.parse(readFileSync(join(folder, `${name.replace(/\..*$/, '')}.truth.json`), 'utf8')),
  );

const pieces = (name: string): { t: number; end: number }[] =>
  readFileSync(join(folder, `${name}.timing.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => timing.parse(JSON.parse(line)))
    .flatMap(({ t, off, len }) => (off === undefined || len === undefined ? [] : [{ t, end: off + len }]));

/**
 * The events of a capture in order, answers to actions left out.
 * @param name e.g. `direct-answered`, or `snapshot-midcall.late`
 */
export const captureEvents = (name: string): AmiEvent[] => {
  const bytes = captureBytes(name);
  const times = pieces(name);
  const start = Date.parse(captureTruth(name).at);
  const events: AmiEvent[] = [];
  let piece = 0;
  let from = bytes.indexOf('\r\n') + 2;
  for (;;) {
    const end = bytes.indexOf('\r\n\r\n', from);
    if (end < 0) return events;
    const fields: Record<string, string> = {};
    for (const line of bytes.subarray(from, end).toString('utf8').split('\r\n')) {
      const colon = line.indexOf(':');
      if (colon > 0) fields[line.slice(0, colon)] ??= line.slice(colon + 1).replace(/^ /, '');
    }
    from = end + 4;
    while (piece < times.length - 1 && (times[piece]?.end ?? 0) < from) piece += 1;
    if (fields.Event) events.push({ name: fields.Event, at: start + (times[piece]?.t ?? 0), fields });
  }
};
