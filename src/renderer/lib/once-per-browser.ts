/** How long the others find it taken. A tab in the background wakes within a second. */
const HELD_MS = 3_000;

/** Of several tabs that want the same thing at the same time one does it: whoever has the lock first. */
export const oncePerBrowser = (name: string, task: () => void): void => {
  // Without HTTPS there are no locks, and no tab knows of another one.
  if (!('locks' in navigator)) {
    task();
    return;
  }
  void navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock === null) return;
    task();
    await new Promise((resolve) => setTimeout(resolve, HELD_MS));
  });
};
