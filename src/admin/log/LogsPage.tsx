import { Pause, Play, ScrollText } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Button } from '../../renderer/components/Button';
import { Said } from '../../renderer/components/Said';
import { Switch } from '../../renderer/components/Choices';
import type { LogLine, LogQuery } from '../../shared/protocol/logs';
import { logLevels } from '../../shared/protocol/log-level';
import { Freshness } from '../components/Freshness';
import { OfThisRelay } from '../components/OfThisRelay';
import { Page } from '../components/Page';
import { Select } from '../components/Select';
import { Failed, Waiting } from '../components/Shown';
import { useTexts } from '../i18n';
import { millisecondOfDay, wholeMoment } from '../lib/moments';
import { useHouse, type House } from '../state/house';
import { useStore } from 'zustand';
import { LogLevel } from './LogLevel';
import { createLogTail, fieldText } from './log-tail';
import './log.css';

const EVERY_MS = 2_000;

const Line = ({ line }: { line: LogLine }) => {
  const { locale } = useTexts();
  const fields = fieldText(line.fields);
  return (
    <li className="log-line" data-level={line.level} data-testid="log-line">
      <time className="tabular" dateTime={line.at} title={wholeMoment(line.at, locale)}>
        {millisecondOfDay(line.at, locale)}
      </time>
      <span className="log-level">{line.level}</span>
      <span className="log-message">
        {line.message} {fields !== '' && <span className="log-fields">{fields}</span>}
      </span>
    </li>
  );
};

const Lines = ({ lines, follow }: { lines: readonly LogLine[]; follow: boolean }) => {
  const { t } = useTexts();
  const box = useRef<HTMLOListElement>(null);
  useLayoutEffect(() => {
    if (follow) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [lines, follow]);
  if (lines.length === 0)
    return <Said Icon={ScrollText} title={t('logs.noneTitle')} text={t('logs.noneText')} />;
  return (
    <ol ref={box} className="log-lines selectable" tabIndex={0} aria-label={t('logs.lines')}>
      {lines.map((line) => (
        <Line key={line.seq} line={line} />
      ))}
    </ol>
  );
};

const tailOf = (house: House, level: LogQuery['level']) =>
  house.poll(createLogTail(house.api.logs, level), EVERY_MS);

const Tail = ({
  level,
  onLevel,
}: {
  level: LogQuery['level'];
  onLevel: (level: LogQuery['level']) => void;
}) => {
  const { t } = useTexts();
  const house = useHouse();
  const [poll] = useState(() => tailOf(house, level));
  const [paused, setPaused] = useState(false);
  const [follow, setFollow] = useState(true);
  const polled = useStore(poll);
  useEffect(() => (paused ? undefined : poll.use()), [poll, paused]);
  return (
    <Page
      title={t('nav.logs')}
      fill
      aside={paused ? <span className="freshness">{t('logs.paused')}</span> : <Freshness polled={polled} />}
    >
      <div className="log-tools">
        <Select
          label={t('logs.show')}
          value={level}
          onPick={onLevel}
          options={logLevels.map((value) => ({ value, label: t(`logs.from.${value}`) }))}
          data-testid="log-filter"
        />
        <Switch label={t('logs.follow')} on={follow} onFlip={setFollow} />
        <Button onClick={() => setPaused(!paused)} data-testid="log-pause">
          {paused ? <Play className="icon" aria-hidden /> : <Pause className="icon" aria-hidden />}
          {paused ? t('logs.goOn') : t('logs.pause')}
        </Button>
        <LogLevel />
      </div>
      <OfThisRelay what="logs" />
      {polled.value !== null && <Lines lines={polled.value} follow={follow} />}
      {polled.value === null && polled.problem === null && (
        <div className="page">
          <Waiting lines={8} />
        </div>
      )}
      {polled.value === null && polled.problem !== null && (
        <Failed problem={polled.problem} onRetry={() => void poll.refresh()} />
      )}
    </Page>
  );
};

/** The end of the log, as it grows; and how much is logged. */
export const LogsPage = () => {
  const [level, setLevel] = useState<LogQuery['level']>('verbose');
  return <Tail key={level} level={level} onLevel={setLevel} />;
};
