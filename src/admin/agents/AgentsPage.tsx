import { Headset, Plus, SearchX } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../renderer/components/Button';
import { Said } from '../../renderer/components/Said';
import { Confirm } from '../components/Confirm';
import { Freshness } from '../components/Freshness';
import { Page } from '../components/Page';
import { SearchField } from '../../renderer/components/SearchField';
import { Shown } from '../components/Shown';
import { useTexts } from '../i18n';
import { useHouse, usePolled, type Agents, type KnownAgent } from '../state/house';
import { AddAgents } from './AddAgents';
import { AgentTable } from './AgentTable';
import { Devices } from './Devices';
import { EditAgent } from './EditAgent';
import { Enrolment } from './Enrolment';
import './agents.css';

/** What is open over the page. */
type Open = { what: 'add' } | { what: 'edit' | 'enrol' | 'revoke' | 'devices'; agent: KnownAgent } | null;

const List = ({ agents, onOpen }: { agents: Agents; onOpen: (open: Open) => void }) => {
  const { t } = useTexts();
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const found = agents.filter(({ id, name, extensions }) =>
    [id, name, ...extensions].some((text) => text.toLowerCase().includes(wanted)),
  );
  if (agents.length === 0)
    return (
      <Said Icon={Headset} title={t('agents.noneTitle')} text={t('agents.noneText')}>
        <Button look="primary" onClick={() => onOpen({ what: 'add' })}>
          {t('agents.addSome')}
        </Button>
      </Said>
    );
  return (
    <>
      <div className="page-tools">
        <SearchField label={t('agents.search')} value={search} onText={setSearch} testId="agents-search" />
        <p className="hint tabular">{t('agents.count', { count: agents.length })}</p>
      </div>
      {found.length === 0 ? (
        <Said Icon={SearchX} title={t('agents.noMatchTitle')} text={t('agents.noMatchText')} />
      ) : (
        <AgentTable agents={found} onOpen={(what, agent) => onOpen({ what, agent })} />
      )}
    </>
  );
};

/** Whose screens pop: who they are, which phones they have, and how they get in and out. */
export const AgentsPage = () => {
  const { t } = useTexts();
  const { api, agents } = useHouse();
  const polled = usePolled(agents);
  const [open, setOpen] = useState<Open>(null);
  const close = (): void => {
    setOpen(null);
    void agents.refresh();
  };
  return (
    <Page
      title={t('nav.agents')}
      aside={
        <>
          <Freshness polled={polled} />
          <Button look="primary" onClick={() => setOpen({ what: 'add' })} data-testid="add-agent">
            <Plus className="icon" aria-hidden />
            {t('agents.addSome')}
          </Button>
        </>
      }
    >
      <Shown poll={agents}>{(value) => <List agents={value.agents} onOpen={setOpen} />}</Shown>
      {open?.what === 'add' && <AddAgents onClose={close} />}
      {open?.what === 'edit' && <EditAgent agent={open.agent} onClose={close} />}
      {open?.what === 'devices' && <Devices agent={open.agent} onClose={close} />}
      {open?.what === 'enrol' && <Enrolment agent={open.agent} onClose={close} />}
      {open?.what === 'revoke' && (
        <Confirm
          title={t('agents.revokeTitle', { name: open.agent.name })}
          action={t('agents.revoke')}
          run={() => api.removeAgent(open.agent.id)}
          onClose={close}
        >
          <p>{t('agents.revokeText')}</p>
        </Confirm>
      )}
    </Page>
  );
};
