/** Calls that the simulated Asterisk can play; each is the event sequence of a real one with other people in it. */
import type { TemplateName } from './template';

export interface Person {
  extension: string;
  name: string;
}

interface Timing {
  /** How long the phone rings. Milliseconds. */
  ringMs?: number;
  talkMs?: number;
}

export type Scenario = Timing &
  (
    | {
        kind: 'inbound' | 'missed';
        agent: Person;
        from: { number: string; name: string };
        did: string;
      }
    /** Everybody rings, `agent` answers. Two others in a ring group, one in a queue. */
    | {
        kind: 'ring-group' | 'queue';
        agent: Person;
        others: [Person, Person];
        from: { number: string; name: string };
        did: string;
        queue?: string;
      }
    /** Dialled on the agent's own phone. */
    | { kind: 'outbound'; agent: Person; to: string }
    | { kind: 'internal'; agent: Person; to: Person }
  );

export const company = { number: '4930555000', name: 'Beispiel GmbH' };

const templateOf: Record<Scenario['kind'], TemplateName> = {
  inbound: 'direct-answered',
  missed: 'direct-abandoned',
  'ring-group': 'ringgroup-answered',
  queue: 'queue-answered',
  outbound: 'outbound-answered',
  internal: 'internal-call',
};

export interface Play {
  template: TemplateName;
  values: Record<string, string>;
  /** Pause before each step by its name. Milliseconds. */
  waits: Record<string, number>;
}

const person = (role: string, { extension, name }: Person): Record<string, string> => ({
  [role]: extension,
  [`${role}Name`]: name,
});

export const playOf = (scenario: Scenario): Play => {
  const values: Record<string, string> = {
    ...person('agent', scenario.agent),
    company: company.number,
    companyName: company.name,
  };
  if ('from' in scenario) {
    values['remote'] = scenario.from.number;
    values['remoteName'] = scenario.from.name;
    values['did'] = scenario.did;
  }
  if ('others' in scenario) {
    Object.assign(values, person('other1', scenario.others[0]), person('other2', scenario.others[1]));
    values['queue'] = scenario.queue ?? 'support';
  }
  if (scenario.kind === 'outbound') values['remote'] = scenario.to;
  if (scenario.kind === 'internal') Object.assign(values, person('other1', scenario.to));
  return {
    template: templateOf[scenario.kind],
    values,
    waits: { start: 0, ring: scenario.ringMs ?? 4_000, talk: scenario.talkMs ?? 15_000 },
  };
};
