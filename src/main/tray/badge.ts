import type { CompanionState } from '../../shared/ipc/state';

/** The number of missed calls on the program's own icon, where the system shows one (macOS dock, Unity launcher). */
export const createBadge = (set: (count: number) => unknown) => {
  let shown = 0;
  return {
    render: ({ history }: Pick<CompanionState, 'history'>): void => {
      const count = history.missed.length;
      if (count === shown) return;
      shown = count;
      set(count);
    },
  };
};
