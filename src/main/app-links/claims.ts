/** Which links the system opens with the Companion: its own always, `tel:` and `callto:` where the agent has chosen so. */
import { ownScheme } from '../../shared/app-links/scheme';
import type { AppLinks } from '../../shared/app-links/state';
import type { Settings } from '../../shared/ipc/settings';

/** Electron's `app`, as far as this goes. */
export interface SchemeRegistry {
  claim(scheme: string): boolean;
  release(scheme: string): boolean;
  isOurs(scheme: string): boolean;
}

type Wanted = Pick<Settings, 'dialTelLinks' | 'dialCalltoLinks'>;
type Claims = Pick<AppLinks, 'tel' | 'callto'>;

/** @param registry null: this copy is not installed, so the system is left alone */
export const createClaims = (registry: SchemeRegistry | null) => {
  let before: Partial<Record<'tel' | 'callto', boolean>> = {};
  let claims: Claims = { tel: 'off', callto: 'off' };
  registry?.claim(ownScheme);

  const settle = (scheme: 'tel' | 'callto', wanted: boolean): AppLinks['tel'] => {
    if (before[scheme] === wanted) return claims[scheme];
    // What was never chosen here is not taken from another program, and not given away either.
    if (!wanted) {
      if (before[scheme] === true) registry?.release(scheme);
      return 'off';
    }
    if (!registry) return 'not-ours';
    registry.claim(scheme);
    // Windows and some desktops let only the person choose.
    return registry.isOurs(scheme) ? 'ours' : 'not-ours';
  };

  return ({ dialTelLinks, dialCalltoLinks }: Wanted): Claims => {
    claims = { tel: settle('tel', dialTelLinks), callto: settle('callto', dialCalltoLinks) };
    before = { tel: dialTelLinks, callto: dialCalltoLinks };
    return claims;
  };
};
