import { SearchX, Users } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CompanionState } from '../../../shared/ipc/state';
import { Said } from '../../components/Said';
import { SearchField } from '../../components/SearchField';
import { fromCalls, fromCrm, withoutKnown, type Someone } from '../../lib/someone';
import { useCombobox } from '../../stores/use-combobox';
import { useInCrm, useTalkedTo } from '../../stores/use-people';
import { ContactCard } from './ContactCard';
import { SomeoneLine } from './SomeoneLine';
import './people.css';

/** Whom the agent talked to, and everybody in the CRM by name; at the right the card of one. */
export const ContactsView = ({
  state,
  shown,
  onShow,
  onCall,
}: {
  state: CompanionState;
  /** Whose card is open. */
  shown: Someone | null;
  onShow: (someone: Someone | null) => void;
  onCall: (callId: string) => void;
}) => {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const talkedTo = useTalkedTo(text, state);
  const inCrm = useInCrm(text, state);
  const own = useMemo(() => (talkedTo ?? []).map(fromCalls), [talkedTo]);
  const others = useMemo(() => withoutKnown(inCrm.people.map(fromCrm), own), [inCrm.people, own]);
  const all = [...own, ...others];
  const list = useCombobox(all.length, text.trim() === '' ? -1 : 0, (index) => onShow(all[index] ?? null));

  const option = (someone: Someone, index: number) => (
    <li
      key={someone.key}
      className="person"
      data-testid="person"
      data-shown={someone.key === shown?.key}
      {...list.option(index)}
    >
      <SomeoneLine someone={someone} />
    </li>
  );
  return (
    <div className="history people" data-detail={shown !== null}>
      <section className="history-pane" aria-label={t('nav.contacts')}>
        <div className="history-tools">
          <SearchField
            label={t('people.search')}
            value={text}
            testId="people-search"
            type="text"
            {...list.field}
            onText={(next) => {
              setText(next);
              list.reset();
            }}
            onKeyDown={(event) => void list.onKey(event)}
          />
        </div>
        <div className="people-list" data-testid="people-list" aria-busy={talkedTo === undefined}>
          <div {...list.list} aria-label={t('nav.contacts')}>
            {own.length > 0 && (
              <ul role="group" aria-labelledby="people-own">
                <li role="presentation" id="people-own" className="day">
                  {t(text.trim() === '' ? 'people.recent' : 'people.fromCalls')}
                </li>
                {own.map(option)}
              </ul>
            )}
            {others.length > 0 && (
              <ul role="group" aria-labelledby="people-crm">
                <li role="presentation" id="people-crm" className="day">
                  {t('people.inCrm')}
                </li>
                {others.map((someone, index) => option(someone, own.length + index))}
              </ul>
            )}
          </div>
          {inCrm.state === 'asking' && (
            <p className="list-end" role="status">
              {t('people.asking')}
            </p>
          )}
          {inCrm.state === 'failed' && (
            <p className="list-end" role="status">
              {inCrm.problem}
            </p>
          )}
          {talkedTo !== undefined &&
            all.length === 0 &&
            inCrm.state !== 'asking' &&
            (text.trim() === '' ? (
              <Said Icon={Users} title={t('people.emptyTitle')} text={t('people.emptyText')} />
            ) : (
              <Said
                Icon={SearchX}
                title={t('history.noMatchTitle')}
                text={t(inCrm.state === 'off' ? 'people.noMatchCalls' : 'people.noMatch')}
              />
            ))}
        </div>
      </section>
      {shown === null ? (
        <section className="call-page nothing" aria-label={t('people.card')}>
          <div className="said">
            <Users className="icon" aria-hidden />
            <p>{t('people.pick')}</p>
          </div>
        </section>
      ) : (
        <ContactCard
          key={shown.key}
          someone={shown}
          state={state}
          onBack={() => onShow(null)}
          onCall={onCall}
        />
      )}
    </div>
  );
};
