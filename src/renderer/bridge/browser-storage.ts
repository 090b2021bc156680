/** What the web companion keeps: settings in localStorage, the token only as long as the agent asked for. */
import { settingsSchema, type CompanionState, type Settings } from '../../shared/ipc/state';
import { choicesSchema, type Choices } from '../../shared/companion/choices';
import { keptNotesSchema, type NoteStore } from '../../shared/companion/notes/book';
import { keepsSignedIn } from '../lib/keep-signed-in';

const TOKEN = 'cti.token';
const SETTINGS = 'cti.settings';
const CHOICES = 'cti.callers';
const NOTES = 'cti.notes';

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
};

export const browserStorage = () => ({
  token: (): string | null => sessionStorage.getItem(TOKEN) ?? localStorage.getItem(TOKEN),

  /** Null forgets it. */
  saveToken: (token: string | null): void => {
    sessionStorage.removeItem(TOKEN);
    localStorage.removeItem(TOKEN);
    if (token !== null) (keepsSignedIn() ? localStorage : sessionStorage).setItem(TOKEN, token);
  },

  /** Unknown or damaged settings become the defaults, one by one they can be chosen again. */
  settings: (): Settings => {
    const kept = settingsSchema.safeParse(parseJson(localStorage.getItem(SETTINGS) ?? '{}'));
    return kept.success ? kept.data : settingsSchema.parse({});
  },
  saveSettings: (settings: Settings): void => localStorage.setItem(SETTINGS, JSON.stringify(settings)),

  /** Whom the agent picked for a number. */
  choices: (): Choices => {
    const kept = choicesSchema.safeParse(parseJson(localStorage.getItem(CHOICES) ?? '{}'));
    return kept.success ? kept.data : {};
  },
  saveChoices: (choices: Choices): void => localStorage.setItem(CHOICES, JSON.stringify(choices)),

  /** What the agent wrote and the relay does not have yet. */
  notes: (): NoteStore => {
    const kept = keptNotesSchema.safeParse(parseJson(localStorage.getItem(NOTES) ?? '[]'));
    return {
      entries: kept.success ? kept.data : [],
      save: (entries) => {
        localStorage.setItem(NOTES, JSON.stringify(entries));
        return Promise.resolve();
      },
    };
  },

  secretStore: (): CompanionState['secretStore'] => ({
    kind: 'browser',
    warning: keepsSignedIn()
      ? 'Your sign-in stays in this browser until you sign out. Do that before others use this computer.'
      : null,
  }),
});
