/** Whether somebody looks at the companion, in this tab or another one of this browser. */
const SEEN_LOCK = 'cti.seen';

const isVisible = (): boolean => document.visibilityState === 'visible';

/** A tab that is in sight holds a shared lock; it ends with the tab, however that ends. */
export const watchSeen = (locks: LockManager | undefined): { isSeen: () => Promise<boolean> } => {
  let release: (() => void) | null = null;
  const follow = (): void => {
    if (!isVisible()) {
      release?.();
      release = null;
      return;
    }
    if (release || !locks) return;
    const over = new Promise<void>((resolve) => {
      release = resolve;
    });
    void locks.request(SEEN_LOCK, { mode: 'shared' }, () => over);
  };
  document.addEventListener('visibilitychange', follow);
  follow();
  return {
    isSeen: async () => {
      if (isVisible() || !locks) return isVisible();
      const { held = [] } = await locks.query();
      return held.some(({ name }) => name === SEEN_LOCK);
    },
  };
};
