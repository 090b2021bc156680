import { Headset } from 'lucide-react';
import { Said } from '../../renderer/components/Said';
import type { AgentLink } from '../../shared/protocol/agent-link';
import { Shown } from '../components/Shown';
import { Table, type Column } from '../components/Table';
import { Tag } from '../components/Tag';
import { useTexts, type T } from '../i18n';
import { moment } from '../lib/moments';
import { hashOf } from '../lib/place';
import { useHouse, type Agents, type KnownAgent } from '../state/house';
import { linkQuality } from './link-quality';

interface Desk {
  agent: KnownAgent;
  link: AgentLink;
  /** Which of the agent's desktops. */
  at: number;
}

const programOf = ({ client, version }: AgentLink): string => [client, version].filter(Boolean).join(' ');

const columns = (t: T, locale: string): Column<Desk>[] => [
  {
    id: 'agent',
    head: t('now.agent'),
    sort: ({ agent }) => agent.name,
    cell: ({ agent }) => (
      <>
        <span className="clip strong" title={agent.name}>
          <bdi>{agent.name}</bdi>
        </span>
        <span className="under clip tabular">{agent.extensions.join(', ')}</span>
      </>
    ),
  },
  {
    id: 'link',
    head: t('now.link'),
    className: 'col-link',
    sort: ({ link }) => linkQuality(link).word,
    cell: ({ link }) => {
      const { tone, word } = linkQuality(link);
      return <Tag tone={tone}>{t(`link.${word}`)}</Tag>;
    },
  },
  {
    id: 'trip',
    head: t('now.roundTrip'),
    className: 'number col-number tabular',
    sort: ({ link }) => link.roundTripMs,
    cell: ({ link }) => (link.roundTripMs === null ? '–' : `${Math.max(1, Math.round(link.roundTripMs))} ms`),
  },
  {
    id: 'unacknowledged',
    head: t('now.unacknowledged'),
    title: t('now.unacknowledgedHint'),
    className: 'number col-number tabular',
    sort: ({ link }) => link.unacknowledged,
    bad: ({ link }) => link.unacknowledged > 0,
    cell: ({ link }) => link.unacknowledged,
  },
  {
    id: 'since',
    head: t('now.since'),
    className: 'col-since tabular',
    sort: ({ link }) => link.since,
    cell: ({ link }) => moment(link.since, new Date(), locale),
  },
  {
    id: 'program',
    head: t('now.program'),
    className: 'optional col-program',
    sort: ({ link }) => programOf(link) || null,
    cell: ({ link }) => {
      const program = programOf(link);
      const place = [link.address, link.via].filter(Boolean).join(' · ');
      return (
        <>
          <span className="clip" title={program}>
            {program === '' ? '–' : program}
          </span>
          {place !== '' && <span className="under clip tabular">{place}</span>}
        </>
      );
    },
  },
];

const Rows = ({ agents }: { agents: Agents }) => {
  const { t, locale } = useTexts();
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
    <Table
      columns={columns(t, locale)}
      rows={online.flatMap((agent) => agent.online.map((link, at) => ({ agent, link, at })))}
      rowKey={({ agent, at }) => `${agent.id} ${at}`}
      testId="agent-online"
    />
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
