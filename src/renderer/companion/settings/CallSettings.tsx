import { useTranslation } from 'react-i18next';
import { Check, Choices, Segmented, Switch } from '../../components/Choices';
import { NotificationHint } from '../web/NotificationHint';
import { Locked, Setting, type SettingsPart } from './Setting';

/** For which queues a card shows, by the names that calls have brought. */
const Queues = ({ state, change }: SettingsPart) => {
  const { t } = useTranslation();
  const { popQueues } = state.settings;
  const { mode, names } = popQueues;
  const known = [...new Set([...names, ...state.queues])].sort((a, b) => a.localeCompare(b));
  const flip = (name: string): void =>
    change({
      popQueues: {
        mode,
        names: names.includes(name) ? names.filter((one) => one !== name) : [...names, name],
      },
    });
  return (
    <>
      <Setting label={t('settings.queues')} hint={t('settings.queuesHint')}>
        <Segmented
          legend={t('settings.queues')}
          value={mode}
          onPick={(next) => change({ popQueues: { mode: next, names } })}
          options={[
            { value: 'all', label: t('settings.queuesAll') },
            { value: 'only', label: t('settings.queuesOnly') },
            { value: 'except', label: t('settings.queuesExcept') },
          ]}
        />
      </Setting>
      {mode !== 'all' && (
        <div className="queue-names" role="group" aria-label={t('settings.queues')} data-testid="queue-names">
          {known.length === 0 && <p className="hint">{t('settings.queuesNone')}</p>}
          {known.map((name) => (
            <Check key={name} label={name} on={names.includes(name)} onFlip={() => flip(name)} />
          ))}
        </div>
      )}
    </>
  );
};

/** When a card shows, for which calls, and when it leaves. */
export const CallSettings = ({ state, change }: SettingsPart) => {
  const { t } = useTranslation();
  const { settings } = state;
  return (
    <section>
      <h2>{t('settings.calls')}</h2>
      <Locked state={state} of={['popWhen']}>
        <Choices
          legend={t('settings.when')}
          value={settings.popWhen}
          onPick={(popWhen) => change({ popWhen })}
          options={[
            { value: 'ring', label: t('settings.whenRing') },
            { value: 'answer', label: t('settings.whenAnswer') },
            { value: 'never', label: t('settings.whenNever') },
          ]}
        />
      </Locked>
      {settings.popWhen !== 'never' && (
        <Locked state={state} of={['popQueues']}>
          <Queues state={state} change={change} />
        </Locked>
      )}
      <div className="setting-pair">
        <Locked state={state} of={['popAfterEnd']}>
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
        </Locked>
        <Locked state={state} of={['popAnsweredElsewhere']}>
          <Choices
            legend={t('settings.elsewhere')}
            value={settings.popAnsweredElsewhere}
            onPick={(popAnsweredElsewhere) => change({ popAnsweredElsewhere })}
            options={[
              { value: 'after-2-seconds', label: t('settings.after2') },
              { value: 'when-dismissed', label: t('settings.keep') },
            ]}
          />
        </Locked>
      </div>
      <Locked state={state} of={['popInternalCalls']}>
        <Switch
          label={t('settings.internal')}
          hint={t('settings.internalHint')}
          on={settings.popInternalCalls}
          onFlip={(popInternalCalls) => change({ popInternalCalls })}
        />
      </Locked>
      <Locked state={state} of={['notifications']}>
        <Switch
          label={t('settings.notifications')}
          hint={t('settings.notificationsHint')}
          on={settings.notifications}
          onFlip={(notifications) => change({ notifications })}
        />
      </Locked>
      <NotificationHint state={state} />
    </section>
  );
};
