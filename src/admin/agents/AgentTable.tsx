import { Button } from '../../renderer/components/Button';
import { Table, type Column } from '../components/Table';
import { Tag } from '../components/Tag';
import { useTexts } from '../i18n';
import type { Agents, KnownAgent } from '../state/house';

type Act = 'edit' | 'enrol' | 'revoke' | 'devices';

export const AgentTable = ({
  agents,
  onOpen,
}: {
  agents: Agents;
  onOpen: (what: Act, agent: KnownAgent) => void;
}) => {
  const { t } = useTexts();
  const severalPbxs = new Set(agents.map(({ pbxId }) => pbxId)).size > 1;
  const columns: Column<KnownAgent>[] = [
    {
      id: 'agent',
      head: t('agents.agent'),
      sort: ({ name }) => name,
      cell: ({ id, name }) => (
        <>
          <span className="strong clip" title={name}>
            <bdi>{name}</bdi>
          </span>
          <span className="under clip" title={id}>
            {id}
          </span>
        </>
      ),
    },
    {
      id: 'extensions',
      head: t('agents.extensions'),
      className: 'col-extensions tabular breakable',
      sort: ({ extensions }) => extensions[0] ?? null,
      cell: ({ extensions, pbxId }) => (
        <>
          {extensions.join(', ')}
          {severalPbxs && <span className="under clip">{pbxId}</span>}
        </>
      ),
    },
    {
      id: 'online',
      head: t('agents.desktops'),
      className: 'col-online',
      sort: ({ online }) => -online.length,
      cell: (agent) => (
        <Button
          look="plain"
          className="tag-button"
          title={t('devices.show')}
          onClick={() => onOpen('devices', agent)}
          data-testid="devices"
        >
          <Tag tone={agent.online.length > 0 ? 'good' : 'quiet'}>
            {agent.online.length > 0
              ? t('agents.online', { count: agent.online.length })
              : t('agents.offline')}
          </Tag>
        </Button>
      ),
    },
    {
      id: 'crm',
      head: t('agents.crmUser'),
      className: 'col-crm optional',
      sort: ({ crmUserId }) => crmUserId,
      cell: ({ crmUserId }) => (
        <span className="clip" title={crmUserId ?? undefined}>
          {crmUserId ?? '–'}
        </span>
      ),
    },
    {
      id: 'actions',
      head: t('list.actions'),
      quietHead: true,
      className: 'col-actions',
      cell: (agent) => (
        <div className="table-actions">
          <Button onClick={() => onOpen('enrol', agent)} data-testid="enrol">
            {t('agents.enrol')}
          </Button>
          <Button look="plain" onClick={() => onOpen('edit', agent)} data-testid="edit">
            {t('agents.edit')}
          </Button>
          <Button look={['plain', 'danger']} onClick={() => onOpen('revoke', agent)} data-testid="revoke">
            {t('agents.revoke')}
          </Button>
        </div>
      ),
    },
  ];
  return (
    <Table
      columns={columns}
      rows={agents}
      rowKey={({ id }) => id}
      rowId={({ id }) => id}
      testId="agent"
      className="agent-table"
    />
  );
};
