import type { AgentLink } from '../../shared/protocol/agent-link';
import type { Tone } from '../components/Tag';

/** Above this a pop feels late: it is to be there within 400 ms, and half of that is the way. */
const SLOW_MS = 200;

/** How well a desktop is reached, in one word. A pop that it has not confirmed weighs more than a slow way. */
export const linkQuality = ({
  roundTripMs,
  unacknowledged,
}: Pick<AgentLink, 'roundTripMs' | 'unacknowledged'>): {
  tone: Tone;
  word: 'good' | 'slow' | 'silent' | 'fresh';
} => {
  if (unacknowledged > 0) return { tone: 'bad', word: 'silent' };
  if (roundTripMs === null) return { tone: 'quiet', word: 'fresh' };
  return roundTripMs > SLOW_MS ? { tone: 'wait', word: 'slow' } : { tone: 'good', word: 'good' };
};
