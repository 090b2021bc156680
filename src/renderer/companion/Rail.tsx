import {
  BellOff,
  Cable,
  Clock,
  CircleCheck,
  CircleSlash,
  LoaderCircle,
  Phone,
  Settings,
  Unplug,
  Users,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { views } from '../../shared/ipc/contract';
import type { CompanionState, Link } from '../../shared/ipc/state';
import { Mark } from '../components/Mark';
import { crmUnknown } from '../lib/connection-advice';
import { timeOfDay } from '../lib/days';
import { initialsOf } from '../lib/initials';
import { noLink, pbxLink } from '../lib/links';
import { useTrouble } from '../lib/use-trouble';
import { useBridge } from '../stores/bridge-context';
import './rail.css';

type View = (typeof views)[number];

const icons = { off: CircleSlash, connecting: LoaderCircle, connected: CircleCheck, down: Unplug };

const LinkLine = ({
  name,
  label,
  link,
  unknown = false,
}: {
  name: string;
  label: string;
  link: Link;
  /** Whoever could tell is away himself. */
  unknown?: boolean;
}) => {
  const { t, i18n } = useTranslation();
  const problem = useTrouble()(link);
  const Icon = icons[link.state];
  const word = t(`link.${unknown ? 'unknown' : link.state}`);
  const since =
    link.since === null || link.state === 'off'
      ? null
      : t('link.since', { time: timeOfDay(link.since, i18n.language) });
  const whole = [`${label}: ${word}`, since, problem].filter(Boolean).join(', ');
  return (
    <li className="link" data-testid={`link-${name}`} data-state={link.state} title={whole}>
      <Icon className={`icon ${link.state === 'connecting' ? 'spinner' : ''}`} aria-hidden />
      <span className="link-text">
        <span className="link-line">
          <span>{label}</span>
          <span className="word tabular">{link.state === 'connected' && since ? since : word}</span>
        </span>
        {problem && <span className="link-problem">{problem}</span>}
      </span>
    </li>
  );
};

/** How many he missed since he last looked. */
const MissedCount = ({ count }: { count: number }) => {
  const { t } = useTranslation();
  return (
    <em className="missed-count tabular" data-testid="missed-count">
      <b aria-hidden>{count > 99 ? '99+' : count}</b>
      <span className="visually-hidden">{t('window.missed', { count })}</span>
    </em>
  );
};

/** Where to go, and at its foot who I am and whether everything is connected. */
export const Rail = ({
  state,
  view,
  onView,
}: {
  state: CompanionState;
  view: View;
  onView: (view: View) => void;
}) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const { agent, links, quiet } = state;
  const missed = state.history.missed.length;
  const relayAway = links.relay.state === 'down';
  const crmAway = relayAway && crmUnknown(state);
  const items = [
    { id: 'history', label: t('nav.history'), Icon: Clock },
    { id: 'contacts', label: t('nav.contacts'), Icon: Users },
    { id: 'dial', label: t('nav.dial'), Icon: Phone },
    { id: 'connections', label: t('nav.connections'), Icon: Cable },
    { id: 'settings', label: t('nav.settings'), Icon: Settings },
  ] as const;
  return (
    <nav className="rail" aria-label={t('app.name')}>
      <p className="brand">
        <Mark />
        <strong>{t('app.name')}</strong>
      </p>
      <ul className="rail-items">
        {items.map(({ id, label, Icon }) => (
          <li key={id}>
            <button
              type="button"
              className="rail-item"
              aria-current={view === id ? 'page' : undefined}
              title={label}
              data-testid={`nav-${id}`}
              onClick={() => onView(id)}
            >
              <Icon className="icon" aria-hidden />
              <span>{label}</span>
              {id === 'history' && missed > 0 && <MissedCount count={missed} />}
            </button>
          </li>
        ))}
      </ul>
      <div className="rail-foot">
        <ul aria-label={t('link.title')} className="links">
          <LinkLine name="relay" label={t('link.relay')} link={links.relay} />
          <LinkLine
            name="pbx"
            label={t('link.pbx')}
            link={relayAway ? noLink : pbxLink(links.pbx)}
            unknown={relayAway}
          />
          <LinkLine name="crm" label={t('link.crm')} link={crmAway ? noLink : links.crm} unknown={crmAway} />
        </ul>
        <button
          type="button"
          className="rail-item"
          role="switch"
          aria-checked={quiet.by === 'own'}
          title={t('quiet.title')}
          data-testid="quiet-switch"
          onClick={() =>
            void bridge.invoke('settings:set', { quiet: quiet.by === 'own' ? null : { until: null } })
          }
        >
          <BellOff className="icon" aria-hidden />
          <span>{t('quiet.title')}</span>
        </button>
        {agent && (
          <p className="agent" title={`${agent.name} · ${agent.extensions.join(', ')}`}>
            <span className="initials" aria-hidden>
              {initialsOf(agent.name)}
            </span>
            <span className="agent-text">
              <strong className="clip">
                <bdi>{agent.name}</bdi>
              </strong>
              <span className="clip tabular">{agent.extensions.join(', ')}</span>
            </span>
          </p>
        )}
      </div>
    </nav>
  );
};
