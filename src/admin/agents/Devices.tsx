import { MonitorOff } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../renderer/components/Button';
import { Said } from '../../renderer/components/Said';
import type { AgentDevice } from '../../shared/protocol/agent-devices';
import { Confirm } from '../components/Confirm';
import { Dialog } from '../components/Dialog';
import { Shown } from '../components/Shown';
import { Table, type Column } from '../components/Table';
import { Tag } from '../components/Tag';
import { useTexts } from '../i18n';
import { moment } from '../lib/moments';
import { useHouse, useOwnPoll, type KnownAgent } from '../state/house';

const EVERY_MS = 5_000;

const DeviceTable = ({
  devices,
  onRevoke,
}: {
  devices: readonly AgentDevice[];
  onRevoke: (device: AgentDevice) => void;
}) => {
  const { t, locale } = useTexts();
  const now = new Date();
  if (devices.length === 0)
    return <Said Icon={MonitorOff} title={t('devices.noneTitle')} text={t('devices.noneText')} />;
  const columns: Column<AgentDevice>[] = [
    {
      id: 'name',
      head: t('devices.device'),
      sort: ({ name }) => name,
      cell: ({ name }) => (
        <span className="strong breakable">
          <bdi>{name ?? t('devices.unnamed')}</bdi>
        </span>
      ),
    },
    {
      id: 'created',
      head: t('devices.signedIn'),
      className: 'col-moment tabular',
      sort: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => (createdAt === null ? '–' : moment(createdAt, now, locale)),
    },
    {
      id: 'seen',
      head: t('devices.seen'),
      className: 'col-moment tabular',
      sort: ({ online, lastSeenAt }) => (online ? '9999' : lastSeenAt),
      cell: ({ online, lastSeenAt }) =>
        online ? (
          <Tag tone="good">{t('devices.online')}</Tag>
        ) : lastSeenAt === null ? (
          '–'
        ) : (
          moment(lastSeenAt, now, locale)
        ),
    },
    {
      id: 'actions',
      head: t('list.actions'),
      quietHead: true,
      className: 'col-revoke',
      cell: (device) => (
        <div className="table-actions">
          <Button look={['plain', 'danger']} onClick={() => onRevoke(device)} data-testid="revoke-device">
            {t('agents.revoke')}
          </Button>
        </div>
      ),
    },
  ];
  return (
    <Table
      columns={columns}
      rows={devices}
      rowKey={({ id }) => id}
      testId="device"
      className="device-table"
    />
  );
};

/** Where an agent is signed in; one can be signed out alone, e.g. a lost laptop. */
export const Devices = ({ agent, onClose }: { agent: KnownAgent; onClose: () => void }) => {
  const { t } = useTexts();
  const { api } = useHouse();
  const poll = useOwnPoll((relay) => relay.devices(agent.id), EVERY_MS);
  const [revoking, setRevoking] = useState<AgentDevice | null>(null);
  if (revoking !== null)
    return (
      <Confirm
        title={t('devices.revokeTitle', { name: revoking.name ?? t('devices.unnamed') })}
        action={t('devices.revoke')}
        run={() => api.revokeDevice(agent.id, revoking.id)}
        onClose={() => {
          setRevoking(null);
          void poll.refresh();
        }}
      >
        <p>{t('devices.revokeText', { name: agent.name })}</p>
      </Confirm>
    );
  return (
    <Dialog title={t('devices.title', { name: agent.name })} onClose={onClose} wide>
      <Shown poll={poll} lines={3}>
        {({ devices }) => <DeviceTable devices={devices} onRevoke={setRevoking} />}
      </Shown>
      <div className="dialog-actions">
        <Button onClick={onClose}>{t('dialog.close')}</Button>
      </div>
    </Dialog>
  );
};
