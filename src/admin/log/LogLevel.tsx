import { useState } from 'react';
import { Button } from '../../renderer/components/Button';
import { ErrorSentence } from '../../renderer/components/TextField';
import { timeOfDay } from '../../renderer/lib/days';
import { logLevels, type LogLevelState } from '../../shared/protocol/log-level';
import { Dialog } from '../components/Dialog';
import { Select } from '../components/Select';
import { useTexts } from '../i18n';
import { problemText } from '../lib/problem-text';
import { useHouse, useOwnPoll, usePolled } from '../state/house';

const EVERY_MS = 10_000;
/** Minutes; after them the configured level is back. */
const spans = ['15', '60', '480'] as const;

const Change = ({ now, onClose }: { now: LogLevelState; onClose: () => void }) => {
  const { t } = useTexts();
  const { api } = useHouse();
  const [level, setLevel] = useState(now.level);
  const [span, setSpan] = useState<(typeof spans)[number]>('60');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const set = async (): Promise<void> => {
    setBusy(true);
    const answer = await api.setLogLevel(level, Number(span));
    setBusy(false);
    if (answer.ok) onClose();
    else setProblem(problemText(answer.error, t));
  };
  return (
    <Dialog title={t('logs.levelTitle')} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void set();
        }}
      >
        <p className="dialog-text">{t('logs.levelText', { level: now.configured })}</p>
        <Select
          label={t('logs.level')}
          value={level}
          onPick={setLevel}
          options={logLevels.map((value) => ({ value, label: value }))}
          data-testid="level-pick"
        />
        <Select
          label={t('logs.forHowLong')}
          value={span}
          onPick={setSpan}
          options={spans.map((value) => ({ value, label: t(`logs.for.${value}`) }))}
        />
        {problem !== null && <ErrorSentence>{problem}</ErrorSentence>}
        <div className="dialog-actions">
          <Button onClick={onClose}>{t('dialog.cancel')}</Button>
          <Button type="submit" look="primary" disabled={busy} data-testid="level-set">
            {t('logs.set')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
};

/** How much the relay logs now, and the way to change it for a while. */
export const LogLevel = () => {
  const { t, locale } = useTexts();
  const poll = useOwnPoll((api) => api.logLevel(), EVERY_MS);
  const { value } = usePolled(poll);
  const [open, setOpen] = useState(false);
  if (value === null) return null;
  return (
    <div className="log-now">
      <span data-testid="log-level">
        {value.until === null
          ? t('logs.now', { level: value.level })
          : t('logs.nowUntil', {
              level: value.level,
              time: timeOfDay(value.until, locale),
              configured: value.configured,
            })}
      </span>
      <Button look="link" onClick={() => setOpen(true)} data-testid="log-level-change">
        {t('logs.change')}
      </Button>
      {open && (
        <Change
          now={value}
          onClose={() => {
            setOpen(false);
            void poll.refresh();
          }}
        />
      )}
    </div>
  );
};
