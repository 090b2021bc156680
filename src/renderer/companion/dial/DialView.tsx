import { Delete, Phone, PhoneCall, SearchX } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CompanionState } from '../../../shared/ipc/state';
import { Button } from '../../components/Button';
import { Said } from '../../components/Said';
import { fromCalls, fromCrm, withoutKnown, type Someone } from '../../lib/someone';
import { isDialable } from '../../lib/typed-number';
import { useCombobox } from '../../stores/use-combobox';
import { useDial } from '../../stores/use-dial';
import { useInCrm, useTalkedTo } from '../../stores/use-people';
import { DialSaid } from '../DialSaid';
import { SomeoneLine } from '../people/SomeoneLine';
import '../people/people.css';

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;
const letters: Record<string, string> = {
  2: 'ABC',
  3: 'DEF',
  4: 'GHI',
  5: 'JKL',
  6: 'MNO',
  7: 'PQRS',
  8: 'TUV',
  9: 'WXYZ',
  0: '+',
};

const Keypad = ({ onKey }: { onKey: (key: string) => void }) => {
  const { t } = useTranslation();
  return (
    <div className="keypad" role="group" aria-label={t('dialer.keypad')}>
      {keys.map((key) => (
        <button key={key} type="button" className="tabular" onClick={() => onKey(key)}>
          {key}
          <small aria-hidden>{letters[key] ?? ''}</small>
        </button>
      ))}
    </div>
  );
};

/** A number or a name; whom that may mean is listed under it. Enter dials what stands there, or whom the arrows chose. */
export const DialView = ({ state }: { state: CompanionState }) => {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [isEmpty, setIsEmpty] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const { dialled, busy, dial, forget } = useDial();
  const talkedTo = useTalkedTo(text, state);
  const inCrm = useInCrm(text, state);
  const people = useMemo((): Someone[] => {
    const own = (talkedTo ?? []).map(fromCalls);
    const all = [...own, ...withoutKnown(inCrm.people.map(fromCrm), own)];
    return all.filter(({ numbers }) => numbers.length > 0);
  }, [talkedTo, inCrm.people]);
  useEffect(() => field.current?.focus(), []);

  const call = async (number: string | undefined): Promise<void> => {
    setIsEmpty(number === undefined);
    if (number !== undefined && (await dial(number))) setText('');
    field.current?.focus();
  };
  const typed = text.trim();
  const list = useCombobox(people.length, isDialable(typed) || typed === '' ? -1 : 0, (index) => {
    void call(people[index]?.numbers[0]?.number);
  });
  const change = (next: string): void => {
    setText(next.slice(0, 60));
    setIsEmpty(false);
    forget();
    list.reset();
  };
  const submit = (): void => {
    const chosen = people[list.active]?.numbers[0]?.number;
    void call(chosen ?? (isDialable(typed) ? typed : undefined));
  };
  const wrong = isEmpty || dialled?.kind === 'refused';
  return (
    <div className="dialer">
      <section className="dialer-main" aria-label={t('nav.dial')}>
        <form
          className="dialer-field"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <div className={wrong ? 'input wrong' : 'input'}>
            <Phone className="icon" aria-hidden />
            <input
              ref={field}
              type="text"
              inputMode="tel"
              className="tabular"
              maxLength={60}
              value={text}
              placeholder={t('dialer.placeholder')}
              aria-label={t('dialer.placeholder')}
              aria-keyshortcuts="d"
              aria-invalid={wrong}
              aria-describedby={isEmpty || dialled ? 'dial-said' : undefined}
              data-testid="dial-input"
              {...list.field}
              onChange={(event) => change(event.target.value)}
              onKeyDown={(event) => {
                if (!list.onKey(event) && event.key === 'Escape') change('');
              }}
            />
            {text !== '' && (
              <Button
                look={['plain', 'square']}
                aria-label={t('dialer.erase')}
                title={t('dialer.erase')}
                onClick={() => {
                  change(text.slice(0, -1));
                  field.current?.focus();
                }}
              >
                <Delete className="icon" aria-hidden />
              </Button>
            )}
          </div>
          <Button type="submit" look="primary" disabled={busy} data-testid="dial-button">
            {t('dial.call')}
          </Button>
        </form>
        <DialSaid
          dialled={isEmpty ? { kind: 'refused', problem: t('dial.empty') } : dialled}
          onDone={forget}
        />
        <div className="people-list" aria-busy={talkedTo === undefined}>
          {people.length > 0 && (
            <p className="day" aria-hidden>
              {t(typed === '' ? 'people.recent' : 'dialer.matches')}
            </p>
          )}
          <ul {...list.list} aria-label={t(typed === '' ? 'people.recent' : 'dialer.matches')}>
            {people.map((someone, index) => (
              <li key={someone.key} className="person" data-testid="dial-person" {...list.option(index)}>
                <SomeoneLine someone={someone} />
              </li>
            ))}
          </ul>
          {talkedTo !== undefined && people.length === 0 && typed === '' && (
            <Said Icon={PhoneCall} title={t('people.emptyTitle')} text={t('people.emptyText')} />
          )}
          {talkedTo !== undefined &&
            people.length === 0 &&
            typed !== '' &&
            !isDialable(typed) &&
            inCrm.state !== 'asking' && (
              <Said Icon={SearchX} title={t('history.noMatchTitle')} text={t('dialer.noMatch')} />
            )}
        </div>
      </section>
      <Keypad
        onKey={(key) => {
          change(text + key);
          field.current?.focus();
        }}
      />
    </div>
  );
};
