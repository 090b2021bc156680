import type { CompanionState } from '../../shared/ipc/state';

/**
 * Calls `offer` once when the relay refuses the sign-in. Whoever keeps the window closed would not see that no call
 * pops any more; who has signed out himself knows.
 */
export const createSignInOffer = (offer: () => void): ((state: CompanionState) => void) => {
  let wasRefused = false;
  return ({ stage, links }) => {
    const refused = stage === 'needs-token' && links.relay.state === 'down';
    if (refused && !wasRefused) offer();
    wasRefused = refused;
  };
};
