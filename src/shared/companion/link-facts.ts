/** What was last heard of each link, and its last trouble, which stays to be read when it is over. Pure. */
import type { Trouble } from '../error-reasons';
import type { CompanionState, LinkFact } from '../ipc/state';

type Links = CompanionState['links'];
type Facts = CompanionState['linkFacts'];

const nothing: LinkFact = { lastEventAt: null, lastProblem: null };

const named = ({ relay, pbx, crm }: Links): [string, Trouble & { lastEventAt?: string | null }][] => [
  ['relay', relay],
  ['crm', crm],
  ...pbx.map((one): [string, (typeof pbx)[number]] => [`pbx:${one.id}`, one]),
];

/** @param heard links that something has come over just now */
export const factsAfter = (
  facts: Facts,
  before: Links,
  after: Links,
  nowIso: string,
  heard: readonly string[] = [],
): Facts => {
  if (before === after && heard.length === 0) return facts;
  const known = new Map(named(before));
  return Object.fromEntries(
    named(after).map(([name, { problem, because, lastEventAt }]): [string, LinkFact] => {
      const fact = facts[name] ?? nothing;
      const isNew = problem !== null && known.get(name)?.problem !== problem;
      return [
        name,
        {
          lastEventAt: heard.includes(name) ? nowIso : (lastEventAt ?? fact.lastEventAt),
          lastProblem: isNew ? { text: problem, ...(because && { because }), at: nowIso } : fact.lastProblem,
        },
      ];
    }),
  );
};
