import type { ReactNode } from 'react';
import type { CompanionState } from '../../../shared/ipc/state';
import type { SettingsPatch } from '../../../shared/ipc/settings';

export interface SettingsPart {
  state: CompanionState;
  change: (patch: SettingsPatch) => void;
}

/** One choice: what it is about at the left, the control at the right, under it where there is no room. */
export const Setting = ({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) => (
  <div className="setting">
    <div className="setting-about">
      <p>{label}</p>
      {hint && <p className="hint">{hint}</p>}
    </div>
    {children}
  </div>
);
