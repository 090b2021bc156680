import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CompanionState, Settings } from '../../../shared/ipc/state';
import { Choices, Segmented, Switch } from '../../components/Choices';
import { ErrorSentence } from '../../components/TextField';
import { useBridge } from '../../stores/bridge-context';
import { Accounts } from './Accounts';

type Change = (patch: Partial<Settings>) => void;

const CallSettings = ({ state, change }: { state: CompanionState; change: Change }) => {
  const { t } = useTranslation();
  const { settings, platform } = state;
  return (
    <section>
      <h2>{t('settings.calls')}</h2>
      {platform === 'electron' && (
        <div className="setting">
          <div>
            <p>{t('settings.corner')}</p>
            <p className="hint">{t('settings.cornerHint')}</p>
          </div>
          <Segmented
            legend={t('settings.corner')}
            value={settings.popCorner}
            onPick={(popCorner) => change({ popCorner })}
            options={[
              { value: 'top-left', label: t('settings.topLeft') },
              { value: 'top-right', label: t('settings.topRight') },
              { value: 'bottom-left', label: t('settings.bottomLeft') },
              { value: 'bottom-right', label: t('settings.bottomRight') },
            ]}
          />
        </div>
      )}
      <div className="setting-pair">
        <Choices
          legend={t('settings.afterEnd')}
          value={settings.popAfterEnd}
          onPick={(popAfterEnd) => change({ popAfterEnd })}
          options={[
            { value: 'at-once', label: t('settings.atOnce') },
            { value: 'after-10-seconds', label: t('settings.after10') },
            { value: 'when-dismissed', label: t('settings.keep') },
          ]}
        />
        <Choices
          legend={t('settings.elsewhere')}
          value={settings.popAnsweredElsewhere}
          onPick={(popAnsweredElsewhere) => change({ popAnsweredElsewhere })}
          options={[
            { value: 'after-2-seconds', label: t('settings.after2') },
            { value: 'when-dismissed', label: t('settings.keep') },
          ]}
        />
      </div>
      <Switch
        label={t('settings.internal')}
        hint={t('settings.internalHint')}
        on={settings.popInternalCalls}
        onFlip={(popInternalCalls) => change({ popInternalCalls })}
      />
      <Switch
        label={t('settings.notifications')}
        hint={t('settings.notificationsHint')}
        on={settings.notifications}
        onFlip={(notifications) => change({ notifications })}
      />
      {platform === 'electron' && (
        <Switch
          label={t('settings.login')}
          hint={t('settings.loginHint')}
          on={settings.startAtLogin}
          onFlip={(startAtLogin) => change({ startAtLogin })}
        />
      )}
    </section>
  );
};

/** Each choice takes effect at once; there is nothing to save. */
export const SettingsView = ({ state }: { state: CompanionState }) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const [problem, setProblem] = useState<string | null>(null);
  const change: Change = (patch) =>
    void bridge
      .invoke('settings:set', patch)
      .then((reply) => setProblem(reply.ok ? null : reply.error.message));
  return (
    <div className="settings" data-testid="settings-view">
      {problem && <ErrorSentence>{problem}</ErrorSentence>}
      <section>
        <h2>{t('settings.appearance')}</h2>
        <div className="setting">
          <p>{t('settings.theme')}</p>
          <Segmented
            legend={t('settings.theme')}
            value={state.settings.theme}
            onPick={(theme) => change({ theme })}
            options={[
              { value: 'system', label: t('settings.themeSystem') },
              { value: 'light', label: t('settings.themeLight') },
              { value: 'dark', label: t('settings.themeDark') },
            ]}
          />
        </div>
      </section>
      <CallSettings state={state} change={change} />
      <Accounts state={state} />
    </div>
  );
};
