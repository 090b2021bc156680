import { Headset } from 'lucide-react';
import { Said } from '../../renderer/components/Said';
import type { AgentLink } from '../../shared/protocol/agent-link';
import { Shown } from '../components/Shown';
import { Tag } from '../components/Tag';
import { useTexts } from '../i18n';
import { moment } from '../lib/moments';
import { hashOf } from '../lib/place';
import { useHouse, type Agents, type KnownAgent } from '../state/house';
import { linkQuality } from './link-quality';

const Row = ({ agent, link }: { agent: KnownAgent; link: AgentLink }) => {
  const { t, locale } = useTexts();
  const program = [link.client, link.version].filter(Boolean).join(' ');
  const place = [link.address, link.via].filter(Boolean).join(' · ');
  const quality = linkQuality(link);
  return (
    <tr data-testid="agent-online">
      <td>
        <span className="clip strong" title={agent.name}>
          <bdi>{agent.name}</bdi>
        </span>
        <span className="under clip tabular">{agent.extensions.join(', ')}</span>
      </td>
      <td>
        <Tag tone={quality.tone}>{t(`link.${quality.word}`)}</Tag>
      </td>
      <td className="number tabular">
        {link.roundTripMs === null ? '–' : `${Math.max(1, Math.round(link.roundTripMs))} ms`}
      </td>
      <td className="number tabular" data-bad={link.unacknowledged > 0}>
        {link.unacknowledged}
      </td>
      <td className="tabular">{moment(link.since, new Date(), locale)}</td>
      <td className="optional">
        <span className="clip" title={program}>
          {program === '' ? '–' : program}
        </span>
        {place !== '' && <span className="under clip tabular">{place}</span>}
      </td>
    </tr>
  );
};

const Rows = ({ agents }: { agents: Agents }) => {
  const { t } = useTexts();
  const online = agents.filter((agent) => agent.online.length > 0);
  if (online.length === 0)
    return (
      <Said
        Icon={Headset}
        title={t(agents.length === 0 ? 'now.noAgentsTitle' : 'now.nobodyOnlineTitle')}
        text={t(agents.length === 0 ? 'now.noAgentsText' : 'now.nobodyOnlineText')}
      >
        {agents.length === 0 && (
          <a className="text-link" href={hashOf('agents')}>
            {t('now.addAgents')}
          </a>
        )}
      </Said>
    );
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{t('now.agent')}</th>
          <th scope="col" className="col-link">
            {t('now.link')}
          </th>
          <th scope="col" className="number col-number">
            {t('now.roundTrip')}
          </th>
          <th scope="col" className="number col-number" title={t('now.unacknowledgedHint')}>
            {t('now.unacknowledged')}
          </th>
          <th scope="col" className="col-since">
            {t('now.since')}
          </th>
          <th scope="col" className="optional col-program">
            {t('now.program')}
          </th>
        </tr>
      </thead>
      <tbody>
        {online.flatMap((agent) =>
          agent.online.map((link, index) => <Row key={`${agent.id} ${index}`} agent={agent} link={link} />),
        )}
      </tbody>
    </table>
  );
};

/** Each desktop that is open, and how well it is reached. */
export const AgentsOnline = () => {
  const { t } = useTexts();
  const { agents } = useHouse();
  return (
    <section className="block" aria-labelledby="agents-online">
      <h2 id="agents-online">{t('now.agentsOnline')}</h2>
      <Shown poll={agents} lines={4}>
        {(value) => <Rows agents={value.agents} />}
      </Shown>
    </section>
  );
};
