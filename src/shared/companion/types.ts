import type { CrmRecord } from '../call/call';
import type { Clock } from '../clock';
import type { Trouble } from '../error-reasons';
import type { Handlers } from '../ipc/contract';
import type { CompanionState, Link, Settings } from '../ipc/state';
import type { Logger } from '../logger';
import type { RegisterMessage, ServerMessage } from '../protocol/messages';
import type { ChoiceStore } from './choices';
import type { CallArchive } from './history/archive';
import type { NoteWriter } from './notes/outbox';
import type { NoteStore } from './notes/book';
import type { CrmLookup } from './crm-contexts';
import type { FetchJson } from './rest';
import type { OpenSocket } from './socket';

export type Registered = Extract<ServerMessage, { type: 'registered' }>;

export interface Connection {
  /** Base address, e.g. `https://relay.example`, without a slash at its end; several with commas between them. */
  relayUrl: string;
  token: string;
}

/** The CRM as it is for this agent now. */
export interface CrmSide extends Trouble {
  /** null: no CRM is signed in. */
  lookup: CrmLookup | null;
  /** Writes what the agent notes, by his own sign-in; null: he has none, so the relay does. */
  notes: NoteWriter | null;
  /** Where it is and as whom; null on the web, where the relay asks for the agent. */
  account: CompanionState['crmAccount'];
  state: Link['state'];
}

/** Which links into the CRM a window may ask to open. */
export interface CrmLinks {
  /** @throws AppError where this call has no such record */
  ofCall(callId: string, what: 'contact' | 'call'): string;
  /** Only http(s), and only hosts that the CRM or the relay's records name. @throws AppError */
  allowed(url: string): string;
}

export interface CompanionDeps {
  platform: CompanionState['platform'];
  client: NonNullable<RegisterMessage['client']>;
  openSocket: OpenSocket;
  fetchJson: FetchJson;
  clock: Clock;
  random: () => number;
  newId: () => string;
  log: Logger;
  /** What was kept from the last run. A relay address without a token asks for a new sign-in. */
  initial: {
    relayUrl: string | null;
    token: string | null;
    settings: Settings;
    /** What IT has set; without it, nothing. */
    managed?: CompanionState['managed'];
    secretStore: CompanionState['secretStore'];
  };
  /** The CRM from the start; `setCrm` changes it later. */
  crm: CrmLookup | null;
  /** Keeps the relay's address and, as a secret, the token; null: forgets the token. */
  saveConnection(connection: Connection | null): Promise<void>;
  /** The relay has named all there are; without it they are known until the program ends. */
  saveRelayUrl?(relayUrl: string): Promise<void>;
  saveSettings(settings: Settings): Promise<void>;
  /** What this computer is called; `client.name` where it is not told. */
  deviceName?: string;
  /** The agent's own access token at the CRM, as proof who he is. Throws AppError where he is not signed in there. */
  crmToken?(): Promise<string>;
  /** Asks the CRM anew whether it takes the agent. */
  retryCrm?(): void;
  /** Whom the agent picked for a number; without it nothing is remembered. */
  choices?: ChoiceStore;
  /** Where the agent's notes are kept; without it they end with the program. */
  notes?: NoteStore;
  /** Where the agent's calls are kept; without it they end with the program. */
  archive?: CallArchive;
  /** How many older calls are fetched unasked; without it, all. */
  unaskedCalls?: number;
  /** After each registration, before any CRM lookup that follows from it. */
  onRegistered?(message: Registered): void;
  /** These calls were erased at the relay on demand: what is kept of them elsewhere on this computer goes, too. */
  onForgotten?(callIds: readonly string[]): Promise<void> | void;
}

/** The parts of the IPC contract that need no window and no operating system. A failing handler throws an AppError. */
export type CompanionHandlers = Pick<
  Handlers,
  | 'state:get'
  | 'history:find'
  | 'history:rows'
  | 'history:call'
  | 'history:seen'
  | 'history:more'
  | 'people:find'
  | 'people:card'
  | 'history:list'
  | 'call:transcript'
  | 'call:recordings'
  | 'call:dial'
  | 'call:control'
  | 'contact:choose'
  | 'contact:look-again'
  | 'note:save'
  | 'note:retry'
  | 'note:of'
  | 'follow-up:add'
  | 'follow-up:remove'
  | 'pop:dismiss'
  | 'pop:writing'
  | 'settings:set'
  | 'quiet:seen'
  | 'link:retry'
  | 'setup:ask'
  | 'setup:connect'
  | 'setup:sign-out'
  | 'setup:test-pop'
>;

export interface Companion {
  state(): CompanionState;
  /** Called after each change, with a risen version. @returns a function that ends the subscription */
  onState(listener: (state: CompanionState) => void): () => void;
  readonly handlers: CompanionHandlers;
  readonly crmLinks: CrmLinks;
  setCrm(crm: CrmSide): void;
  /** What became of a call that this desktop logs itself, because the relay has no CRM. */
  setRecord(callId: string, record: CrmRecord): void;
  /** Whether the computer is in its own do-not-disturb; null: it does not say. */
  setSystemQuiet(system: boolean | null): void;
  /** The screens that a card may show on. */
  setScreens(screens: CompanionState['screens']): void;
  setAppLinks(appLinks: CompanionState['appLinks']): void;
  setSecretStore(secretStore: CompanionState['secretStore']): void;
  /** Connects with what was kept, if there is anything. */
  start(): void;
  /** The network or the computer came back: do not wait for the next try. */
  wake(): void;
  stop(): void;
}
