import { Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CompanionState } from '../../../shared/ipc/state';
import type { Settings, SettingsPatch } from '../../../shared/ipc/settings';

export interface SettingsPart {
  state: CompanionState;
  change: (patch: SettingsPatch) => void;
}

/** What IT has set is shown and not the agent's to change: all controls in it rest. */
export const Locked = ({
  state: { managed },
  of,
  children,
}: Pick<SettingsPart, 'state'> & { of: readonly (keyof Settings)[]; children: ReactNode }) => {
  const { t } = useTranslation();
  if (!of.some((name) => managed.locked.includes(name))) return children;
  return (
    <fieldset disabled className="locked" data-testid={`locked-${of[0] ?? ''}`}>
      {children}
      <p className="hint by-it">
        <Lock className="icon" aria-hidden /> {t('managed.by')}
      </p>
    </fieldset>
  );
};

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
