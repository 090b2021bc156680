import { z } from 'zod';

export const callRecordingSchema = z.object({
  /** The file's name, without its folders. */
  name: z.string(),
  startedAt: z.iso.datetime({ precision: 3 }),
  /** Where it is listened to; null: the house has set up no place for it. */
  url: z.url({ protocol: /^https?$/ }).nullable(),
});
export type CallRecording = z.infer<typeof callRecordingSchema>;

/** `GET /api/calls/:id/recordings` */
export const callRecordingsSchema = z.object({ recordings: z.array(callRecordingSchema) });
export type CallRecordings = z.infer<typeof callRecordingsSchema>;
