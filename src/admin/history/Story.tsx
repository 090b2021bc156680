import { Bot, ChevronLeft, Database, MonitorCheck, NotebookPen, PhoneCall } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button } from '../../renderer/components/Button';
import { Segmented } from '../../renderer/components/Choices';
import { clockDuration } from '../../renderer/lib/durations';
import { showNumber } from '../../renderer/lib/show-number';
import type { Call } from '../../shared/call/call';
import type { CallStory } from '../../shared/protocol/call-story';
import { Shown } from '../components/Shown';
import { useTexts } from '../i18n';
import { millisecondOfDay, moment, wholeMoment } from '../lib/moments';
import { goTo } from '../lib/use-place';
import { callerName, callerNumber, createNameOf, type NameOf } from '../lib/who';
import { useHouse, useOwnPoll, usePolled } from '../state/house';
import { storyLine, type StoryLine, type StorySource } from './story-line';
import { WhatWasSaid } from './WhatWasSaid';
import { whatBecame } from './what';

/** A call that runs changes; one that is over gets its notes and its record for some minutes more. */
const EVERY_MS = 3_000;

const icons = { pbx: PhoneCall, desks: MonitorCheck, crm: Database, ai: Bot, notes: NotebookPen };

const Entry = ({ line }: { line: StoryLine }) => {
  const { t, locale } = useTexts();
  const Icon = icons[line.source];
  const headers = Object.entries(line.headers);
  return (
    <li
      className="story-entry"
      data-source={line.source}
      data-tone={line.tone}
      data-testid={`story-${line.source}`}
    >
      <time className="tabular" dateTime={line.at} title={wholeMoment(line.at, locale)}>
        {millisecondOfDay(line.at, locale)}
      </time>
      <Icon className="icon" aria-hidden />
      <div className="story-body">
        <p>
          {line.text}{' '}
          {line.url !== null && (
            <a className="text-link" href={line.url} target="_blank" rel="noreferrer">
              {t('story.openRecord')}
            </a>
          )}
        </p>
        {line.more.length > 0 && <p className="story-more selectable">{line.more.join(' · ')}</p>}
        {line.written !== null && <p className="story-more written">{line.written}</p>}
        {line.problem !== null && <p className="story-problem">{line.problem}</p>}
        {headers.length > 0 && (
          <details>
            <summary>{t('story.headers')}</summary>
            <dl className="story-headers selectable">
              {headers.map(([name, value]) => (
                <div key={name} className="contents">
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </details>
        )}
      </div>
    </li>
  );
};

const Facts = ({ call, nameOf }: { call: Call; nameOf: NameOf }) => {
  const { t, locale } = useTexts();
  const facts: [string, string | null][] = [
    [t('story.started'), moment(call.startedAt, new Date(), locale)],
    [t('story.talked'), call.talkSeconds > 0 ? clockDuration(call.talkSeconds) : null],
    [t('story.direction'), t(`direction.${call.direction}`)],
    [t('story.queue'), call.queue],
    [t('story.dialled'), call.dialled === null ? null : showNumber(call.dialled)],
    [t('story.phones'), call.legs.map(({ extension }) => nameOf(call.pbxId, extension)).join(', ') || null],
    [t('story.cause'), call.cause?.text ?? null],
    [t('story.pbx'), call.pbxId],
    [t('story.id'), call.id],
  ];
  return (
    <dl className="call-facts tabular">
      {facts.map(
        ([label, value]) =>
          value !== null && (
            <div key={label}>
              <dt>{label}</dt>
              <dd className="selectable breakable">{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
};

const Told = ({ story }: { story: CallStory }) => {
  const { t } = useTexts();
  const { value: known } = usePolled(useHouse().agents);
  const [source, setSource] = useState<StorySource | 'all'>('all');
  const { call, entries } = story;
  const nameOf = useMemo(() => createNameOf(known?.agents ?? []), [known]);
  const lines = useMemo(() => {
    const names = new Map((known?.agents ?? []).map(({ id, name }) => [id, name]));
    return entries.map((entry) => storyLine(entry, call, nameOf, (id) => names.get(id) ?? id, t));
  }, [entries, call, known, nameOf, t]);
  const sources = (['pbx', 'desks', 'crm', 'ai', 'notes'] as const).filter((one) =>
    lines.some((line) => line.source === one),
  );
  const name = callerName(call, t);
  const number = callerNumber(call, t);
  return (
    <>
      <header>
        <h2 className="call-name" data-testid="story-name">
          <bdi>{name}</bdi>
        </h2>
        <p className="call-sub tabular selectable">
          {[call.contact?.account, name === number ? null : number, whatBecame(call, nameOf, t)]
            .filter(Boolean)
            .join(' · ')}
        </p>
        {call.contact !== null && (
          <p>
            <a className="text-link" href={call.contact.url} target="_blank" rel="noreferrer">
              {t('story.openContact')}
            </a>
          </p>
        )}
      </header>
      <Facts call={call} nameOf={nameOf} />
      {(call.ai !== null || sources.includes('ai')) && <WhatWasSaid key={call.id} callId={call.id} />}
      <section>
        <div className="story-tools">
          <h3>{t('story.title')}</h3>
          {sources.length > 1 && (
            <Segmented
              legend={t('story.show')}
              value={source}
              onPick={setSource}
              options={(['all', ...sources] as const).map((value) => ({
                value,
                label: value === 'all' ? t('list.all') : t(`story.source.${value}`),
              }))}
            />
          )}
        </div>
        {!story.kept && <p className="story-more">{t('story.notKept')}</p>}
        {story.kept && !story.complete && <p className="story-more">{t('story.notComplete')}</p>}
        <ol className="story-entries" data-testid="story">
          {lines.map(
            (line, index) =>
              (source === 'all' || line.source === source) && <Entry key={index} line={line} />,
          )}
        </ol>
        {story.quiet > 0 && <p className="story-more">{t('story.quiet', { count: story.quiet })}</p>}
      </section>
    </>
  );
};

/** Everything the relay knows of one call, in the order of time. */
export const Story = ({ callId }: { callId: string }) => {
  const { t } = useTexts();
  const poll = useOwnPoll((api) => api.story(callId), EVERY_MS);
  return (
    <section className="call-page" aria-label={t('story.label')}>
      <Button look="plain" className="back" onClick={() => goTo('history')}>
        <ChevronLeft className="icon" aria-hidden />
        {t('story.back')}
      </Button>
      <Shown poll={poll} lines={8}>
        {(story) => <Told story={story} />}
      </Shown>
    </section>
  );
};
