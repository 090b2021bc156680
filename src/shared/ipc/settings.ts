/** What an agent chooses for himself. Each choice takes effect at once and is kept on this computer. */
import { z } from 'zod';

export const languages = ['en', 'de', 'es', 'fr'] as const;
export type Language = (typeof languages)[number];
export const sounds = ['none', 'drop', 'chime', 'bell', 'knock'] as const;
export type Sound = (typeof sounds)[number];

const modifiers = ['Control', 'Alt', 'Shift', 'Super'];

/** One to four of Control, Alt, Shift and Super, then a key; a function key may stand alone. Shift alone would take a letter away. */
export const isHotkey = (text: string): boolean => {
  const keys = text.split('+');
  const key = keys.pop() ?? '';
  const isFunction = /^F([1-9]|1[0-9]|2[0-4])$/.test(key);
  if (!isFunction && !/^([A-Z0-9]|Space|Up|Down|Left|Right|Home|End|PageUp|PageDown|Insert)$/.test(key))
    return false;
  if (keys.some((name) => !modifiers.includes(name)) || new Set(keys).size !== keys.length) return false;
  return isFunction || keys.some((name) => name !== 'Shift');
};

const share = z.number().min(0).max(1);
const fields = {
  theme: z.enum(['system', 'light', 'dark']),
  language: z.enum(['system', ...languages]),
  /** When the card of a call shows. */
  popWhen: z.enum(['ring', 'answer', 'never']),
  /** Calls of these queues; one that came through no queue is never held back. */
  popQueues: z.object({
    mode: z.enum(['all', 'only', 'except']),
    names: z.array(z.string().max(200)).max(200),
  }),
  /** When a pop leaves after its call has ended. */
  popAfterEnd: z.enum(['at-once', 'after-10-seconds', 'when-dismissed']),
  /** What happens to the pop when a colleague picks the call up. */
  popAnsweredElsewhere: z.enum(['after-2-seconds', 'when-dismissed']),
  popCorner: z.enum(['top-right', 'top-left', 'bottom-right', 'bottom-left']),
  /** A screen's id, or `follow`: where the mouse is. One that is not there any more means `follow`. */
  popScreen: z.string().min(1).max(100),
  /** Where he has dragged it, as shares of the free way across and down, so that it fits every screen; null: the corner. */
  popPlace: z.object({ across: share, down: share }).nullable(),
  popInternalCalls: z.boolean(),
  /** Where no card is seen: with the same content. */
  notifications: z.boolean(),
  sound: z.enum(sounds),
  /** Percent. */
  soundVolume: z.number().int().min(0).max(100),
  /** Do-not-disturb by his own hand; `until` null: until he turns it off. */
  quiet: z.object({ until: z.iso.datetime({ precision: 3 }).nullable() }).nullable(),
  /** What comes through even then. */
  quietLets: z.object({ direct: z.boolean(), handOvers: z.boolean() }),
  quietWithSystem: z.boolean(),
  startAtLogin: z.boolean(),
  /** Whether a number from a link or by hotkey is asked about before it is dialled; `costly`: one abroad, dear or unclear. */
  dialConfirm: z.enum(['always', 'costly', 'never']),
  /** Whether the system's links of this kind come here; the Companion's own always do. */
  dialTelLinks: z.boolean(),
  dialCalltoLinks: z.boolean(),
  /** Dials the number in the selected text or the clipboard, in Electron's words, e.g. `Control+Shift+D`; null: none. */
  dialHotkey: z.string().refine(isHotkey, 'keys such as Control+Shift+D').nullable(),
};

/** A change of some of them. It has no defaults: what is not named stays as it is. */
export const settingsPatchSchema = z.object(fields).partial();
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;

export const settingsSchema = z.object({
  theme: fields.theme.default('system'),
  language: fields.language.default('system'),
  popWhen: fields.popWhen.default('ring'),
  popQueues: fields.popQueues.default({ mode: 'all', names: [] }),
  popAfterEnd: fields.popAfterEnd.default('after-10-seconds'),
  popAnsweredElsewhere: fields.popAnsweredElsewhere.default('after-2-seconds'),
  popCorner: fields.popCorner.default('top-right'),
  popScreen: fields.popScreen.default('follow'),
  popPlace: fields.popPlace.default(null),
  popInternalCalls: fields.popInternalCalls.default(true),
  notifications: fields.notifications.default(true),
  sound: fields.sound.default('none'),
  soundVolume: fields.soundVolume.default(60),
  quiet: fields.quiet.default(null),
  quietLets: fields.quietLets.default({ direct: false, handOvers: true }),
  quietWithSystem: fields.quietWithSystem.default(true),
  startAtLogin: fields.startAtLogin.default(false),
  dialConfirm: fields.dialConfirm.default('always'),
  dialTelLinks: fields.dialTelLinks.default(false),
  dialCalltoLinks: fields.dialCalltoLinks.default(false),
  dialHotkey: fields.dialHotkey.default(null),
});
export type Settings = z.infer<typeof settingsSchema>;
