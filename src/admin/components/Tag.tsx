import type { ReactNode } from 'react';

export type Tone = 'good' | 'wait' | 'bad' | 'ai' | 'quiet';

/** A word with a mark before it; the word says all, the colour only helps to find it. */
export const Tag = ({ tone, children }: { tone: Tone; children: ReactNode }) => (
  <span className="tag" data-tone={tone}>
    <span className="tag-dot" aria-hidden />
    {children}
  </span>
);
