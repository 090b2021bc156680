/** Forgetting on demand, put together from the parts of the relay that keep something about people. */
import { readdirSync } from 'node:fs';
import { createForgetter, type ForgetDeps, type Forgetter } from './forget';
import type { PersonalPart } from './part';
import { createRewriter, type Rewriter } from './rewrite';

export type { PersonalPart } from './part';
export type { Forgetter } from './forget';

export interface Privacy extends Pick<Forgetter, 'forget'> {
  /** Another relay forgets it: so does this one, and waits its turn. */
  forgetHere(number: string): Promise<void>;
  /** Now and again: a file that is to be rewritten waits for a moment without a call. */
  tidy: Rewriter['attempt'];
}

const phoneIndexPart = (index: {
  countOf(number: string): number;
  forget(number: string): number;
}): PersonalPart => ({
  kind: 'people in the phone index',
  count: ({ search }) => index.countOf(search.number),
  erase: ({ search }) => void index.forget(search.number),
});

/** Names of databases that were damaged and moved aside; the relay reads none of them. */
const asideIn = (dataDir: string): string[] =>
  readdirSync(dataDir).filter((name) => name.startsWith('relay.db.corrupt-'));

export const createPrivacy = ({
  dataDir,
  lookup,
  inspector,
  index,
  ...deps
}: Omit<ForgetDeps, 'rewriter' | 'asideFiles' | 'parts'> & {
  dataDir: string;
  /** Null without a CRM. */
  lookup: { forget(e164: string): void } | null;
  /** Null where it is off. */
  index: { countOf(number: string): number; forget(number: string): number } | null;
  inspector: { forget(callIds: readonly string[]): void };
}): Privacy => {
  const rewriter = createRewriter({ ...deps, isQuiet: () => deps.calls.active().length === 0 });
  const caches: PersonalPart = {
    kind: 'what is in memory',
    count: () => null,
    erase: ({ search, callIds }) => {
      lookup?.forget(search.number);
      inspector.forget(callIds);
    },
  };
  const forgetter = createForgetter({
    ...deps,
    parts: index ? [caches, phoneIndexPart(index)] : [caches],
    rewriter,
    asideFiles: () => asideIn(dataDir),
  });
  return { forget: forgetter.forget, forgetHere: forgetter.forgetHere, tidy: rewriter.attempt };
};
