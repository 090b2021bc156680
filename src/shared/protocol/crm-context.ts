/** What the CRM knows about the other party of a call: `GET /api/calls/:id/crm`, and the desktop's own lookup. */
import { z } from 'zod';
import { contactSchema } from '../call/call';

export const contactModules = ['Contacts', 'Leads', 'Accounts'] as const;
export const contactRefSchema = z.object({
  module: z.enum(contactModules),
  id: z.string().regex(/^[\w-]{1,64}$/, 'not the id of a CRM record'),
});
/** A record somebody may be calling from. */
export type ContactRef = z.infer<typeof contactRefSchema>;

/**
 * How well a stored number fits: the whole number; the same national number where the stored one names no country; the
 * same last nine digits; or the record was picked by a person and not by its number.
 */
export const matchQualities = ['exact', 'national', 'tail', 'picked'] as const;
export type MatchQuality = (typeof matchQualities)[number];

export const candidateSchema = z.object({
  contact: contactSchema,
  title: z.string().nullable(),
  /** Name of the CRM user the record belongs to. */
  assignedTo: z.string().nullable(),
  quality: z.enum(matchQualities),
  /** The extension written behind the stored number: the line is a switchboard's, this person sits behind it. */
  extension: z.string().nullable(),
  /** Why it stands where it stands: a line that several people of the company have; a lead that is a contact by now. */
  note: z.enum(['shared-number', 'converted-lead']).nullable(),
});
export type Candidate = z.infer<typeof candidateSchema>;

export const crmParts = ['calls', 'cases', 'opportunities'] as const;
/** A part of the context that comes by its own question. */
export type CrmPart = (typeof crmParts)[number];

const record = { id: z.string(), url: z.string() };

export const crmContextSchema = z.object({
  contact: contactSchema.nullable(),
  title: z.string().nullable(),
  /** Name of the CRM user the contact belongs to. */
  assignedTo: z.string().nullable().default(null),
  /** All who have this number, best first, the shown one among them; empty where there is no choice. */
  matches: z.array(candidateSchema).default([]),
  recentCalls: z.array(
    z.object({
      ...record,
      subject: z.string(),
      startedAt: z.string().nullable(),
      durationMinutes: z.number(),
      status: z.string(),
      direction: z.string(),
      /** What was written about it, in one line. */
      note: z.string().nullable().default(null),
    }),
  ),
  openCases: z.array(z.object({ ...record, number: z.string(), subject: z.string(), status: z.string() })),
  openOpportunities: z
    .array(
      z.object({
        ...record,
        name: z.string(),
        stage: z.string(),
        amount: z.number().nullable(),
        /** Sign of its currency as the CRM writes it, e.g. `€`. */
        currency: z.string(),
      }),
    )
    .default([]),
});
export type CrmContext = z.infer<typeof crmContextSchema>;

/** Nobody is known. */
export const noContext: CrmContext = {
  contact: null,
  title: null,
  assignedTo: null,
  matches: [],
  recentCalls: [],
  openCases: [],
  openOpportunities: [],
};
