import { CircleCheck, CircleSlash, LoaderCircle, Unplug } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CompanionState, Link, LinkFact } from '../../../shared/ipc/state';
import { Button } from '../../components/Button';
import { ErrorSentence } from '../../components/TextField';
import { connectionAdvice, crmUnknown } from '../../lib/connection-advice';
import { shortMoment } from '../../lib/days';
import { useTrouble } from '../../lib/use-trouble';
import { useBridge } from '../../stores/bridge-context';
import { SupportBundle } from './SupportBundle';
import './connections.css';

const icons = { off: CircleSlash, connecting: LoaderCircle, connected: CircleCheck, down: Unplug };
const nothing: LinkFact = { lastEventAt: null, lastProblem: null };

/** One link: how it is and since when, what that means, what was last heard, and the way on. */
const LinkCard = ({
  name,
  title,
  link,
  fact = nothing,
  unknown = false,
  advice,
  retry,
  onSettings,
}: {
  name: string;
  title: string;
  link: Pick<Link, 'state' | 'since' | 'problem'>;
  fact: LinkFact | undefined;
  unknown?: boolean;
  advice: string;
  /** null: nothing that could be tried from here. */
  retry: (() => Promise<string | null>) | null;
  /** null: the settings do not help. */
  onSettings: (() => void) | null;
}) => {
  const { t, i18n } = useTranslation();
  const [said, setSaid] = useState<{ problem: string | null } | null>(null);
  const reported = fact.lastProblem;
  const report = useTrouble()({ problem: reported?.text ?? null, because: reported?.because });
  const Icon = icons[unknown ? 'off' : link.state];
  const moment = (at: string): string => shortMoment(at, new Date(), i18n.language);
  const tell = async (): Promise<void> => {
    if (retry) setSaid({ problem: await retry() });
  };
  return (
    <section
      className="connection"
      data-testid={`connection-${name}`}
      data-state={unknown ? 'off' : link.state}
      aria-labelledby={`connection-${name}`}
    >
      <header>
        <Icon className={`icon ${link.state === 'connecting' && !unknown ? 'spinner' : ''}`} aria-hidden />
        <h2 id={`connection-${name}`}>{title}</h2>
        <span className="word">{t(`link.${unknown ? 'unknown' : link.state}`)}</span>
      </header>
      <p>{advice}</p>
      <dl>
        {link.since !== null && !unknown && (
          <div>
            <dt>{t('connection.since')}</dt>
            <dd className="tabular">{moment(link.since)}</dd>
          </div>
        )}
        <div>
          <dt>{t('connection.lastEvent')}</dt>
          <dd className="tabular">
            {fact.lastEventAt === null ? t('connection.never') : moment(fact.lastEventAt)}
          </dd>
        </div>
        <div>
          <dt>{t('connection.lastProblem')}</dt>
          <dd className="tabular">
            {fact.lastProblem === null ? t('connection.noProblem') : moment(fact.lastProblem.at)}
          </dd>
        </div>
      </dl>
      {fact.lastProblem !== null && (
        <details open={link.problem !== null}>
          <summary>{t('connection.details')}</summary>
          {/* Without a reason that is known here it stands as it was reported, which is in English. */}
          <p className="selectable breakable" lang={report === reported?.text ? 'en' : undefined}>
            {report}
          </p>
        </details>
      )}
      {(retry || onSettings) && (
        <div className="connection-actions">
          {retry && (
            <Button onClick={() => void tell()} data-testid={`retry-${name}`}>
              {t('connection.tryNow')}
            </Button>
          )}
          {onSettings && (
            <Button look="plain" onClick={onSettings}>
              {t('connection.toSettings')}
            </Button>
          )}
          <span role="status">{said && said.problem === null && t('connection.trying')}</span>
        </div>
      )}
      {said?.problem && <ErrorSentence>{said.problem}</ErrorSentence>}
    </section>
  );
};

/** Each link that a call needs on its way to the screen. */
export const ConnectionsView = ({ state, onSettings }: { state: CompanionState; onSettings: () => void }) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const { links, linkFacts, platform } = state;
  const relayAway = links.relay.state !== 'connected';
  const retry = (link: 'relay' | 'crm') => async (): Promise<string | null> => {
    const reply = await bridge.invoke('link:retry', { link });
    return reply.ok ? null : reply.error.message;
  };
  const crmAway = crmUnknown(state);
  const crmTrouble = links.crm.state === 'down' || links.crm.state === 'off';
  return (
    <div className="settings connections" data-testid="connections-view">
      <p className="hint">{t('connection.intro')}</p>
      <LinkCard
        name="relay"
        title={t('link.relay')}
        link={links.relay}
        fact={linkFacts.relay}
        advice={connectionAdvice('relay', links.relay.state, platform, t)}
        retry={links.relay.state === 'connected' ? null : retry('relay')}
        onSettings={null}
      />
      {links.pbx.map((pbx) => (
        <LinkCard
          key={pbx.id}
          name={`pbx-${pbx.id}`}
          title={links.pbx.length > 1 ? `${t('link.pbx')} ${pbx.id}` : t('link.pbx')}
          link={pbx}
          fact={linkFacts[`pbx:${pbx.id}`]}
          unknown={relayAway}
          advice={relayAway ? t('connection.relayFirst') : connectionAdvice('pbx', pbx.state, platform, t)}
          retry={null}
          onSettings={null}
        />
      ))}
      <LinkCard
        name="crm"
        title={t('link.crm')}
        link={links.crm}
        fact={linkFacts.crm}
        unknown={crmAway}
        advice={crmAway ? t('connection.relayFirst') : connectionAdvice('crm', links.crm.state, platform, t)}
        retry={links.crm.state === 'down' && !crmAway ? retry('crm') : null}
        onSettings={crmTrouble && platform === 'electron' ? onSettings : null}
      />
      {platform === 'electron' && <SupportBundle />}
    </div>
  );
};
