/**
 * What the renderer mirrors. Main (or the web companion's bridge) owns it and pushes it whole with a rising version;
 * the renderer never changes it, it only asks.
 */
import { z } from 'zod';
import { appLinksSchema } from '../app-links/state';
import { callSchema } from '../call/call';
import { errorDetailsSchema, troubleShape } from '../error-reasons';
import { agentSchema } from '../protocol/agent';
import { pbxStatusSchema } from '../protocol/messages';
import { crmContextSchema, crmParts } from '../protocol/crm-context';
import { historyStateSchema } from './history';
import { noteStateSchema } from './notes';
import { settingsSchema } from './settings';

export { settingsSchema, type Settings } from './settings';

export const linkSchema = z.object({
  state: z.enum(['off', 'connecting', 'connected', 'down']),
  since: z.iso.datetime({ precision: 3 }).nullable(),
  /** What is wrong and what the agent can do; null while all is well. */
  ...troubleShape,
});
export type Link = z.infer<typeof linkSchema>;

export const popSchema = z.object({
  callId: z.string(),
  /** Message id of the `screen_pop` that made it. */
  messageId: z.string(),
  reason: z.enum(['ringing', 'manual']),
  extension: z.string().nullable(),
  shownAt: z.iso.datetime({ precision: 3 }),
  /** Set once the pop is on its way out, so that the card can dim and say why. */
  closing: z
    .object({
      why: z.enum(['answered-elsewhere', 'ended', 'dismissed']),
      /** Extension that answered elsewhere. */
      by: z.string().nullable(),
      /** When it leaves; null: when the agent dismisses it. */
      at: z.iso.datetime({ precision: 3 }).nullable(),
    })
    .nullable(),
});
export type Pop = z.infer<typeof popSchema>;

export const callCrmSchema = z.object({
  status: z.enum(['off', 'loading', 'slow', 'ready', 'unknown', 'failed']),
  /** A sentence for the agent where `failed` or `slow`. */
  ...troubleShape,
  context: crmContextSchema.nullable(),
  /** The contact is the one that the agent picked, now or at an earlier call of this number. */
  chosen: z.boolean().optional(),
  /** While `loading`: the parts that have not come yet; without it, none of them has. */
  pending: z.array(z.enum(crmParts)).optional(),
});
export type CallCrm = z.infer<typeof callCrmSchema>;

/** Do-not-disturb as it is now. */
export const quietSchema = z.object({
  /** Who asked for it: the agent here, or his system; null: nobody. */
  by: z.enum(['own', 'system']).nullable(),
  /** When it ends by itself; null: when it is turned off. */
  until: z.iso.datetime({ precision: 3 }).nullable(),
  /** Whether the system is in its own do-not-disturb; null: it does not say. */
  system: z.boolean().nullable(),
  /** Calls that rang meanwhile and that he has not talked on, oldest first; they stay until he has seen them. */
  missed: z.array(z.string()),
});
export type Quiet = z.infer<typeof quietSchema>;

/** What was last heard of a link, beside how it is now. */
export const linkFactSchema = z.object({
  lastEventAt: z.iso.datetime({ precision: 3 }).nullable(),
  lastProblem: z
    .object({
      text: z.string(),
      because: errorDetailsSchema.optional().catch(undefined),
      at: z.iso.datetime({ precision: 3 }),
    })
    .nullable(),
});
export type LinkFact = z.infer<typeof linkFactSchema>;

/** What IT has set for this computer. */
export const managedSchema = z.object({
  /** Where that stands; null: IT has set nothing here. */
  source: z.string().nullable(),
  /** Names of settings that are not the agent's to change, and `relayUrls`. */
  locked: z.array(z.string()),
  /** Why it does not count; null: it does. */
  problem: z.string().nullable(),
});
export type Managed = z.infer<typeof managedSchema>;

export const companionStateSchema = z.object({
  version: z.number().int().nonnegative(),
  platform: z.enum(['electron', 'web']),
  /** `needs-relay`: first run; `needs-token`: the relay refused the token. */
  stage: z.enum(['loading', 'needs-relay', 'needs-token', 'ready']),
  relayUrl: z.string().nullable(),
  agent: agentSchema.nullable(),
  links: z.object({ relay: linkSchema, pbx: z.array(pbxStatusSchema), crm: linkSchema }),
  /** By link: `relay`, `crm`, and `pbx:` with its id. */
  linkFacts: z.record(z.string(), linkFactSchema),
  managed: managedSchema,
  /** Live calls first, then those that ended in this session, newest first; at most 200. */
  calls: z.array(callSchema),
  pops: z.array(popSchema),
  /** Calls that ring for the agent and have no card by his own choice, but a notification. */
  notices: z.array(popSchema),
  quiet: quietSchema,
  history: historyStateSchema,
  /** Names of the queues that calls came through, for his choice among them. */
  queues: z.array(z.string()),
  /** Of this computer, from left to right; empty on the web. */
  screens: z.array(z.object({ id: z.string(), name: z.string() })),
  /** CRM data per call id, arriving when it arrives. */
  crm: z.record(z.string(), callCrmSchema),
  /** How an agent may say a call ended, in his house's words; empty: nothing to choose from. */
  dispositions: z.array(z.string()),
  /** What the agent wrote, per id of those calls. */
  notes: z.record(z.string(), noteStateSchema),
  crmAccount: z.object({ url: z.string(), username: z.string() }).nullable(),
  settings: settingsSchema,
  appLinks: appLinksSchema,
  /** Where secrets are kept on this machine; a warning where it is not a keychain. */
  secretStore: z.object({
    kind: z.enum(['keychain', 'safe-storage', 'memory', 'browser']),
    warning: z.string().nullable(),
  }),
});
export type CompanionState = z.infer<typeof companionStateSchema>;
