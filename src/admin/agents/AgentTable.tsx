import { Button } from '../../renderer/components/Button';
import { Tag } from '../components/Tag';
import { useTexts } from '../i18n';
import type { Agents, KnownAgent } from '../state/house';

type Act = 'edit' | 'enrol' | 'revoke';

const Row = ({
  agent,
  severalPbxs,
  onOpen,
}: {
  agent: KnownAgent;
  severalPbxs: boolean;
  onOpen: (what: Act, agent: KnownAgent) => void;
}) => {
  const { t } = useTexts();
  const desks = agent.online.length;
  return (
    <tr data-testid="agent" data-agent={agent.id}>
      <td>
        <span className="strong clip" title={agent.name}>
          <bdi>{agent.name}</bdi>
        </span>
        <span className="under clip" title={agent.id}>
          {agent.id}
        </span>
      </td>
      <td className="tabular breakable">
        {agent.extensions.join(', ')}
        {severalPbxs && <span className="under clip">{agent.pbxId}</span>}
      </td>
      <td>
        <Tag tone={desks > 0 ? 'good' : 'quiet'}>
          {desks > 0 ? t('agents.online', { count: desks }) : t('agents.offline')}
        </Tag>
      </td>
      <td className="optional">
        <span className="clip" title={agent.crmUserId ?? undefined}>
          {agent.crmUserId ?? '–'}
        </span>
      </td>
      <td>
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
      </td>
    </tr>
  );
};

export const AgentTable = ({
  agents,
  onOpen,
}: {
  agents: Agents;
  onOpen: (what: Act, agent: KnownAgent) => void;
}) => {
  const { t } = useTexts();
  const severalPbxs = new Set(agents.map(({ pbxId }) => pbxId)).size > 1;
  return (
    <table className="table agent-table">
      <thead>
        <tr>
          <th scope="col">{t('agents.agent')}</th>
          <th scope="col" className="col-extensions">
            {t('agents.extensions')}
          </th>
          <th scope="col" className="col-online">
            {t('agents.desktops')}
          </th>
          <th scope="col" className="col-crm optional">
            {t('agents.crmUser')}
          </th>
          <th scope="col" className="col-actions">
            <span className="visually-hidden">{t('list.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {agents.map((agent) => (
          <Row key={agent.id} agent={agent} severalPbxs={severalPbxs} onOpen={onOpen} />
        ))}
      </tbody>
    </table>
  );
};
