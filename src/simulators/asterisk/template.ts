/** Event sequences of a real Asterisk 22, with the ids, numbers and names of the recorded call taken out. */
import directAbandoned from './templates/direct-abandoned.json';
import directAnswered from './templates/direct-answered.json';
import internalCall from './templates/internal-call.json';
import originate from './templates/originate-click-to-call.json';
import outboundAnswered from './templates/outbound-answered.json';
import queueAnswered from './templates/queue-answered.json';
import ringGroupAnswered from './templates/ringgroup-answered.json';

export const templates = {
  'direct-answered': directAnswered,
  'direct-abandoned': directAbandoned,
  'ringgroup-answered': ringGroupAnswered,
  'queue-answered': queueAnswered,
  'outbound-answered': outboundAnswered,
  'internal-call': internalCall,
  originate,
};
export type TemplateName = keyof typeof templates;
export interface Template {
  ids: number;
  bridges: number;
  serials: number;
  /** `wait` names the pause before the step: `start`, `agentRing`, `ring` or `talk`. */
  steps: { wait: string; events: string[] }[];
}

/** Fills `{name}` places; a place without a value is a mistake in a template or scenario. */
export const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (_place, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The call has no value for {${name}}.`);
    return value;
  });
