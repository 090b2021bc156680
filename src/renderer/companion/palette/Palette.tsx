import {
  BellOff,
  Clipboard,
  Clock,
  CornerDownLeft,
  Moon,
  Phone,
  PhoneIncoming,
  Sun,
  SunMoon,
  UserRound,
} from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../../shared/call/call';
import type { views } from '../../../shared/ipc/contract';
import type { CompanionState } from '../../../shared/ipc/state';
import { SearchField } from '../../components/SearchField';
import { shortMoment } from '../../lib/days';
import { nameOf } from '../../lib/pop-view';
import { fromCalls, fromCrm, withoutKnown, type Someone } from '../../lib/someone';
import { isDialable } from '../../lib/typed-number';
import { whatHappened } from '../../lib/what-happened';
import { useBridge } from '../../stores/bridge-context';
import { useCombobox } from '../../stores/use-combobox';
import { useInCrm, useTalkedTo } from '../../stores/use-people';
import { rankCommands, type Command } from './commands';
import './palette.css';

type View = (typeof views)[number];
const icons: Record<string, ComponentType<{ className: string }>> = {
  quiet: BellOff,
  light: Sun,
  dark: Moon,
  system: SunMoon,
  copy: Clipboard,
  dial: Phone,
};
/** Of each kind, so that none crowds out the others. */
const MOST_COMMANDS = 8;
const MOST_PEOPLE = 5;
const MOST_CALLS = 4;

interface Option {
  key: string;
  group: 'commands' | 'people' | 'calls';
  Icon: ComponentType<{ className: string }>;
  label: string;
  beside: string;
  run: () => void;
}

const useCalls = (text: string): readonly Call[] => {
  const bridge = useBridge();
  const [calls, setCalls] = useState<{ text: string; calls: readonly Call[] }>();
  useEffect(() => {
    let wanted = true;
    if (text.length >= 2)
      void bridge
        .invoke('history:rows', { text, filter: 'all', queue: null, from: 0, count: MOST_CALLS })
        .then((reply) => {
          if (wanted && reply.ok) setCalls({ text, calls: reply.value.calls });
        });
    return () => {
      wanted = false;
    };
  }, [bridge, text]);
  return calls?.text === text ? calls.calls : [];
};

/** Everything by its name: Ctrl or ⌘ K. */
export const Palette = ({
  state,
  onClose,
  onView,
  onCall,
  onPerson,
  onDial,
}: {
  state: CompanionState;
  onClose: () => void;
  onView: (view: View) => void;
  onCall: (callId: string) => void;
  onPerson: (someone: Someone) => void;
  onDial: (number: string) => void;
}) => {
  const { t, i18n } = useTranslation();
  const bridge = useBridge();
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState('');
  const typed = text.trim();
  const talkedTo = useTalkedTo(text, state);
  const inCrm = useInCrm(text, state);
  const calls = useCalls(typed);
  useEffect(() => dialog.current?.showModal(), []);

  const commands = useMemo((): Command[] => {
    const { quiet, settings, managed } = state;
    const set = (patch: Parameters<typeof bridge.invoke<'settings:set'>>[1]) => () =>
      void bridge.invoke('settings:set', patch);
    const last = talkedTo?.[0]?.number ?? null;
    const isQuiet = quiet.by === 'own';
    const pages = (['history', 'contacts', 'dial', 'connections', 'settings'] as const).map((view) => ({
      id: `go-${view}`,
      label: t('palette.goTo', { page: t(`nav.${view}`) }),
      run: () => onView(view),
    }));
    const themes = (['light', 'dark', 'system'] as const)
      .filter((theme) => theme !== settings.theme && !managed.locked.includes('theme'))
      .map((theme) => ({ id: theme, label: t(`palette.${theme}`), run: set({ theme }) }));
    return [
      ...(isDialable(typed)
        ? [{ id: 'dial', label: t('palette.dial', { number: typed }), run: () => onDial(typed) }]
        : []),
      ...pages,
      {
        id: 'quiet',
        label: t(isQuiet ? 'palette.quietOff' : 'palette.quietOn'),
        also: 'dnd',
        run: set({ quiet: isQuiet ? null : { until: null } }),
      },
      ...(last !== null && typed === ''
        ? [
            {
              id: 'copy',
              label: t('palette.copyLast', { number: talkedTo?.[0]?.display ?? last }),
              run: () => void bridge.invoke('clipboard:copy', { text: last }),
            },
          ]
        : []),
      ...themes,
    ];
  }, [state, t, bridge, talkedTo, typed, onView, onDial]);

  const options = useMemo((): Option[] => {
    const mine = state.agent?.extensions ?? [];
    const own = (talkedTo ?? []).map(fromCalls);
    const people =
      typed.length < 2 ? [] : [...own, ...withoutKnown(inCrm.people.map(fromCrm), own)].slice(0, MOST_PEOPLE);
    return [
      ...rankCommands(commands, typed)
        .slice(0, typed === '' ? commands.length : MOST_COMMANDS)
        .map(({ id, label, run }): Option => {
          return { key: id, group: 'commands', Icon: icons[id] ?? CornerDownLeft, label, beside: '', run };
        }),
      ...people.map((someone): Option => {
        const beside = [someone.account, someone.numbers[0]?.shown].filter(Boolean).join(' · ');
        return {
          key: someone.key,
          group: 'people',
          Icon: UserRound,
          label: someone.name,
          beside: beside === someone.name ? '' : beside,
          run: () => onPerson(someone),
        };
      }),
      ...calls.map((call): Option => {
        const when = shortMoment(call.startedAt, new Date(), i18n.language);
        return {
          key: call.id,
          group: 'calls',
          Icon: call.direction === 'inbound' ? PhoneIncoming : Clock,
          label: nameOf(call, state.crm[call.id], t),
          beside: `${when} · ${whatHappened(call, mine, t).text}`,
          run: () => onCall(call.id),
        };
      }),
    ];
  }, [commands, typed, talkedTo, inCrm.people, calls, state, t, i18n.language, onPerson, onCall]);

  const list = useCombobox(options.length, 0, (index) => {
    const option = options[index];
    onClose();
    option?.run();
  });
  return (
    <dialog
      ref={dialog}
      className="palette"
      aria-label={t('palette.title')}
      data-testid="palette"
      onClose={onClose}
      onMouseDown={({ target, currentTarget }) => {
        // Beside it, on what lies behind.
        if (target === currentTarget) onClose();
      }}
    >
      <div className="palette-box">
        <SearchField
          label={t('palette.placeholder')}
          value={text}
          testId="palette-input"
          type="text"
          maxLength={100}
          {...list.field}
          onText={(next) => {
            setText(next);
            list.reset();
          }}
          onKeyDown={(event) => void list.onKey(event)}
        />
        <div className="palette-list" {...list.list} aria-label={t('palette.title')}>
          {(['commands', 'people', 'calls'] as const).map((group) => {
            const some = options.map((option, index) => ({ option, index }));
            const shown = some.filter(({ option }) => option.group === group);
            return (
              shown.length > 0 && (
                <ul key={group} role="group" aria-label={t(`palette.${group}`)}>
                  <li role="presentation" className="palette-group">
                    {t(`palette.${group}`)}
                  </li>
                  {shown.map(({ option: { key, Icon, label, beside }, index }) => (
                    <li
                      key={key}
                      className="palette-option"
                      data-testid="palette-option"
                      {...list.option(index)}
                    >
                      <Icon className="icon" />
                      <bdi className="clip">{label}</bdi>
                      <span className="clip beside tabular">{beside}</span>
                    </li>
                  ))}
                </ul>
              )
            );
          })}
        </div>
        {options.length === 0 && (
          <p className="palette-none" role="status">
            {t('palette.none')}
          </p>
        )}
      </div>
    </dialog>
  );
};
