/**
 * Everything that may pass between a window and the main process. The preload is built from it, main must handle
 * each `call` (a missing handler does not compile), and both ends parse. The web companion implements the same contract.
 */
import { z } from 'zod';
import { relayUrlsOf } from '../companion/relay-urls';
import type { ErrorSaid } from '../error-reasons';
import { callActionSchema } from '../protocol/call-control';
import { contactRefSchema } from '../protocol/crm-context';
import { callSchema } from '../call/call';
import { callTranscriptSchema } from '../protocol/conversation';
import { callRecordingsSchema } from '../protocol/recordings';
import { callPageSchema, callQuerySchema } from '../protocol/rest';
import { appDeed, appStateSchema } from './app';
import { attachInput, attachOutput, foundPeople, newContact, personSearch } from './contacts';
import { historyFoundSchema, historyQuerySchema, historyRowsQuery, historyRowsSchema } from './history';
import { cardQuery, cardSchema, peopleFound, peopleQuery } from './people';
import { followUpAdded, followUpInput, followUpOfCall, noteInput, notesOfCall, notesOutput } from './notes';
import { settingsPatchSchema, settingsSchema } from './settings';
import { companionStateSchema } from './state';

const call = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) =>
  ({ kind: 'call', input, output }) as const;
const push = <P extends z.ZodType>(payload: P) => ({ kind: 'push', payload }) as const;

const nothing = z.undefined().or(z.null());

export const views = ['history', 'contacts', 'dial', 'connections', 'settings'] as const;

/** One address, or several with commas between them. */
const relayUrls = z
  .string()
  .max(2000)
  .refine((text) => relayUrlsOf(text) !== null, 'addresses that begin with http:// or https://');

export const contract = {
  'state:get': call(nothing, companionStateSchema),
  'state:changed': push(companionStateSchema),

  /** From this computer's own copy: how many calls fit, and on which days. */
  'history:find': call(historyQuerySchema, historyFoundSchema),
  'history:rows': call(historyRowsQuery, historyRowsSchema),
  'history:call': call(
    z.object({ callId: z.string().min(3).max(120) }),
    z.object({ call: callSchema.nullable() }),
  ),
  /** The agent has looked at what he missed. */
  'history:seen': call(nothing, nothing),
  /** Where older calls come only when asked for: the next ones. */
  'history:more': call(nothing, nothing),
  /** Whom he has talked to, the last one first; one for each number. */
  'people:find': call(peopleQuery, peopleFound),
  /** What the CRM has about one of them now. */
  'people:card': call(cardQuery, cardSchema),
  /** The relay's own list. */
  'history:list': call(callQuerySchema.partial(), callPageSchema),
  /** What an AI agent and the customer said in one of his calls. */
  'call:transcript': call(z.object({ callId: z.string().min(3).max(120) }), callTranscriptSchema),
  /** Recordings of one of his calls; their links may be opened by `crm:open-link` afterwards. */
  'call:recordings': call(z.object({ callId: z.string().min(3).max(120) }), callRecordingsSchema),
  'call:dial': call(z.object({ number: z.string().min(1).max(60) }), z.object({ callId: z.string() })),
  /** Hangs up or picks up the agent's own phone; only where the PBX says that it can (`links.pbx[].can`). */
  'call:control': call(z.object({ callId: z.string().min(3).max(120), action: callActionSchema }), nothing),
  /** Opens the contact (or the CRM's Call record) of this call in the system browser. */
  'call:open-in-crm': call(
    z.object({ callId: z.string(), what: z.enum(['contact', 'call']).default('contact') }),
    nothing,
  ),
  /** Opens a CRM link shown in the context of a call; https and http only, and only the CRM's own host, or a recording that the relay named. */
  'crm:open-link': call(z.object({ url: z.url({ protocol: /^https?$/ }) }), nothing),
  /** Of several who have the number: this one calls. Kept for the number, and told to the relay for the call. */
  'contact:choose': call(contactRefSchema.extend({ callId: z.string() }), nothing),
  /** The CRM is asked once more, because the caller was added to it. */
  'contact:look-again': call(z.object({ callId: z.string() }), nothing),
  /** By name, as the agent; desktop only. */
  'contact:search': call(personSearch, foundPeople),
  /** Writes the caller's number into an empty phone field and chooses that record. What stands there is overwritten only where `replace` names it. */
  'contact:attach-number': call(attachInput, attachOutput),
  /** Opens the CRM's own form for a new record with the caller's number in it. */
  'contact:open-form': call(newContact, nothing),
  /** Kept on this computer before it answers; it goes into the CRM after the call. */
  'note:save': call(noteInput, nothing),
  /** What was refused is tried once more. */
  'note:retry': call(notesOfCall, nothing),
  /** Of any of his calls, those of the history too. */
  'note:of': call(notesOfCall, notesOutput),
  'follow-up:add': call(followUpInput, followUpAdded),
  /** Only while it is not in the CRM. */
  'follow-up:remove': call(followUpOfCall, nothing),
  'pop:dismiss': call(z.object({ callId: z.string() }), nothing),
  /** The agent types a note into the pop of this call, so it must not leave; null: into none any more. */
  'pop:writing': call(z.object({ callId: z.string().nullable() }), nothing),
  /** The window tells the height of its content in CSS px; main sizes the pop window. */
  'pop:resize': call(z.object({ height: z.number().min(0).max(2000) }), nothing),
  'clipboard:copy': call(z.object({ text: z.string().max(2000) }), nothing),

  /** First run: what the relay takes beside codes. */
  'setup:ask': call(z.object({ relayUrl: relayUrls }), z.object({ crmSignIn: z.boolean() })),
  /** First run: the relays' addresses with the one-time enrolment code, a token, or the sign-in at the CRM that is there. */
  'setup:connect': call(
    z.object({
      relayUrl: relayUrls,
      secret: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('crm') }),
        z.object({ kind: z.literal('code'), code: z.string().min(4).max(40) }),
        z.object({ kind: z.literal('token'), token: z.string().min(8).max(200) }),
      ]),
    }),
    nothing,
  ),
  'setup:sign-out': call(nothing, nothing),
  /** Lets a card show as a call would, under this name: what the relay sends, arrives. */
  'setup:test-pop': call(z.object({ name: z.string().min(1).max(80) }), z.object({ callId: z.string() })),
  'crm:sign-in': call(
    z.object({
      url: z.url({ protocol: /^https?$/ }),
      clientId: z.string().min(1).max(100),
      clientSecret: z.string().max(200),
      username: z.string().min(1).max(100),
      password: z.string().min(1).max(200),
    }),
    nothing,
  ),
  'crm:sign-out': call(nothing, nothing),
  'settings:set': call(settingsPatchSchema, settingsSchema),
  /** Tries this link now, without waiting for its time. */
  'link:retry': call(z.object({ link: z.enum(['relay', 'crm']) }), nothing),
  /** Makes the support bundle and tells what would be in it; nothing is written. */
  'support:prepare': call(
    nothing,
    z.object({ files: z.array(z.object({ name: z.string(), size: z.number().int() })) }),
  ),
  /** Saves what was prepared where the agent says; null: he has changed his mind. */
  'support:save': call(nothing, z.object({ path: z.string().nullable() })),
  /** He has seen what rang while he was not to be disturbed. */
  'quiet:seen': call(nothing, nothing),
  /** What a link or the hotkey wants (`appLinks.request`): go on, or leave it. */
  'request:answer': call(z.object({ id: z.string().max(80), accept: z.boolean() }), nothing),
  /** The program itself: its update, and what went wrong in it. */
  'app:state': call(nothing, appStateSchema),
  'app:changed': push(appStateSchema),
  'app:do': call(appDeed, nothing),
  'window:show': call(z.object({ view: z.enum(views), callId: z.string().optional() }), nothing),
  /** Main asks the companion window to show a view (tray, notification). */
  'window:navigate': push(z.object({ view: z.enum(views), callId: z.string().optional() })),
} as const;

export type Contract = typeof contract;
export type CallChannel = {
  [C in keyof Contract]: Contract[C]['kind'] extends 'call' ? C : never;
}[keyof Contract];
export type PushChannel = {
  [C in keyof Contract]: Contract[C]['kind'] extends 'push' ? C : never;
}[keyof Contract];
/** What a window sends (before defaults are filled in). */
export type Input<C extends CallChannel> = z.input<Contract[C]['input']>;
/** What a handler receives. */
export type Parsed<C extends CallChannel> = z.output<Contract[C]['input']>;
export type Output<C extends CallChannel> = z.output<Contract[C]['output']>;
export type Payload<C extends PushChannel> = z.output<Contract[C]['payload']>;

export type Handlers = {
  [C in CallChannel]: (input: Parsed<C>) => Promise<Output<C>> | Output<C>;
};

/** Electron keeps only the message of a thrown error, so an answer is always a value. */
export type Reply<T> = { ok: true; value: T } | { ok: false; error: ErrorSaid };

/**
 * What a window sees as `window.bridge`; the web companion builds the same object on a WebSocket.
 * `invoke` never rejects: a failure is a `Reply` with `ok: false`.
 */
export interface Bridge {
  readonly platform: 'electron' | 'web';
  invoke<C extends CallChannel>(channel: C, input: Input<C>): Promise<Reply<Output<C>>>;
  /** @returns a function that ends the subscription */
  on<C extends PushChannel>(channel: C, listener: (payload: Payload<C>) => void): () => void;
}
